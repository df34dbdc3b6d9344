using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>The kinds of TLB entries.</summary>
internal enum TlbEntryKind : byte
{
    /// <summary>A translation of one stage: stage 1, or stage 2 only.</summary>
    Leaf,

    /// <summary>A stage 2 translation folded into a translation of both stages. A TLBI finds it by VA, not by IPA (RVZZVZ).</summary>
    Combined,

    /// <summary>A Table descriptor in a walk cache.</summary>
    Walk,
}

/// <summary>The ASID of a TLB entry.</summary>
internal enum AsidTag : byte
{
    /// <summary>Every ASID, or a regime without ASIDs.</summary>
    Any,

    /// <summary>The ASID under which the table is used.</summary>
    Own,

    /// <summary>Another ASID that uses the same table, or that used the address before.</summary>
    Other,
}

/// <summary>
/// An entry of a TLB or of a walk cache. Two descriptors that the hardware reads alike give equal entries, so a change of ignored
/// bits has no effect on the model.
/// </summary>
internal readonly record struct TlbEntry
{
    public TlbEntryKind Kind { get; init; }

    public AsidTag Tag { get; init; }

    /// <summary>First input address that the entry covers.</summary>
    public ulong Base { get; init; }

    /// <summary>log2 of the size of the input range in bytes; in a Contiguous run, of one member.</summary>
    public byte SizeShift { get; init; }

    /// <summary>Lookup level of the descriptor.</summary>
    public sbyte Level { get; init; }

    public bool Contiguous { get; init; }

    /// <summary>Output address of <see cref="Base"/>; for a walk entry the next-level table address.</summary>
    public ulong Oa { get; init; }

    /// <summary>Output address space.</summary>
    public byte Space { get; init; }

    public MemoryAttributes Memory { get; init; }

    public byte? Shareability { get; init; }

    /// <summary>Rights of the architecture in bits 15:0, and further bits that behave like rights: see <see cref="TlbEntryFactory"/>.</summary>
    public uint Rights { get; init; }

    public bool Writable { get; init; }

    public bool Global { get; init; }

    /// <summary>Attributes that are neither memory type nor right. A stale value is wrong, but two values at once do no harm.</summary>
    public ulong Attributes { get; init; }

    public bool NoTlb { get; init; }

    public bool Accessed { get; init; }

    /// <summary>The XS attribute is 0, so an nXS invalidation finds the entry.</summary>
    public bool XsClear { get; init; }

    /// <summary>The question says that this entry maps other memory than the other side of the change at the same address.</summary>
    public bool MappingDiffers { get; init; }

    /// <summary>The leaf stands for something under a Table whose content the question does not give: address and attributes are examples.</summary>
    public bool ContentNotKnown { get; init; }

    public ulong End => Base + (1UL << SizeShift);

    public bool IsTranslation => Kind != TlbEntryKind.Walk;

    public bool Allows(Rights right) => ((Rights)(ushort)Rights & right) != 0;

    public bool Covers(ulong address) => address >= Base && address < End;

    public bool Overlaps(in TlbEntry other) => Base < other.End && other.Base < End;

    /// <summary>Both entries translate an address that they share to different places.</summary>
    public bool OutputDiffers(in TlbEntry other) =>
        Oa - Base != other.Oa - other.Base || Space != other.Space || MappingDiffers != other.MappingDiffers;

    public bool SizeDiffers(in TlbEntry other) => SizeShift != other.SizeShift || Contiguous != other.Contiguous;
}
