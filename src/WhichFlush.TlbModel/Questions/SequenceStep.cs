namespace WhichFlush.TlbModel.Questions;

/// <summary>The kinds of instructions that the model distinguishes.</summary>
public enum InstructionKind : byte
{
    /// <summary>A store to the table entry: STR, STLR or CAS.</summary>
    Store,

    /// <summary>A TLB invalidation.</summary>
    Tlbi,

    /// <summary>A DSB.</summary>
    Dsb,

    /// <summary>A DMB. It orders accesses, and waits for neither walkers nor invalidations.</summary>
    Dmb,

    /// <summary>An ISB: context synchronization of this PE.</summary>
    Isb,

    /// <summary>Cache maintenance: DC or IC.</summary>
    Cache,
}

/// <summary>Shareability domain that a barrier or an invalidation reaches. A greater value includes the smaller ones.</summary>
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

    /// <summary>Loads before the barrier, all accesses after it (LD).</summary>
    Loads,
}

/// <summary>One instruction of a sequence. Members of other kinds than <see cref="Kind"/> have no meaning.</summary>
public readonly record struct SequenceStep
{
    /// <summary>The kind of instruction.</summary>
    public required InstructionKind Kind { get; init; }

    /// <summary>The instruction in the spelling of the HTTP contract.</summary>
    public required string Text { get; init; }

    /// <summary>Store: the 64-bit value. In a Contiguous run one store stands for the stores to all members.</summary>
    public ulong Value { get; init; }

    /// <summary>Store: the value that a compare-and-swap expects; <c>null</c> for a plain store.</summary>
    public ulong? Expected { get; init; }

    /// <summary>TLBI: the operation.</summary>
    public TlbiOperation Tlbi { get; init; }

    /// <summary>TLBI: Xt as given; <c>null</c> stands for the correct operand.</summary>
    public ulong? Operand { get; init; }

    /// <summary>TLBI: the number of instructions, evenly spread over the input addresses of the entry; 1 by default.</summary>
    public int Count { get; init; }

    /// <summary>DSB or DMB: the domain.</summary>
    public Domain Domain { get; init; }

    /// <summary>DSB or DMB: the accesses that it covers.</summary>
    public BarrierAccesses Accesses { get; init; }

    /// <summary>DSB: an nXS form, which waits for nXS invalidations only (FEAT_XS).</summary>
    public bool NoXs { get; init; }

    /// <summary>
    /// Cache maintenance: the instruction cleans the table entry to the Point of Coherency (<c>DC CVAC entry</c>), so that walkers that
    /// are not coherent see the stores before it after a DSB.
    /// </summary>
    public bool CleansEntry { get; init; }
}
