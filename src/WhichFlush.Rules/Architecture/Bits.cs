using System.Globalization;
using System.Numerics;

namespace WhichFlush.Rules.Architecture;

/// <summary>Ranges of bits in Arm's notation: the high bit first, both ends included.</summary>
internal static class Bits
{
    /// <summary>Maximum length of a description: 32 single bits, each at most two digits and a comma.</summary>
    private const int MaxDescriptionLength = 32 * 3;

    /// <summary>A mask of the bits <paramref name="high"/> to <paramref name="low"/>, 63 to 0.</summary>
    public static ulong Mask(int high, int low) => (ulong.MaxValue >> (63 - high)) & (ulong.MaxValue << low);

    /// <summary>The field <paramref name="high"/> to <paramref name="low"/> of a value, shifted down to bit 0.</summary>
    public static ulong Extract(ulong value, int high, int low) => (value & Mask(high, low)) >> low;

    /// <summary>Whether a bit of a value, 0 to 63, is 1.</summary>
    public static bool IsSet(ulong value, int bit) => ((value >> bit) & 1) != 0;

    /// <summary>Packs the bits that <paramref name="mask"/> selects into adjacent bits from bit 0 up.</summary>
    public static ulong Gather(ulong value, ulong mask)
    {
        ulong gathered = 0;
        for (int position = 0; mask != 0; position++, mask &= mask - 1)
        {
            gathered |= ((value >> BitOperations.TrailingZeroCount(mask)) & 1) << position;
        }

        return gathered;
    }

    /// <summary>The ranges of a mask as text, from the highest down: <c>54:53,51,6</c>.</summary>
    public static string Describe(ulong mask)
    {
        Span<char> text = stackalloc char[MaxDescriptionLength];
        int length = 0;
        while (mask != 0)
        {
            int high = 63 - BitOperations.LeadingZeroCount(mask);
            int low = high - BitOperations.LeadingZeroCount(~(mask << (63 - high))) + 1;
            if (length > 0)
            {
                text[length++] = ',';
            }

            Append(text, ref length, high);
            if (low != high)
            {
                text[length++] = ':';
                Append(text, ref length, low);
            }

            mask &= ~Mask(high, low);
        }

        return new string(text[..length]);
    }

    private static void Append(Span<char> text, ref int length, int bit)
    {
        bit.TryFormat(text[length..], out int written, default, CultureInfo.InvariantCulture);
        length += written;
    }
}
