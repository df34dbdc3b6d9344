namespace WhichFlush.Rules.Capabilities;

/// <summary>A range of revisions of a part, both ends included. The default is every revision.</summary>
/// <param name="First">The first revision; <c>null</c> if the range starts with the part's first.</param>
/// <param name="Last">The last revision; <c>null</c> if later revisions belong to the range.</param>
public readonly record struct RevisionRange(Revision? First, Revision? Last)
{
    /// <summary>Every revision of a part.</summary>
    public static RevisionRange All => default;

    /// <summary>Both ends are open.</summary>
    public bool IsAll => First is null && Last is null;

    /// <summary>The range of one revision.</summary>
    public static RevisionRange Only(Revision revision) => new(revision, revision);

    /// <summary>The revisions from <c>r{variant}p{patch}</c> on.</summary>
    public static RevisionRange From(int variant, int patch) => new(new Revision(variant, patch), null);

    /// <summary>The revisions up to and including <c>r{variant}p{patch}</c>.</summary>
    public static RevisionRange UpTo(int variant, int patch) => new(null, new Revision(variant, patch));

    /// <summary>Some revision belongs to both ranges.</summary>
    public bool Overlaps(RevisionRange other) => Lowest <= other.Highest && other.Lowest <= Highest;

    /// <summary>Every revision of the other range belongs to this one.</summary>
    public bool Covers(RevisionRange other) => Lowest <= other.Lowest && other.Highest <= Highest;

    /// <summary>The range in words: <c>all</c>, <c>up to r0p2</c>, <c>from r0p3</c>, <c>r0p0 to r3p0</c>.</summary>
    public override string ToString() => (First, Last) switch
    {
        (null, null) => "all",
        (null, _) => $"up to {Last}",
        (_, null) => $"from {First}",
        _ => $"{First} to {Last}",
    };

    private int Lowest => First?.Order ?? 0;

    private int Highest => Last?.Order ?? Revision.MaxOrder;
}
