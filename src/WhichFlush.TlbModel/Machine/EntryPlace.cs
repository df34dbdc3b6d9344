using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// Where the entry stands in the input address space, and the two addresses that the machine looks at: the accessed one and
/// another that the entry (or its Contiguous run) maps.
/// </summary>
internal readonly record struct EntryPlace
{
    private EntryPlace(in TranslationContext context, bool run, bool contiguous)
    {
        // VA[55:0] at stage 1 and IPA[51:0] at stage 2 are what operands can name.
        AddressMask = context.Stage == Stage.One ? (1UL << 56) - 1 : (1UL << 52) - 1;
        Shift = Geometry.EntryShift(context.Granule, context.Level);
        int members = run ? Geometry.ContiguousEntries(context) : 1;
        Accessed = (context.Address ?? 0) & AddressMask;
        Entry = Accessed & ~((1UL << Shift) - 1);
        SpanSize = (ulong)members << Shift;
        SpanBase = Entry & ~(SpanSize - 1);
        OtherMember = !run ? Entry : Entry == SpanBase ? SpanBase + SpanSize - (1UL << Shift) : SpanBase;
        IsRun = run;
        RunMembers = contiguous ? Geometry.ContiguousEntries(context) : 1;
    }

    public ulong AddressMask { get; }

    /// <summary>log2 of the bytes that one entry covers.</summary>
    public int Shift { get; }

    /// <summary>The input address that was given, or 0.</summary>
    public ulong Accessed { get; }

    /// <summary>First address of the entry.</summary>
    public ulong Entry { get; }

    /// <summary>First address of the entry or of its run.</summary>
    public ulong SpanBase { get; }

    /// <summary>Bytes of the entry or of its run.</summary>
    public ulong SpanSize { get; }

    /// <summary>First address of another member of the run; <see cref="Entry"/> if there is no run.</summary>
    public ulong OtherMember { get; }

    public bool IsRun { get; }

    /// <summary>Entries of the Contiguous run that some value of the entry belongs to; 1 if none does.</summary>
    public int RunMembers { get; }

    /// <summary>Finds the place.</summary>
    /// <param name="context">The context.</param>
    /// <param name="run">The entry stands for its whole Contiguous run.</param>
    /// <param name="contiguous">Some value of the entry is one of a Contiguous run.</param>
    public static EntryPlace Of(in TranslationContext context, bool run, bool contiguous) => new(context, run, contiguous);

    /// <summary>What several operations in a row lie evenly over: as many as the run has members are over the run.</summary>
    public (ulong Base, ulong Size) Spread(int count)
    {
        ulong run = (ulong)RunMembers << Shift;
        return count == RunMembers && count > 1 ? (Entry & ~(run - 1), run) : (SpanBase, SpanSize);
    }
}
