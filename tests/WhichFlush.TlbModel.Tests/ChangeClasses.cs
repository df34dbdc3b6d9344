using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Tests;

/// <summary>One class of changes: a row of RULES.md section 2 at one stage.</summary>
internal sealed record ChangeClass(string Name, ulong Old, ulong New, TranslationContext Context, ulong[]? Children = null)
{
    public Question Question(TranslationContext context) => new() { Old = Old, New = New, Context = context, Children = Children };

    public override string ToString() => Name;
}

/// <summary>All classes of changes of RULES.md section 2.</summary>
internal static class ChangeClasses
{
    private const ulong Rw1 = 0x60000040000f43, Ro1 = 0x60000040000fc3, Block1 = 0x60000040000f41;
    private const ulong Rw2 = 0x40800007ff, Ro2 = 0x408000077f, Block2 = 0x40800007fd;
    private const ulong Table = 0x1004003, OtherTable = 0x2004003;
    private const ulong Nt = 1UL << 16, Contiguous = 1UL << 52, Dbm = 1UL << 51, NotGlobal = 1UL << 11, Af = 1UL << 10;
    private const ulong Wide = 0x40000000;

    // MAIR indexes: 0 Write-Back, 1 Device nGnRE, 2 Non-cacheable, 3 Write-Back with other hints.
    private static readonly TranslationContext One = new()
    {
        Stage = Stage.One, Level = 3, Mair = 0xee4404ff, Address = 0x8080604000, Asid = 1, SameContents = false,
    };

    private static readonly TranslationContext Two = new() { Stage = Stage.Two, Level = 3, Address = 0x8080604000, SameContents = false };

    public static IEnumerable<ChangeClass> All() => [.. Stage1(), .. Stage2(), .. Special(), .. Regimes(), .. WithFeatures()];

    private static IEnumerable<ChangeClass> Stage1()
    {
        TranslationContext two = One with { Level = 2 };
        ulong[] readOnlyChildren = [.. Enumerable.Range(0, 512).Select(i => Ro1 + ((ulong)i << 12))];
        return
        [
            new("1 software", Rw1, Rw1 | 1UL << 55, One),
            new("2 spurious fault", Rw1, Rw1, One with { SpuriousFault = true }),
            new("3 map", 0, Rw1, One),
            new("3 map a Table", 0, Table, two),
            new("3 AF=0", Rw1 & ~Af, Rw1, One),
            new("3 AF=0 with HA", Rw1 & ~Af, Rw1, One with { Ha = true }),
            new("3g global over non-global", 0, Rw1 & ~NotGlobal, One with { OverlapsNonGlobal = true }),
            new("4 unmap", Rw1, 0, One),
            new("4 unmap a global page", Rw1 & ~NotGlobal, 0, One),
            new("4 unmap a Table", Table, 0, two),
            new("4 AF cleared", Rw1, Rw1 & ~Af, One),
            new("4a AF cleared with HA", Rw1, Rw1 & ~Af, One with { Ha = true }),
            new("4b AF set in a run", (Rw1 | Contiguous) & ~Af, Rw1 | Contiguous, One),
            new("5 write gained", Ro1, Rw1, One),
            new("5 DBM set", Ro1, Ro1 | Dbm, One),
            new("5 write gained with CnP", Ro1, Rw1, One with { Cnp = true }),
            new("6 write lost", Rw1, Ro1, One),
            new("7 DBM cleared", Rw1 | Dbm, Rw1, One),
            new("7 GP", Rw1, Rw1 | 1UL << 50, One with { Features = Features.FEAT_BTI }),
            new("7 nG set", Rw1 & ~NotGlobal, Rw1, One),
            new("8 APTable set", Table, Table | 1UL << 62, two),
            new("8 APTable cleared", Table | 1UL << 62, Table, two),
            new("9 type", Rw1, Rw1 | 1 << 2, One),
            new("9 SH", Rw1, Rw1 & ~(1UL << 8), One),
            new("9a SH of Non-cacheable", Rw1 | 2 << 2, (Rw1 | 2 << 2) & ~(1UL << 8), One),
            new("9b hints", Rw1, Rw1 | 3 << 2, One),
            new("10 OA", Rw1, Rw1 + 0x1000, One),
            new("10 OA, read-only", Ro1, Ro1 + 0x1000, One),
            new("11 OA, same contents", Ro1, Ro1 + 0x1000, One with { SameContents = true }),
            new("12 nG cleared", Rw1, Rw1 & ~NotGlobal, One),
            new("13 Table to Block", Table, Block1, two),
            new("13 Block to Table", Block1, Table, two),
            new("13 Block to Table, nT set", Block1 | Nt, Table, two),
            new("13p Block to Table, rights lost", Block1, Table, two, readOnlyChildren),
            new("13d Block to Table, mapping differs", Block1, Table, two with { SameMapping = false }),
            new("13d Table to Block, mapping differs", Table, Block1, two with { SameMapping = false }),
            new("14 another table", Table, OtherTable, two),
            new("14 another table, mapping differs", Table, OtherTable, two with { SameMapping = false }),
            new("15 Contiguous set", Rw1, Rw1 | Contiguous, One),
            new("15 Contiguous cleared", Rw1 | Contiguous, Rw1, One),
            new("16 rights in a run", Rw1 | Contiguous, Ro1 | Contiguous, One),
            new("16 OA of a run", Rw1 | Contiguous, (Rw1 + 0x100000) | Contiguous, One),
            new("4 unmap one of a run", Rw1 | Contiguous, 0, One),
            new("17 nT set", Block1, Block1 | Nt, two),
            new("18 nT cleared", Block1 | Nt, Block1, two),
        ];
    }

    private static IEnumerable<ChangeClass> Stage2()
    {
        TranslationContext two = Two with { Level = 2 };
        TranslationContext realm = Two with { Security = SecurityState.Realm, Features = Features.FEAT_MEC };
        ulong[] readOnlyChildren = [.. Enumerable.Range(0, 512).Select(i => Ro2 + ((ulong)i << 12))];
        return
        [
            new("1 software", Rw2, Rw2 | 1UL << 55, Two),
            new("2 spurious fault", Rw2, Rw2, Two with { SpuriousFault = true }),
            new("3 map", 0, Rw2, Two),
            new("3 map a Table", 0, Table, two),
            new("3 a marker", 0, 0xabc0, Two),
            new("4 unmap", Rw2, 0, Two),
            new("4 unmap a Block", Block2, 0, two),
            new("4 unmap a Table", Table, 0, two),
            new("4 unmap an empty Table", Table, 0, two, new ulong[512]),
            new("4a AF cleared with HA", Rw2, Rw2 & ~Af, Two with { Ha = true }),
            new("5 write gained", Ro2, Rw2, Two),
            new("5 write gained, SMMU", Ro2, Rw2, Two with { Smmu = 2 }),
            new("6 write lost", Rw2, Ro2, Two),
            new("7 DBM cleared", Rw2 | Dbm, Rw2, Two),
            new("7 FnXS", Rw2, Rw2 | 1 << 11, Two with { Features = Features.FEAT_XS }),
            new("9 type", Rw2, Rw2 & ~(7UL << 3), Two),
            new("9 SH", Rw2, Rw2 & ~(1UL << 8), Two),
            new("10 OA", Rw2, Rw2 + 0x1000, Two),
            new("10 OA of a Block", Block2, Block2 + Wide, two),
            new("11 OA, same contents", Ro2, Ro2 + 0x1000, Two with { SameContents = true }),
            new("13 Table to Block", Table, Block2, two),
            new("13 Block to Table", Block2, Table, two),
            new("13 Table to Block, nT set", Table, Block2 | Nt, two),
            new("13p Block to Table, rights lost", Block2, Table, two, readOnlyChildren),
            new("13d Block to Table, mapping differs", Block2, Table, two with { SameMapping = false }),
            new("14 another table", Table, OtherTable, two),
            new("15 Contiguous set", Rw2, Rw2 | Contiguous, Two),
            new("15 Contiguous cleared", Rw2 | Contiguous, Rw2, Two),
            new("16 rights in a run", Rw2 | Contiguous, Ro2 | Contiguous, Two),
            new("17 nT set", Block2, Block2 | Nt, two),
            new("18 nT cleared", Block2 | Nt, Block2, two),
            new("19 AMEC", Rw2, Rw2 | 1UL << 63, realm),
        ];
    }

    /// <summary>Rows that need a feature, a security state or a further member of the question.</summary>
    private static IEnumerable<ChangeClass> Special()
    {
        TranslationContext one2 = One with { Level = 2 }, two2 = Two with { Level = 2 };
        TranslationContext secure = one2 with { Security = SecurityState.Secure };
        TranslationContext haft = one2 with { Ha = true, Features = Features.FEAT_HAFT };
        TranslationContext forced = Two with { Fwb = true, Features = Features.FEAT_MTE_PERM };
        ulong[] agree1 = [.. Enumerable.Range(0, 512).Select(i => Rw1 + ((ulong)i << 12))];
        ulong[] agree2 = [.. Enumerable.Range(0, 512).Select(i => Rw2 + ((ulong)i << 12))];
        ulong[] strayed = [.. agree2[..^1], agree2[^1] + 0x1000];
        return
        [
            new("5 write and execute gained, shared walk", Ro2 | 1UL << 54, Rw2, Two with { SharedWalk = true }),
            new("6 PIIndex", Rw1, Rw1 ^ 1UL << 51, One with { Features = Features.FEAT_S1PIE }),
            new("7 dirty to clean", Rw1 & ~(1UL << 7), Rw1 | 1UL << 7, One with { Features = Features.FEAT_S1PIE }),
            new("5 clean to dirty", Rw1 | 1UL << 7, Rw1 & ~(1UL << 7), One with { Features = Features.FEAT_S1PIE }),
            new("7 PBHA", Rw2, Rw2 | 1UL << 60, Two with { Features = Features.FEAT_HPDS2 }),
            new("7 AssuredOnly", Rw2, Rw2 | 1UL << 58, Two with { Features = Features.FEAT_THE }),
            new("8n NSTable set", Table, Table | 1UL << 63, secure),
            new("8n NSTable cleared", Table | 1UL << 63, Table, secure),
            new("8 PXNTable", Table, Table | 1UL << 59, one2),
            new("9t NoTagAccess set", (Rw2 & ~0x3cUL) | 6 << 2, (Rw2 & ~0x3cUL) | 14 << 2, forced),
            new("9t NoTagAccess cleared", (Rw2 & ~0x3cUL) | 14 << 2, (Rw2 & ~0x3cUL) | 6 << 2, forced),
            new("9 AttrIndx without MAIR", Rw1, Rw1 | 1 << 2, One with { Mair = null }),
            new("10 NS", Rw1, Rw1 | 1 << 5, One with { Security = SecurityState.Secure }),
            new("10 read-only but for HD", Ro1 | Dbm, (Ro1 | Dbm) + 0x1000, One with { Hd = true, SameContents = true }),
            new("13 Table to Block, children agree", Table, Block1, one2, agree1),
            new("13 Block to Table, children agree", Block2, Table, two2, agree2),
            new("13d Block to Table, one child strays", Block2, Table, two2, strayed),
            new("13 Block to Table, HA", Block2, Table, two2 with { Ha = true, Hd = true }),
            new("13 Contiguous Block to Table", Block2 | Contiguous, Table, two2),
            new("13 Table to Contiguous Block", Table, Block1 | Contiguous, one2),
            new("13 Table to Block, SMMU at level 1", Table, Block2, two2 with { Smmu = 1 }),
            new("13 Table to Block, no conflict aborts", Table, Block2, two2 with { NoConflictAbort = true }),
            new("4a AF of a Table cleared, HAFT", Table | Af, Table, haft),
            new("3 AF of a Table set, HAFT", Table, Table | Af, haft),
            new("4 unmap a Table of 1 GiB", Table, 0, two2 with { Level = 1, Features = Features.FEAT_TLBIRANGE }),
            new("4 unmap, WXN and more changed", Rw1, Ro1 & ~1UL, One with { Wxn = true }),
            new("several at once", Rw1, (Ro1 & ~NotGlobal) + 0x1000 | 1 << 2, One),
        ];
    }

    private static IEnumerable<ChangeClass> Regimes()
    {
        ulong page = Rw1 & ~NotGlobal & ~(1UL << 53);
        foreach (TranslationContext context in new[]
        {
            One with { Regime = Regime.El20 }, One with { Regime = Regime.El20, Tge = false },
            One with { Regime = Regime.El2 }, One with { Regime = Regime.El3, Security = SecurityState.Root },
        })
        {
            string where = $"{context.Regime}{(context.Tge ? "" : ", TGE=0")}: ";
            yield return new(where + "4 unmap", page, 0, context);
            yield return new(where + "4 unmap a Table", Table, 0, context with { Level = 1 });
            yield return new(where + "10 OA", page, page + 0x1000, context);
            yield return new(where + "13 Block to Table", page & ~2UL & ~0xfffUL | (page & 0xffd), Table, context with { Level = 2 });
        }
    }

    private static IEnumerable<ChangeClass> WithFeatures()
    {
        foreach (Features features in new[] { Features.FEAT_TTL, Features.FEAT_TTL | Features.FEAT_TLBIRANGE })
        {
            foreach (Granule granule in new[] { Granule.Size4K, Granule.Size16K, Granule.Size64K })
            {
                TranslationContext one = One with { Features = features, Granule = granule, Address = 0x8040000000 };
                TranslationContext two = Two with { Features = features, Granule = granule, Address = 0x8040000000 };
                string with = $"{granule}, {features}: ";
                yield return new(with + "4 unmap", Rw1, 0, one);
                yield return new(with + "10 OA", Rw2, Rw2 + 0x10000, two);
                yield return new(with + "4 unmap a Table", Table & ~0xffffUL | 0x20003, 0, one with { Level = 2 });
                yield return new(with + "4 unmap a Table", Table & ~0xffffUL | 0x20003, 0, two with { Level = 2 });
                yield return new(with + "16 rights in a run", Rw1 | Contiguous, Ro1 | Contiguous, one);
                yield return new(with + "16 rights in a run", Rw2 | Contiguous, Ro2 | Contiguous, two);
            }
        }
    }
}
