using System.Runtime.Intrinsics;

namespace WhichFlush.Rules.Requirements;

/// <summary>The way in which the new value is written, from the weakest to the strongest.</summary>
public enum Route : byte
{
    /// <summary>No requirement: a plain store, if the bits differ.</summary>
    None,

    /// <summary>Store, DSB, context synchronization.</summary>
    Write,

    /// <summary>Store, DSB, TLBI, DSB, context synchronization.</summary>
    WriteThenInvalidate,

    /// <summary>Through a Block with nT = 1 (FEAT_BBM level 1).</summary>
    ViaNt,

    /// <summary>Break-before-make: store an invalid value, invalidate, store the new value (RDDMVT).</summary>
    BreakBeforeMake,
}

/// <summary>The PEs that an invalidation must reach, from the fewest to the most.</summary>
public enum Scope : byte
{
    /// <summary>No invalidation.</summary>
    None,

    /// <summary>The PE that executes the TLBI.</summary>
    Local,

    /// <summary>Inner Shareable domain: the TLBI forms with the suffix IS.</summary>
    Inner,

    /// <summary>Outer Shareable domain: the TLBI forms with the suffix OS.</summary>
    Outer,
}

/// <summary>The TLB entries that an invalidation must remove, from the fewest to the most.</summary>
public enum Reach : byte
{
    /// <summary>No entry.</summary>
    None,

    /// <summary>One last-level entry.</summary>
    LastLevelEntry,

    /// <summary>All last-level entries of a Contiguous run.</summary>
    Run,

    /// <summary>One entry and the walk entries that lead to it.</summary>
    EntryWithWalk,

    /// <summary>All entries of the span of a Table, walk entries included.</summary>
    SpanWithWalks,

    /// <summary>The whole translation context.</summary>
    Context,
}

/// <summary>The ASIDs of the entries that an invalidation must remove.</summary>
public enum Asids : byte
{
    /// <summary>The ASID under which the table is used.</summary>
    One,

    /// <summary>The entries are global: an operation for all ASIDs removes them, and one for any ASID where there is no such operation (RDRCZZ).</summary>
    Global,

    /// <summary>All ASIDs.</summary>
    All,
}

/// <summary>
/// The requirement of a change, on the four axes of RULES.md section 2. Requirements form a join-semilattice: <see cref="Join"/>
/// is commutative, associative and idempotent, and its result covers both sides.
/// </summary>
/// <remarks>Each axis is one byte of a 32-bit word, so a join is the maximum of each byte.</remarks>
public readonly record struct Requirement
{
    /// <summary>No requirement: the neutral element of <see cref="Join"/>.</summary>
    public static readonly Requirement Nothing;

    private readonly uint _axes;

    /// <summary>Creates a requirement.</summary>
    /// <param name="route">The way in which the new value is written.</param>
    /// <param name="scope">The PEs that the invalidation must reach.</param>
    /// <param name="reach">The entries to remove.</param>
    /// <param name="asids">The ASIDs of the entries.</param>
    public Requirement(Route route, Scope scope, Reach reach, Asids asids) =>
        _axes = (uint)route | ((uint)scope << 8) | ((uint)reach << 16) | ((uint)asids << 24);

    private Requirement(uint axes) => _axes = axes;

    /// <summary>The way in which the new value is written.</summary>
    public Route Route
    {
        get => (Route)(byte)_axes;
        init => _axes = (_axes & ~0xffU) | (uint)value;
    }

    /// <summary>The PEs that the invalidation must reach.</summary>
    public Scope Scope
    {
        get => (Scope)(byte)(_axes >> 8);
        init => _axes = (_axes & ~0xff00U) | ((uint)value << 8);
    }

    /// <summary>The entries to remove.</summary>
    public Reach Reach
    {
        get => (Reach)(byte)(_axes >> 16);
        init => _axes = (_axes & ~0xff0000U) | ((uint)value << 16);
    }

    /// <summary>The ASIDs of the entries.</summary>
    public Asids Asids
    {
        get => (Asids)(byte)(_axes >> 24);
        init => _axes = (_axes & ~0xff000000U) | ((uint)value << 24);
    }

    /// <summary>The stronger value of both requirements on each axis.</summary>
    public Requirement Join(Requirement other) => new(
        Vector128.Max(Vector128.CreateScalar(_axes).AsByte(), Vector128.CreateScalar(other._axes).AsByte()).AsUInt32().ToScalar());

    /// <summary>Tells whether this requirement is at least as strong as <paramref name="other"/> on every axis.</summary>
    public bool Covers(Requirement other) => Join(other) == this;
}
