namespace WhichFlush.Rules.Rulebook;

/// <summary>How the new value gets into the table, from the weakest to the strongest.</summary>
public enum Route : byte
{
    /// <summary>Nothing is asked for: a plain store if the bits differ at all.</summary>
    None,

    /// <summary>Store, DSB, context synchronization.</summary>
    Write,

    /// <summary>Store, DSB, TLBI, DSB, context synchronization.</summary>
    WriteThenInvalidate,

    /// <summary>Through a Block with nT = 1 (BBM level 1).</summary>
    ViaNt,

    /// <summary>Invalid first, invalidate, then the new value.</summary>
    BreakBeforeMake,
}

/// <summary>Which PEs an invalidation must reach.</summary>
public enum Scope : byte
{
    /// <summary>None is needed.</summary>
    None,

    /// <summary>The PE that executes it.</summary>
    Local,

    /// <summary>Inner Shareable domain (TLBI ...IS).</summary>
    Inner,

    /// <summary>Outer Shareable domain (TLBI ...OS).</summary>
    Outer,
}

/// <summary>What an invalidation must remove.</summary>
public enum Reach : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One last-level entry.</summary>
    LastLevelEntry,

    /// <summary>All last-level entries of a Contiguous run.</summary>
    Run,

    /// <summary>One entry and the walk entries that lead to it.</summary>
    EntryWithWalk,

    /// <summary>Everything that a Table spans, walk entries included.</summary>
    SpanWithWalks,

    /// <summary>The whole translation context.</summary>
    Context,
}

/// <summary>For which ASIDs an invalidation must work.</summary>
public enum Asids : byte
{
    /// <summary>The one under which the table is used.</summary>
    One,

    /// <summary>All.</summary>
    All,
}

/// <summary>
/// What a change requires, on the four axes of RULES.md section 2. Requirements form a join-semilattice: <see cref="Join"/>
/// is commutative, associative and idempotent, and never asks for less than either side.
/// </summary>
/// <param name="Route">How the value is written.</param>
/// <param name="Scope">Which PEs must be invalidated.</param>
/// <param name="Reach">What must be removed.</param>
/// <param name="Asids">For which ASIDs.</param>
public readonly record struct Requirement(Route Route, Scope Scope, Reach Reach, Asids Asids)
{
    /// <summary>Asks for nothing: the neutral element of <see cref="Join"/>.</summary>
    public static readonly Requirement Nothing;

    /// <summary>The strongest of both on every axis.</summary>
    public Requirement Join(Requirement other) => new(
        Route > other.Route ? Route : other.Route,
        Scope > other.Scope ? Scope : other.Scope,
        Reach > other.Reach ? Reach : other.Reach,
        Asids > other.Asids ? Asids : other.Asids);

    /// <summary>Asks for at least as much as <paramref name="other"/> on every axis.</summary>
    public bool Covers(Requirement other) => Join(other) == this;
}
