using System.Globalization;

namespace WhichFlush.Rules.Capabilities;

/// <summary>A revision of a part in Arm's notation: <c>r1p2</c> is variant 1, revision 2.</summary>
/// <param name="Variant">MIDR_EL1.Variant, 0 to 15: the number after <c>r</c>.</param>
/// <param name="Patch">MIDR_EL1.Revision, 0 to 15: the number after <c>p</c>.</param>
public readonly record struct Revision(int Variant, int Patch)
{
    /// <summary>A number that orders the revisions of a part, 0 to 255.</summary>
    public int Order => (Variant << 4) | Patch;

    /// <summary>Parses <c>r1p2</c> in either case.</summary>
    /// <returns>False if the text is not a revision, or a number is above 15.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Revision revision)
    {
        revision = default;
        int p = text.IndexOfAny('p', 'P');
        if (p < 2 || text[0] is not ('r' or 'R')
            || !int.TryParse(text[1..p], NumberStyles.None, CultureInfo.InvariantCulture, out int variant)
            || !int.TryParse(text[(p + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int patch)
            || variant > 15 || patch > 15)
        {
            return false;
        }

        revision = new(variant, patch);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"r{Variant}p{Patch}");
}
