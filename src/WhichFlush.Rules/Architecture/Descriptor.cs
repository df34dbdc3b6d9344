namespace WhichFlush.Rules.Architecture;

/// <summary>A descriptor, decoded in its context. Only leaves use the members from <see cref="Global"/> on.</summary>
public readonly record struct Descriptor
{
    /// <summary>The 64-bit value.</summary>
    public ulong Raw { get; init; }

    /// <summary>Kind of the descriptor at its level.</summary>
    public DescriptorKind Kind { get; init; }

    /// <summary>Output address of a leaf, or next-level table address of a Table; up to 52 bits; 0 if invalid.</summary>
    public ulong Address { get; init; }

    /// <summary>AF; false if invalid. A Table without a flag of its own (FEAT_HAFT with HA = 1) counts as accessed.</summary>
    public bool AccessFlag { get; init; }

    /// <summary>nG = 0, or a regime without ASIDs.</summary>
    public bool Global { get; init; }

    /// <summary>The Contiguous bit is set and has an effect.</summary>
    public bool Contiguous { get; init; }

    /// <summary>nT of a Block, defined from FEAT_BBM level 1 on.</summary>
    public bool NoTlb { get; init; }

    /// <summary>SH: 0 non-shareable, 2 outer, 3 inner, 1 reserved; <c>null</c> where a control register gives it (DS = 1).</summary>
    public byte? Shareability { get; init; }

    /// <summary>Memory type and cacheability.</summary>
    public MemoryAttributes Memory { get; init; }

    /// <summary>Access rights; none where permissions are indirect (PIE).</summary>
    public Rights Rights { get; init; }

    /// <summary>The leaf counts as writable: it has a write right, hardware-managed dirty state, or indirect permissions.</summary>
    public bool Writable { get; init; }

    /// <summary>Output address space: NS in bit 0, NSE in bit 1. A bit without meaning in the context is 0.</summary>
    public byte Space { get; init; }

    /// <summary>The descriptor is a Block or a Page.</summary>
    public bool IsLeaf => Kind is DescriptorKind.Block or DescriptorKind.Page;
}
