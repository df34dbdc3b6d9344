using System.Globalization;
using System.Numerics;

namespace WhichFlush.Rules.Architecture;

/// <summary>Bit ranges in Arm's notation, high bit first, both ends included.</summary>
internal static class Bits
{
    /// <summary>Every other bit by itself: 32 numbers with a comma.</summary>
    private const int LongestDescription = 32 * 3;

    public static ulong Mask(int high, int low) => (ulong.MaxValue >> (63 - high)) & (ulong.MaxValue << low);

    public static ulong Extract(ulong value, int high, int low) => (value & Mask(high, low)) >> low;

    public static bool IsSet(ulong value, int bit) => ((value >> bit) & 1) != 0;

    /// <summary>The bits that <paramref name="mask"/> selects, packed together, the lowest in bit 0.</summary>
    public static ulong Gather(ulong value, ulong mask)
    {
        ulong gathered = 0;
        for (int position = 0; mask != 0; position++, mask &= mask - 1)
        {
            gathered |= ((value >> BitOperations.TrailingZeroCount(mask)) & 1) << position;
        }

        return gathered;
    }

    /// <summary>A mask in words: <c>54:53,51,6</c>.</summary>
    public static string Describe(ulong mask)
    {
        Span<char> text = stackalloc char[LongestDescription];
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
