using System.Runtime.Intrinsics;

namespace WhichFlush.Rules.Requirements;

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
/// <remarks>An axis is a byte, and the four are one word: the strongest on every axis is the greater byte of each.</remarks>
public readonly record struct Requirement
{
    /// <summary>Asks for nothing: the neutral element of <see cref="Join"/>.</summary>
    public static readonly Requirement Nothing;

    private readonly uint _axes;

    /// <summary>A requirement.</summary>
    /// <param name="route">How the value is written.</param>
    /// <param name="scope">Which PEs must be invalidated.</param>
    /// <param name="reach">What must be removed.</param>
    /// <param name="asids">For which ASIDs.</param>
    public Requirement(Route route, Scope scope, Reach reach, Asids asids) =>
        _axes = (uint)route | ((uint)scope << 8) | ((uint)reach << 16) | ((uint)asids << 24);

    private Requirement(uint axes) => _axes = axes;

    /// <summary>How the value is written.</summary>
    public Route Route
    {
        get => (Route)(byte)_axes;
        init => _axes = (_axes & ~0xffU) | (uint)value;
    }

    /// <summary>Which PEs must be invalidated.</summary>
    public Scope Scope
    {
        get => (Scope)(byte)(_axes >> 8);
        init => _axes = (_axes & ~0xff00U) | ((uint)value << 8);
    }

    /// <summary>What must be removed.</summary>
    public Reach Reach
    {
        get => (Reach)(byte)(_axes >> 16);
        init => _axes = (_axes & ~0xff0000U) | ((uint)value << 16);
    }

    /// <summary>For which ASIDs.</summary>
    public Asids Asids
    {
        get => (Asids)(byte)(_axes >> 24);
        init => _axes = (_axes & ~0xff000000U) | ((uint)value << 24);
    }

    /// <summary>The strongest of both on every axis.</summary>
    public Requirement Join(Requirement other) => new(
        Vector128.Max(Vector128.CreateScalar(_axes).AsByte(), Vector128.CreateScalar(other._axes).AsByte()).AsUInt32().ToScalar());

    /// <summary>Asks for at least as much as <paramref name="other"/> on every axis.</summary>
    public bool Covers(Requirement other) => Join(other) == this;
}
