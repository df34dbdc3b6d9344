using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// Pairs of TLB entries that must not be held at the same time (MODEL.md, properties 1 and 2). Each array has a mask of partners at
/// the index of an entry.
/// </summary>
internal sealed class EntryConflicts
{
    private readonly ModelSwitches _switches;
    private readonly TranslationContext _context;
    private readonly int _sizeLevel;
    private readonly bool _conflictAborts;
    private readonly ErrataEffects _errata;

    public EntryConflicts(TlbEntrySet entrySet)
    {
        _switches = entrySet.Switches;
        _context = entrySet.Context;
        _errata = ErrataEffects.Of(_context.Errata);
        _sizeLevel = SizeLevel(_context);
        _conflictAborts = _sizeLevel < 3 && !(_context.Smmu is null && _context.NoConflictAbort == true);
        IReadOnlyList<TlbEntry> entries = entrySet.Entries;
        for (int x = 0; x < entries.Count; x++)
        {
            for (int y = 0; y < entries.Count; y++)
            {
                TlbEntry one = entries[x], other = entries[y];
                if (x == y || !one.Overlaps(other))
                {
                    continue;
                }

                if (one.IsTranslation && other.IsTranslation)
                {
                    Compare(x, one, y, other);
                    CompareRights(x, one, y, other);
                }
                else if (one.IsTranslation != other.IsTranslation)
                {
                    CompareTableAndBlock(x, one, y, other);
                }
                else
                {
                    CompareLimits(x, one, y, other);
                }
            }
        }
    }

    /// <summary>One TLB must not hold both.</summary>
    public ulong[] SameTlb { get; } = new ulong[TlbEntrySet.MaxEntries];

    /// <summary>One TLB must not hold the partner when this entry arrives: a global entry joins a non-global one.</summary>
    public ulong[] OnArrival { get; } = new ulong[TlbEntrySet.MaxEntries];

    /// <summary>One TLB may hold both, and may raise a TLB conflict abort.</summary>
    public ulong[] ConflictAbort { get; } = new ulong[TlbEntrySet.MaxEntries];

    /// <summary>Two PEs must not hold one each.</summary>
    public ulong[] AcrossPes { get; } = new ulong[TlbEntrySet.MaxEntries];

    /// <summary>
    /// The BBM level that decides changes of size: the lower one of the PEs and the SMMU. Levels 2 and 3 of a PE differ by
    /// conflict aborts alone.
    /// </summary>
    public static int SizeLevel(in TranslationContext context)
    {
        if (ErrataEffects.Of(context.Errata).BreaksSizes)
        {
            return 0;
        }

        int own = context.Bbm < 2 ? context.Bbm : (context.NoConflictAbort ?? context.Bbm == 3) ? 3 : 2;
        return Math.Min(own, context.Smmu ?? 3);
    }

    /// <summary>Only NoTagAccess differs.</summary>
    public static bool OnlyTagAccessDiffers(in MemoryAttributes a, in MemoryAttributes b) =>
        a.NoTagAccess != b.NoTagAccess && !a.Reserved && !b.Reserved
        && (a with { NoTagAccess = false, Encoding = 0 }) == (b with { NoTagAccess = false, Encoding = 0 });

    /// <summary>The memory attributes mismatch. The permissive reading lets hints and NoTagAccess differ.</summary>
    private static bool MemoryMismatches(in TlbEntry one, in TlbEntry other, Reading reading)
    {
        MemoryAttributes a = one.Memory, b = other.Memory;
        bool shareability = one.Shareability != other.Shareability
            && !(reading == Reading.Permissive && a.Uncached && b.Uncached);
        bool type = a != b
            && !(reading == Reading.Permissive && (a.SameTypeAs(b) || OnlyTagAccessDiffers(a, b)));
        return shareability || type;
    }

    private static bool SameAsids(in TlbEntry one, in TlbEntry other) =>
        one.Tag == other.Tag || one.Tag == AsidTag.Any || other.Tag == AsidTag.Any;

    /// <summary>One of two sizes is a Block with nT = 1, which no TLB holds. Under errata that set the level to 0, nT does not help.</summary>
    private bool NtAllows(in TlbEntry one, in TlbEntry other) => (one.NoTlb || other.NoTlb) && !_errata.BreaksSizes;

    /// <summary>
    /// A walk entry of a Table and a Block of the same range are two sizes, too, though the Table may be empty: below level 2 one has to
    /// be gone before the other comes (RKFLJB).
    /// </summary>
    private void CompareTableAndBlock(int x, in TlbEntry one, int y, in TlbEntry other)
    {
        bool forbidden = _sizeLevel < 2 && one.SizeShift == other.SizeShift
            && SameAsids(one, other) && !NtAllows(one, other) && !_switches.HasFlag(ModelSwitches.NoSizeConflict);
        SameTlb[x] |= forbidden ? 1UL << y : 0;
    }

    /// <summary>Errata that make two limits of one Table wrong.</summary>
    private void CompareLimits(int x, in TlbEntry one, int y, in TlbEntry other) =>
        SameTlb[x] |= _errata.BreaksPermissions && one.Attributes != other.Attributes && SameAsids(one, other) ? 1UL << y : 0;

    /// <summary>Errata that make two sets of rights wrong, or a lost right to execute.</summary>
    private void CompareRights(int x, in TlbEntry one, int y, in TlbEntry other)
    {
        bool rights = _errata.BreaksPermissions && TlbEntryFactory.PermissionsDiffer(one, other);
        bool execute = _errata.BreaksLostExecute && _context.HasAsids()
            && !one.Allows(Rights.El0Execute) && other.Allows(Rights.El0Execute);
        SameTlb[x] |= rights && SameAsids(one, other) ? 1UL << y : 0;
        OnArrival[x] |= execute && SameAsids(one, other) ? 1UL << y : 0;
    }

    private void Compare(int x, in TlbEntry one, int y, in TlbEntry other)
    {
        ulong bit = 1UL << y;
        bool sameAsids = SameAsids(one, other);
        bool outputDiffers = one.OutputDiffers(other)
            && (one.Writable || other.Writable || _context.SameContents != true || one.MappingDiffers != other.MappingDiffers);
        bool twoTruths = sameAsids && (outputDiffers || MemoryMismatches(one, other, _context.Reading));

        // RWHZWS speaks of several threads: the permissive reading lets one PE see both (RULES.md section 2, "Not shared").
        bool alone = _context.Sharing == Sharing.Single && _context.Reading == Reading.Permissive
            && one.SizeShift == other.SizeShift && one.MappingDiffers == other.MappingDiffers;
        AcrossPes[x] |= twoTruths ? bit : 0;
        SameTlb[x] |= twoTruths && !alone ? bit : 0;
        OnArrival[x] |= one.Global && !other.Global && !alone && !_switches.HasFlag(ModelSwitches.NoLaterGlobal) ? bit : 0;
        if (sameAsids && one.SizeDiffers(other) && !NtAllows(one, other) && !_switches.HasFlag(ModelSwitches.NoSizeConflict))
        {
            bool forbidden = _sizeLevel == 0 || (_sizeLevel == 1 && one.SizeShift != other.SizeShift);
            SameTlb[x] |= forbidden ? bit : 0;
            ConflictAbort[x] |= !forbidden && _conflictAborts ? bit : 0;
        }
    }
}
