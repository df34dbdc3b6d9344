namespace WhichFlush.TlbModel.Steps;

/// <summary>What an instruction of a checked sequence is.</summary>
public enum SequenceStepKind : byte
{
    /// <summary>A store to the entry: STR, STLR or CAS.</summary>
    Store,

    /// <summary>A TLB invalidation.</summary>
    Tlbi,

    /// <summary>A DSB.</summary>
    Dsb,

    /// <summary>A DMB: orders accesses, waits for neither walkers nor invalidations.</summary>
    Dmb,

    /// <summary>An ISB: context synchronization of this PE.</summary>
    Isb,

    /// <summary>Cache maintenance: DC or IC.</summary>
    Cache,
}

/// <summary>Shareability domain that a barrier or an invalidation reaches, from the narrowest.</summary>
public enum Domain : byte
{
    /// <summary>This PE: DSB NSH, TLBI without a suffix.</summary>
    Local,

    /// <summary>The Inner Shareable domain.</summary>
    Inner,

    /// <summary>The Outer Shareable domain; for a barrier also the full system (SY).</summary>
    Outer,
}

/// <summary>Accesses that a barrier covers.</summary>
public enum BarrierAccesses : byte
{
    /// <summary>Loads and stores.</summary>
    All,

    /// <summary>Stores only (ST).</summary>
    Stores,

    /// <summary>Loads before it, all accesses after it (LD).</summary>
    Loads,
}

/// <summary>One instruction of a sequence that is to be checked; only the members of its <see cref="Kind"/> mean something.</summary>
public readonly record struct SequenceStep
{
    /// <summary>What it is.</summary>
    public required SequenceStepKind Kind { get; init; }

    /// <summary>The instruction as it was understood, in the contract's own spelling.</summary>
    public required string Text { get; init; }

    /// <summary>Store: the 64-bit value. Where the entry is one of a Contiguous run, it stands for the stores to the whole run.</summary>
    public ulong Value { get; init; }

    /// <summary>Store: the value that a compare-and-swap expects; <c>null</c> for a plain store.</summary>
    public ulong? Expected { get; init; }

    /// <summary>TLBI: the operation.</summary>
    public TlbiOperation Tlbi { get; init; }

    /// <summary>TLBI: Xt as given; <c>null</c> if the operand is as it should be.</summary>
    public ulong? Operand { get; init; }

    /// <summary>TLBI: how many instructions, evenly over what the entry maps; 1 if not said.</summary>
    public int Count { get; init; }

    /// <summary>DSB or DMB: its domain.</summary>
    public Domain Domain { get; init; }

    /// <summary>DSB or DMB: the accesses that it covers.</summary>
    public BarrierAccesses Accesses { get; init; }

    /// <summary>DSB: an nXS form, which waits for nXS invalidations only (FEAT_XS).</summary>
    public bool NoXs { get; init; }
}

/// <summary>An instruction that cannot be read or judged.</summary>
/// <param name="Index">Its index in the sequence, from 0; -1 if the sequence as a whole is meant.</param>
/// <param name="Message">What was given and what is accepted.</param>
public readonly record struct StepError(int Index, string Message);

/// <summary>A parsed sequence, or what is wrong with it.</summary>
/// <param name="Steps">The instructions in order; meaningless unless <see cref="Errors"/> is empty.</param>
/// <param name="Errors">One for each instruction that does not parse.</param>
public readonly record struct ParsedSequence(IReadOnlyList<SequenceStep> Steps, IReadOnlyList<StepError> Errors)
{
    /// <summary>Every instruction parsed.</summary>
    public bool IsValid => Errors.Count == 0;
}
