using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Sequence;

/// <summary>Kind of a step in a sequence.</summary>
public enum StepKind : byte
{
    /// <summary>A store to the entry.</summary>
    Store,

    /// <summary>A TLB invalidation.</summary>
    Tlbi,

    /// <summary>A DSB.</summary>
    Dsb,

    /// <summary>An ISB.</summary>
    Isb,

    /// <summary>Cache maintenance.</summary>
    Cache,
}

/// <summary>One step of the sequence.</summary>
/// <param name="Kind">Kind of instruction.</param>
/// <param name="Assembly">The instruction.</param>
/// <param name="Count">Number of executions: one for each entry of a run, or for each address of a loop.</param>
/// <param name="Why">Purpose of the step, as a phrase.</param>
/// <param name="Notation">The step in the notation of <c>/v1/check</c>: <c>STR new</c>, <c>TLBI VALE1IS, 0x10</c>.</param>
public readonly record struct Step(StepKind Kind, string Assembly, int Count, string Why, string Notation)
{
    /// <summary>The notation of a clean of the entry to the Point of Coherency, where walks are not coherent.</summary>
    public const string CleanEntry = "DC CVAC entry";

    /// <summary>The operation of a TLBI; <c>null</c> for other steps, and for a TLBI that an erratum repeats: X3 keeps its value there.</summary>
    public TlbiUse? Tlbi { get; init; }

    /// <summary>The values of a store that is executed for several entries; <c>null</c> for other steps, and if they are not known.</summary>
    public StoredValues? Values { get; init; }

    /// <summary>The old values that compare-and-swaps of several entries expect; <c>null</c> for other steps, and if they are not known.</summary>
    public StoredValues? Expected { get; init; }
}
