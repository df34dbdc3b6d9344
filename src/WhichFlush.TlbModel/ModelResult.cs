namespace WhichFlush.TlbModel;

/// <summary>What must never be reachable.</summary>
public enum Property : byte
{
    /// <summary>One TLB holds two translations of an address that must not be held together (RWHZWS, RKFLJB).</summary>
    TwoTruthsInTlb,

    /// <summary>P0 and P1 translate an address to different places, or as different memory types, at the same time (RWHZWS).</summary>
    TwoTruthsInSystem,

    /// <summary>After the last step a PE can use a right, an output address or a mapping that the new value does not give (RGPPYH).</summary>
    StaleAtEnd,

    /// <summary>After the last step P0 holds the stricter entry that made it fault (RSQBCS).</summary>
    Stuck,

    /// <summary>A TLBI completed and what it removed was cached again: the cause of another violation, never one by itself.</summary>
    Refilled,
}

/// <summary>Who moves in an interleaving.</summary>
public enum Actor : byte
{
    /// <summary>The PE that runs the sequence.</summary>
    P0,

    /// <summary>The other PE, which only accesses.</summary>
    P1,

    /// <summary>Nobody in particular: a TLBI that completes.</summary>
    System,
}

/// <summary>One event of an interleaving.</summary>
/// <param name="Actor">Who did it.</param>
/// <param name="Text">What happened, as a sentence.</param>
/// <param name="P0">What P0's TLB holds of the entry after it.</param>
/// <param name="P1">What P1's TLB holds of the entry after it; always empty with <c>sharing: single</c>.</param>
public sealed record InterleavingEvent(Actor Actor, string Text, IReadOnlyList<string> P0, IReadOnlyList<string> P1);

/// <summary>A violation that the sequence can reach.</summary>
/// <param name="Property">The property that is violated.</param>
/// <param name="Text">What is wrong, as a sentence.</param>
/// <param name="Interleaving">A shortest way there.</param>
public sealed record Violation(Property Property, string Text, IReadOnlyList<InterleavingEvent> Interleaving);

/// <summary>A remark on a step.</summary>
/// <param name="Index">Removable: the index of the step. Missing: the index before which the step belongs; the number of steps for the end.</param>
/// <param name="Step">The instruction.</param>
/// <param name="Text">Why, as a sentence.</param>
public readonly record struct StepRemark(int Index, string Step, string Text);

/// <summary>What the model found.</summary>
public sealed record ModelResult
{
    /// <summary>No violation can be reached. Meaningless if <see cref="Bounded"/> says something.</summary>
    public required bool Safe { get; init; }

    /// <summary>At most one for each property, in the order of the properties.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>What may happen though it is no violation: <c>tlbConflictAbort</c> (RFCPSG, IHYQMB).</summary>
    public required IReadOnlyList<string> Hazards { get; init; }

    /// <summary>Steps that the manual asks for beyond what the machine can justify.</summary>
    public required IReadOnlyList<StepRemark> Missing { get; init; }

    /// <summary>
    /// Steps, each by itself, without which the sequence is still safe and misses nothing more; empty unless it is safe.
    /// </summary>
    public required IReadOnlyList<StepRemark> Removable { get; init; }

    /// <summary>States explored, in all searches together.</summary>
    public required int States { get; init; }

    /// <summary>The bound that was reached before there was an answer, in words; <c>null</c> if none was.</summary>
    public required string? Bounded { get; init; }
}
