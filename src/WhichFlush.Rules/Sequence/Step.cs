using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Sequence;

/// <summary>What a step of a sequence is.</summary>
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
/// <param name="Kind">What it is.</param>
/// <param name="Assembly">The instruction.</param>
/// <param name="Count">How many times it is executed: for each entry of a run, or each address of a loop.</param>
/// <param name="Reason">Why it is there, up to the operand if that is told.</param>
/// <param name="Notation">The step in the words of <c>/v1/check</c>: <c>STR new</c>, <c>TLBI VALE1IS, 0x10</c>.</param>
public readonly record struct Step(StepKind Kind, string Assembly, int Count, string Reason, string Notation)
{
    /// <summary>The operand that is told after the reason, a value or a formula; <c>null</c> if none is.</summary>
    public string? Operand { get; init; }

    /// <summary>The operation that takes <see cref="Operand"/>.</summary>
    public TlbiUse Use { get; init; }

    /// <summary>What follows the operand: how it rises.</summary>
    public string Rise { get; init; } = "";

    /// <summary>Why it is there.</summary>
    public string Why => Operand is null ? Reason : Reason + Operand + Rise;
}
