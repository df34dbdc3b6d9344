namespace WhichFlush.Rules.Architecture;

/// <summary>A descriptor as it reads in its context. Members other than the first three mean something for leaves only.</summary>
public readonly record struct Descriptor
{
    /// <summary>The 64-bit value.</summary>
    public ulong Raw { get; init; }

    /// <summary>What it is.</summary>
    public DescriptorKind Kind { get; init; }

    /// <summary>Output address of a leaf, or next-level table address of a Table; up to 52 bits; 0 if invalid.</summary>
    public ulong Address { get; init; }

    /// <summary>AF; a Table without FEAT_HAFT counts as accessed.</summary>
    public bool AccessFlag { get; init; }

    /// <summary>nG = 0, or no ASIDs in this regime.</summary>
    public bool Global { get; init; }

    /// <summary>The Contiguous bit is set and has an effect.</summary>
    public bool Contiguous { get; init; }

    /// <summary>nT of a Block, where it is defined (BBM level 1 and above).</summary>
    public bool NoTlb { get; init; }

    /// <summary>SH: 0 non-shareable, 2 outer, 3 inner, 1 reserved; <c>null</c> where a control register gives it (DS = 1).</summary>
    public byte? Shareability { get; init; }

    /// <summary>Memory type and cacheability.</summary>
    public MemoryAttributes Memory { get; init; }

    /// <summary>Access rights; none where permissions are indirect (PIE).</summary>
    public Rights Rights { get; init; }

    /// <summary>Counts as writable: a write right, hardware-managed dirty state, or indirect permissions.</summary>
    public bool Writable { get; init; }

    /// <summary>Output address space: NS in bit 0, NSE in bit 1, where they mean something.</summary>
    public byte Space { get; init; }

    /// <summary>A Block or a Page.</summary>
    public bool IsLeaf => Kind is DescriptorKind.Block or DescriptorKind.Page;
}
