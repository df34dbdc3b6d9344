using System.Globalization;
using System.Numerics;
using System.Text;

namespace WhichFlush.Rules.Descriptors;

/// <summary>Bit ranges in Arm's notation, high bit first, both ends included.</summary>
internal static class Bits
{
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
        var text = new StringBuilder();
        while (mask != 0)
        {
            int high = 63 - BitOperations.LeadingZeroCount(mask);
            int low = high;
            while (low > 0 && IsSet(mask, low - 1))
            {
                low--;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{high}");
            if (low != high)
            {
                text.Append(CultureInfo.InvariantCulture, $":{low}");
            }

            mask &= ~Mask(high, low);
        }

        return text.ToString();
    }
}
