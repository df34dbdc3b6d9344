using System.Globalization;

namespace WhichFlush.Rules.Capabilities;

/// <summary>A revision of a part in Arm's notation, <c>r1p2</c>: variant 1, revision 2.</summary>
/// <param name="Variant">MIDR_EL1.Variant, 0 to 15: the number after <c>r</c>.</param>
/// <param name="Patch">MIDR_EL1.Revision, 0 to 15: the number after <c>p</c>.</param>
public readonly record struct Revision(int Variant, int Patch)
{
    /// <summary>A number that orders revisions as they came out.</summary>
    public int Order => (Variant << 4) | Patch;

    /// <summary>Lies between both ends, which are included; a missing end is open.</summary>
    public bool IsWithin(Revision? from, Revision? to) =>
        (from is not Revision low || Order >= low.Order) && (to is not Revision high || Order <= high.Order);

    /// <summary>Reads <c>r1p2</c>, whatever the case.</summary>
    /// <returns>False if it is no revision, or a number is above 15.</returns>
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

    /// <summary>A range in words: <c>all</c>, <c>up to r0p2</c>, <c>from r0p3</c>, <c>r0p0 to r3p0</c>.</summary>
    public static string Describe(Revision? from, Revision? to) => (from, to) switch
    {
        (null, null) => "all",
        (null, _) => $"up to {to}",
        (_, null) => $"from {from}",
        _ => $"{from} to {to}",
    };

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"r{Variant}p{Patch}");
}
