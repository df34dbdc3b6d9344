using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Questions;

/// <summary>Properties that no reachable state of the model may violate.</summary>
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

    /// <summary>A TLBI completed, and a TLB entry that it had removed was cached again. This is the cause of another violation, and never one by itself.</summary>
    Refilled,

    /// <summary>A plain store overwrites an update that hardware or other software may have made since the entry was read (IBMRWH, RNSXRD).</summary>
    LostUpdate,

    /// <summary>A TLBI is UNDEFINED at the Exception level where the sequence runs (RULES.md 4.1).</summary>
    UndefinedHere,
}

/// <summary>The agents of an interleaving.</summary>
public enum Actor : byte
{
    /// <summary>The PE that runs the sequence.</summary>
    P0,

    /// <summary>The other PE, which only accesses memory.</summary>
    P1,

    /// <summary>The system: a TLBI completes.</summary>
    System,
}

/// <summary>One event of an interleaving, with the content of each TLB after it.</summary>
/// <param name="Actor">The agent of the event.</param>
/// <param name="Text">The event as a sentence.</param>
/// <param name="P0">The entries of P0's TLB that the table entry gave.</param>
/// <param name="P1">The entries of P1's TLB that the table entry gave; always empty with <c>sharing: single</c>.</param>
public sealed record InterleavingEvent(Actor Actor, string Text, IReadOnlyList<string> P0, IReadOnlyList<string> P1);

/// <summary>A violation that the sequence can reach.</summary>
/// <param name="Property">The violated property.</param>
/// <param name="Text">The violation as a sentence.</param>
/// <param name="Interleaving">A shortest interleaving that ends with the violation.</param>
public sealed record Violation(Property Property, string Text, IReadOnlyList<InterleavingEvent> Interleaving)
{
    /// <summary>
    /// The stale copies differ from the new value by the Access flag alone: they only fail to set the flag. The TLBI may be deferred,
    /// and stays due (RULES.md section 2, row 4).
    /// </summary>
    public bool Benign { get; init; }

    /// <summary>The errata that make the violation possible, each by itself; none if it is possible without them.</summary>
    public Errata Errata { get; init; }
}
