using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>What kind of thing a TLB holds.</summary>
internal enum ThingForm : byte
{
    /// <summary>A translation of one stage: stage 1, or stage 2 only.</summary>
    Leaf,

    /// <summary>A stage 2 translation folded into one of both stages: found by VA, not by IPA (RVZZVZ).</summary>
    Combined,

    /// <summary>A Table descriptor in a walk cache.</summary>
    Walk,
}

/// <summary>Under which ASID a thing is cached.</summary>
internal enum AsidTag : byte
{
    /// <summary>Every one, or a regime that has none.</summary>
    Any,

    /// <summary>The one under which the table is used.</summary>
    Own,

    /// <summary>Another one that uses the same table, or that used the address before.</summary>
    Other,
}

/// <summary>
/// Something that a TLB or walk cache may hold. Two descriptors that read the same give the same thing, so a change of ignored
/// bits changes nothing here.
/// </summary>
internal readonly record struct CachedThing
{
    public ThingForm Form { get; init; }

    public AsidTag Tag { get; init; }

    /// <summary>First input address that it covers.</summary>
    public ulong Base { get; init; }

    /// <summary>log2 of the bytes of input address that it covers; of one member if it stands for a Contiguous run.</summary>
    public byte SizeShift { get; init; }

    /// <summary>Lookup level of the descriptor.</summary>
    public sbyte Level { get; init; }

    public bool Contiguous { get; init; }

    /// <summary>Output address of <see cref="Base"/>, or next-level table address.</summary>
    public ulong Oa { get; init; }

    /// <summary>Output address space.</summary>
    public byte Space { get; init; }

    public MemoryAttributes Memory { get; init; }

    public byte? Shareability { get; init; }

    /// <summary>Rights, and what behaves like a right: see <see cref="ThingFactory"/>.</summary>
    public ushort Rights { get; init; }

    public bool Writable { get; init; }

    public bool Global { get; init; }

    /// <summary>Attributes that are neither type nor right: a stale one is wrong, but two at once do no harm.</summary>
    public ulong Attributes { get; init; }

    public bool NoTlb { get; init; }

    public bool Accessed { get; init; }

    /// <summary>The XS attribute is 0: an nXS invalidation finds it.</summary>
    public bool XsClear { get; init; }

    /// <summary>Known to map something else than what the change's other side maps at this address.</summary>
    public bool Foreign { get; init; }

    public ulong End => Base + (1UL << SizeShift);

    public bool IsTranslation => Form != ThingForm.Walk;

    public bool Covers(ulong address) => address >= Base && address < End;

    public bool Overlaps(in CachedThing other) => Base < other.End && other.Base < End;

    /// <summary>The same address goes to another place.</summary>
    public bool MapsElsewhere(in CachedThing other) =>
        Oa - Base != other.Oa - other.Base || Space != other.Space || Foreign != other.Foreign;

    public bool SizeDiffers(in CachedThing other) => SizeShift != other.SizeShift || Contiguous != other.Contiguous;
}
