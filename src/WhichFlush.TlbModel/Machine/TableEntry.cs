using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// Input addresses of the table entry under test. The model looks at two of them: the accessed address, and one other that the
/// entry or its Contiguous run maps.
/// </summary>
internal readonly record struct TableEntry
{
    /// <summary>Finds the addresses of the entry.</summary>
    /// <param name="context">The context.</param>
    /// <param name="isRun">The entry stands for its whole Contiguous run.</param>
    /// <param name="isMember">Some value of the entry is a member of a Contiguous run.</param>
    public TableEntry(in TranslationContext context, bool isRun, bool isMember)
    {
        // An operand can name VA[55:0] at stage 1 and IPA[51:0] at stage 2.
        AddressMask = context.Stage == Stage.One ? (1UL << 56) - 1 : (1UL << 52) - 1;
        SizeShift = Geometry.EntryShift(context.Granule, context.Level);
        int members = isRun ? Geometry.ContiguousEntries(context) : 1;
        AccessedAddress = (context.Address ?? 0) & AddressMask;
        Base = AccessedAddress & ~((1UL << SizeShift) - 1);
        SpanSize = (ulong)members << SizeShift;
        SpanBase = Base & ~(SpanSize - 1);
        OtherMember = !isRun ? Base : Base == SpanBase ? SpanBase + SpanSize - (1UL << SizeShift) : SpanBase;
        IsRun = isRun;
        RunMembers = isMember ? Geometry.ContiguousEntries(context) : 1;
    }

    /// <summary>The address bits that an operand can name.</summary>
    public ulong AddressMask { get; }

    /// <summary>log2 of the size of one entry's input range in bytes.</summary>
    public int SizeShift { get; }

    /// <summary>The input address of the question; 0 if not given.</summary>
    public ulong AccessedAddress { get; }

    /// <summary>First address of the entry.</summary>
    public ulong Base { get; }

    /// <summary>First address of the entry, or of the run that it stands for.</summary>
    public ulong SpanBase { get; }

    /// <summary>Bytes of the entry, or of the run that it stands for.</summary>
    public ulong SpanSize { get; }

    /// <summary>First address of another member of the run; <see cref="Base"/> without a run.</summary>
    public ulong OtherMember { get; }

    /// <summary>The entry stands for its whole Contiguous run.</summary>
    public bool IsRun { get; }

    /// <summary>Members of the Contiguous run that some value of the entry belongs to; 1 without a run.</summary>
    public int RunMembers { get; }

    /// <summary>The range over which several TLBIs are spread evenly: the run if there is one for each member, else the span.</summary>
    /// <param name="count">Number of TLBIs.</param>
    public (ulong Base, ulong Size) Spread(int count)
    {
        ulong run = (ulong)RunMembers << SizeShift;
        return count == RunMembers && count > 1 ? (Base & ~(run - 1), run) : (SpanBase, SpanSize);
    }
}
