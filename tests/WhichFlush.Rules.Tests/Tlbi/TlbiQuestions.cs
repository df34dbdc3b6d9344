using WhichFlush.Rules.Architecture;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>Questions whose answers use every operation that the engine can choose.</summary>
internal static class TlbiQuestions
{
    /// <summary>Stage 1 leaf at output address 0: Normal memory, Inner Shareable, AF, non-global.</summary>
    public const ulong NonGlobal = 0xf01;

    /// <summary>Stage 1 leaf as <see cref="NonGlobal"/>, but global.</summary>
    public const ulong Global = 0x701;

    /// <summary>Stage 2 leaf: Normal Write-Back, readable and writable, Inner Shareable, AF.</summary>
    public const ulong Stage2Leaf = 0x7fd;

    /// <summary>A Table whose next-level table is at 0.</summary>
    public const ulong Table = 3;

    /// <summary>Contiguous.</summary>
    public const ulong Contiguous = 1UL << 52;

    /// <summary>Bit 1 of the type, set in a Page.</summary>
    public const ulong Page = 2;

    /// <summary>AP[2]: read-only at stage 1.</summary>
    public const ulong ReadOnly = 0x80;

    private static readonly Dictionary<Granule, ulong[]> NoChildren = Enum.GetValues<Granule>()
        .ToDictionary(granule => granule, granule => new ulong[Geometry.EntriesPerTable(granule)]);

    public static IEnumerable<Question> OfVectors() => ((string[])["herd7-bbm", "linux-kvm-stage2", "linux-pgattr", "aarch64-paging"])
        .SelectMany(Vectors.Read)
        .Select(vector => VectorTests.QuestionOf(vector.Request));

    /// <summary>All combinations of regimes, scopes, granules, levels and features with changes of a leaf, a Contiguous run and a Table.</summary>
    public static IEnumerable<Question> Product() =>
        from stage in (Stage[])[Stage.One, Stage.Two]
        from regime in stage == Stage.One ? Enum.GetValues<Regime>() : [Regime.El10]
        from tge in regime == Regime.El20 ? (bool[])[true, false] : [true]
        from sharing in Enum.GetValues<Sharing>()
        from granule in Enum.GetValues<Granule>()
        from level in (int[])[1, 2, 3]
        from features in (Features[])[Features.None, Features.FEAT_TLBIRANGE | Features.FEAT_TTL | Features.FEAT_XS]
        from bbm in (int[])[0, 1, 2]
        let context = new TranslationContext
        {
            Stage = stage,
            Regime = regime,
            Tge = tge,
            Sharing = sharing,
            Granule = granule,
            Level = level,
            Features = features | (sharing == Sharing.Outer ? Features.FEAT_TLBIOS : Features.None),
            Bbm = bbm,
            Ha = bbm == 2,
        }
        from change in Changes(stage, level)
        select new Question { Old = change.Old, New = change.New, Children = change.Empty ? NoChildren[granule] : default, Context = context };

    private static IEnumerable<(ulong Old, ulong New, bool Empty)> Changes(Stage stage, int level)
    {
        ulong page = level == 3 ? Page : 0;
        ulong leaf = (stage == Stage.Two ? Stage2Leaf : NonGlobal) | page;
        ulong global = (stage == Stage.Two ? Stage2Leaf : Global) | page;
        yield return (leaf, 0, false);
        yield return (0, leaf, false);
        yield return (leaf, leaf ^ ReadOnly, false);
        yield return (leaf ^ ReadOnly, leaf, false);
        yield return (global, 0, false);
        yield return (global, global ^ 4, false);
        yield return (leaf | Contiguous, 0, false);
        yield return (global | Contiguous, global, false);
        if (level < 3)
        {
            yield return (Table, 0, false);
            yield return (Table, 0, true);
            yield return (Table, leaf, false);
            yield return (leaf, Table, false);
        }
    }
}
