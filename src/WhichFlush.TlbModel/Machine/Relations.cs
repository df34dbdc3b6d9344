using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>Which things must not be held at the same time, as masks by the number of a thing (MODEL.md, properties 1 and 2).</summary>
internal sealed class Relations
{
    private readonly Universe _universe;
    private readonly TranslationContext _context;
    private readonly int _sizeLevel;
    private readonly bool _conflictAborts;

    public Relations(Universe universe)
    {
        _universe = universe;
        _context = universe.Context;
        _sizeLevel = SizeLevel(_context);
        _conflictAborts = _sizeLevel < 3 && !(_context.Smmu is null && _context.NoConflictAbort == true);
        IReadOnlyList<CachedThing> things = universe.Things;
        for (int x = 0; x < things.Count; x++)
        {
            for (int y = 0; y < things.Count; y++)
            {
                CachedThing one = things[x], other = things[y];
                if (x != y && one.IsTranslation && other.IsTranslation && one.Overlaps(other))
                {
                    Relate(x, one, y, other);
                }
            }
        }
    }

    /// <summary>Not in one TLB together.</summary>
    public ulong[] Clash { get; } = new ulong[Universe.MostThings];

    /// <summary>Not in one TLB before this one comes: a non-global one that a global one joins.</summary>
    public ulong[] Later { get; } = new ulong[Universe.MostThings];

    /// <summary>In one TLB together only at the risk of a TLB conflict abort.</summary>
    public ulong[] Hazard { get; } = new ulong[Universe.MostThings];

    /// <summary>Not on two PEs at the same time.</summary>
    public ulong[] Split { get; } = new ulong[Universe.MostThings];

    /// <summary>
    /// The level that decides size changes: that of the PEs, 2 and 3 told apart by whether they abort, or of the SMMU if lower.
    /// </summary>
    public static int SizeLevel(in TranslationContext context)
    {
        int own = context.Bbm < 2 ? context.Bbm : (context.NoConflictAbort ?? context.Bbm == 3) ? 3 : 2;
        return Math.Min(own, context.Smmu ?? 3);
    }

    /// <summary>The memory attributes are two truths about one location; the permissive reading lets hints and NoTagAccess differ.</summary>
    public static bool MemoryClashes(in CachedThing one, in CachedThing other, Reading reading)
    {
        MemoryAttributes a = one.Memory, b = other.Memory;
        bool shareability = one.Shareability != other.Shareability
            && !(reading == Reading.Permissive && a.Uncached && b.Uncached);
        bool type = a != b
            && !(reading == Reading.Permissive && (a.SameTypeAs(b) || OnlyTagAccessDiffers(a, b)));
        return shareability || type;
    }

    /// <summary>NoTagAccess is all that differs.</summary>
    public static bool OnlyTagAccessDiffers(in MemoryAttributes a, in MemoryAttributes b) =>
        a.NoTagAccess != b.NoTagAccess && !a.Reserved && !b.Reserved
        && (a with { NoTagAccess = false, Encoding = 0 }) == (b with { NoTagAccess = false, Encoding = 0 });

    private void Relate(int x, in CachedThing one, int y, in CachedThing other)
    {
        ulong bit = 1UL << y;
        bool sameAsids = one.Tag == other.Tag || one.Tag == AsidTag.Any || other.Tag == AsidTag.Any;
        bool elsewhere = one.MapsElsewhere(other)
            && (one.Writable || other.Writable || _context.SameContents != true || one.Foreign != other.Foreign);
        bool truths = sameAsids && (elsewhere || MemoryClashes(one, other, _context.Reading));

        // RWHZWS speaks of several threads: the permissive reading lets one PE see both (RULES.md section 2, "Not shared").
        bool alone = _context.Sharing == Sharing.Single && _context.Reading == Reading.Permissive
            && one.SizeShift == other.SizeShift && one.Foreign == other.Foreign;
        Split[x] |= truths ? bit : 0;
        Clash[x] |= truths && !alone ? bit : 0;
        Later[x] |= one.Global && !other.Global && !alone && !_universe.Broken(ModelSwitches.NoLaterGlobal) ? bit : 0;
        if (sameAsids && one.SizeDiffers(other) && !one.NoTlb && !other.NoTlb && !_universe.Broken(ModelSwitches.NoSizeConflict))
        {
            bool broken = _sizeLevel == 0 || (_sizeLevel == 1 && one.SizeShift != other.SizeShift);
            Clash[x] |= broken ? bit : 0;
            Hazard[x] |= !broken && _conflictAborts ? bit : 0;
        }
    }
}
