using System.Globalization;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// A revision of a part in Arm's notation: <c>r1p2</c> is variant 1, revision 2. Qualcomm writes each number as one hexadecimal
/// digit: <c>rcpe</c> is <c>r12p14</c>.
/// </summary>
/// <param name="Variant">MIDR_EL1.Variant, 0 to 15: the number after <c>r</c>.</param>
/// <param name="Patch">MIDR_EL1.Revision, 0 to 15: the number after <c>p</c>.</param>
public readonly record struct Revision(int Variant, int Patch)
{
    internal const int MaxOrder = 255;

    /// <summary>A number that orders the revisions of a part, 0 to 255.</summary>
    public int Order => (Variant << 4) | Patch;

    /// <summary>Parses <c>r1p2</c>, <c>r12p14</c> or <c>rcpe</c> in either case.</summary>
    /// <returns>False if the text is not a revision, or a number is above 15.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Revision revision)
    {
        revision = default;
        int p = text.IndexOfAny('p', 'P');
        if (p < 2 || text[0] is not ('r' or 'R')
            || !TryParseNumber(text[1..p], out int variant)
            || !TryParseNumber(text[(p + 1)..], out int patch))
        {
            return false;
        }

        revision = new(variant, patch);
        return true;
    }

    /// <summary>Parses 0 to 15 in decimal, or one of the digits a to f.</summary>
    private static bool TryParseNumber(ReadOnlySpan<char> text, out int number)
    {
        if (text.Length == 1 && char.IsAsciiHexDigit(text[0]))
        {
            number = Convert.ToInt32(text.ToString(), 16);
            return true;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= 15;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"r{Variant}p{Patch}");
}
