namespace WhichFlush.Rules.Architecture;

/// <summary>Names of the translation granules in the HTTP contract and in messages.</summary>
public static class Granules
{
    /// <summary>Every granule, from the smallest.</summary>
    public static IReadOnlyList<Granule> All { get; } = [Granule.Size4K, Granule.Size16K, Granule.Size64K];

    /// <summary>The name of a granule: <c>4k</c>, <c>16k</c> or <c>64k</c>.</summary>
    public static string Name(this Granule granule) => granule switch
    {
        Granule.Size4K => "4k",
        Granule.Size16K => "16k",
        _ => "64k",
    };
}
