using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Chooses the operations that remove what a requirement names (RULES.md 4.2).</summary>
internal static class TlbiChoice
{
    /// <summary>
    /// The most range operations in a row before a context-wide form is preferred: 8, each of at most 2^21 granules. Linux goes
    /// context-wide beyond one (MAX_TLBI_RANGE_PAGES). In practice we differ for one table only, 16K level 1: two operations.
    /// </summary>
    /// <remarks>
    /// Without ranges a run, 16 to 128 operations by address, is always a loop, and the span of a Table, 512 pages at least,
    /// always context-wide. Linux draws that line at as many operations as a table has entries, 512, 2048 or 8192
    /// (MAX_DVM_OPS), so it lies between the two for us as well; the loop over the span is among the alternatives.
    /// </remarks>
    public const int MaxRangeOperations = 8;

    /// <summary>How many requirements there are, by what <see cref="IndexOf"/> looks at.</summary>
    private const int Indices = 8 * ((int)Reach.Context + 1);

    /// <summary>The operations of the answer.</summary>
    public static TlbiList Choose(in Transition t, TlbiTables tables, Requirement requirement) => requirement.Scope == Scope.None
        ? TlbiList.Empty
        : Complete(tables.Column, tables.First(requirement, LevelIsKnown(t), AnyRangeBase(t)), requirement.Scope);

    /// <summary>The operations with or without range forms.</summary>
    public static TlbiList Choose(in Transition t, TlbiTables tables, Requirement requirement, bool ranges)
    {
        ContextKey key = ranges ? t.Key | ContextKey.TlbiRange : t.Key & ~ContextKey.TlbiRange;
        return Complete(tables.Column, First(t.Context, key, tables.Column, requirement, LevelIsKnown(t), AnyRangeBase(t)), requirement.Scope);
    }

    /// <summary>Everything of the context: always correct (RMMZTY).</summary>
    public static TlbiUse ContextWide(TlbiTables tables, Scope scope) => TlbiUse.OfContext(tables.Column.ContextWide).WithScope(scope);

    /// <summary>
    /// By-address operations, one for each granule of the span of a Table: correct, long, and needs no optional feature.
    /// </summary>
    public static TlbiUse? Loop(in Transition t, TlbiTables tables, Requirement requirement)
    {
        int granule = (int)t.Context.Granule, entry = tables.Level.EntryShift;
        return tables.Column.AnyLevel[requirement.Asids] is TlbiFamily any && entry - granule < 31
            ? TlbiUse.ByAddress(any, entry, countLog: entry - granule, ttl: 0).WithScope(requirement.Scope)
            : null;
    }

    /// <summary>The first operation of every requirement in a context, without its scope, by <see cref="IndexOf"/>.</summary>
    public static TlbiUse[] FirstByRequirement(in TranslationContext context, ContextKey key, TlbiColumn column)
    {
        var uses = new TlbiUse[Indices];
        for (int i = 0; i < uses.Length; i++)
        {
            var requirement = new Requirement(Route.None, Scope.None, (Reach)(i >> 3), (Asids)((i >> 2) & 1));
            uses[i] = First(context, key, column, requirement, levelIsKnown: (i & 2) != 0, anyRangeBase: (i & 1) != 0);
        }

        return uses;
    }

    /// <summary>Where a requirement stands in <see cref="FirstByRequirement"/>.</summary>
    public static int IndexOf(Requirement requirement, bool levelIsKnown, bool anyRangeBase) =>
        ((int)requirement.Reach << 3) | ((int)requirement.Asids << 2) | (levelIsKnown ? 2 : 0) | (anyRangeBase ? 1 : 0);

    /// <summary>At stage 2 a barrier and the invalidation of combined entries follow what goes by address.</summary>
    private static TlbiList Complete(TlbiColumn column, TlbiUse first, Scope scope) =>
        column.AndCombined is TlbiFamily combined && first.Family != column.ContextWide
            ? TlbiList.Of(first.WithScope(scope), TlbiUse.OfContext(combined).WithScope(scope))
            : TlbiList.Of(first.WithScope(scope));

    /// <summary>By address what the requirement reaches; the whole context if there is no such form, or it would take too many.</summary>
    private static TlbiUse First(
        in TranslationContext context, ContextKey key, TlbiColumn column, Requirement requirement, bool levelIsKnown, bool anyRangeBase)
    {
        TlbiUse narrow = ByAddress(context, key, column, requirement, levelIsKnown, anyRangeBase);
        return narrow.IsNone ? TlbiUse.OfContext(column.ContextWide) : narrow;
    }

    private static TlbiUse ByAddress(
        in TranslationContext context, ContextKey key, TlbiColumn column, Requirement requirement, bool levelIsKnown, bool anyRangeBase)
    {
        ref readonly LevelGeometry level = ref Geometry.At(context);
        byte hint = levelIsKnown && (key & ContextKey.Ttl) != 0 ? LevelHint.ByAddress(context.Granule, context.Level, context.Ds) : (byte)0;
        bool ranges = (key & ContextKey.TlbiRange) != 0;
        switch (requirement.Reach)
        {
            case Reach.LastLevelEntry when column.LastLevel[requirement.Asids] is TlbiFamily leaf:
                return TlbiUse.ByAddress(leaf, level.EntryShift, countLog: 0, hint);
            case Reach.EntryWithWalk when column.AnyLevel[requirement.Asids] is TlbiFamily walk:
                return TlbiUse.ByAddress(walk, level.EntryShift, countLog: 0, ttl: 0);
            case Reach.Run when column.LastLevel[requirement.Asids] is TlbiFamily last:
                int run = level.EntryShift + level.RunShift;
                TlbiUse inRanges = ranges ? Ranges(context, last.InRange(), run, hint, anyRangeBase) : default;
                return inRanges.IsNone ? TlbiUse.ByAddress(last, run, level.RunShift, hint) : inRanges;
            case Reach.SpanWithWalks when ranges && column.AnyLevel[requirement.Asids] is TlbiFamily any:
                return Ranges(context, any.InRange(), level.EntryShift, ttl: 0, anyRangeBase);
            default:
                return default;
        }
    }

    /// <summary>Range operations over a power of two of bytes; none if there would be too many, or if the base is in dispute.</summary>
    private static TlbiUse Ranges(in TranslationContext context, TlbiFamily range, int spanLog, byte ttl, bool anyBase)
    {
        byte hint = (byte)(ttl & 3);
        int granules = spanLog - (int)context.Granule;
        int eachLog = Math.Min(granules, TlbiRange.MaxGranulesLog);
        bool baseInDispute = context.Ds && context.Granule == Granule.Size4K && hint == 0;
        return 1 << (granules - eachLog) > MaxRangeOperations || (baseInDispute && !anyBase)
            ? default
            : TlbiUse.ByRange(range, spanLog, granules - eachLog, hint, TlbiRange.ForPowerOfTwo(eachLog));
    }

    private static bool AnyRangeBase(in Transition t) => t.ReadsPermissively(DisputeSet.RangeBase);

    /// <summary>
    /// The change leaves the level of what is cached in no doubt: then a TTL hint, TG in 3:2 and the leaf's level in 1:0, may name it
    /// (RULES.md 4.3), with FEAT_TTL and for levels that the architecture lets be named.
    /// </summary>
    private static bool LevelIsKnown(in Transition t) => t.OldKind != DescriptorKind.Table
        && !t.Any(Change.BlockToTable | Change.TableToBlock | Change.GlobalOverNonGlobal);
}

/// <summary>One column of the table in RULES.md 4.2.</summary>
/// <param name="ContextWide">Everything of the translation context.</param>
/// <param name="LastLevel">Last-level entries of an address.</param>
/// <param name="AnyLevel">Entries of an address at any level.</param>
/// <param name="AndCombined">What must follow, after a barrier, where entries that combine both stages are not found by address.</param>
internal sealed record TlbiColumn(TlbiFamily ContextWide, FamilyByAsids LastLevel, FamilyByAsids AnyLevel, TlbiFamily? AndCombined = null)
{
    private static readonly TlbiColumn El1 = new(
        TlbiFamily.VMALLE1, new(TlbiFamily.VALE1, TlbiFamily.VAALE1), new(TlbiFamily.VAE1, TlbiFamily.VAAE1));

    private static readonly TlbiColumn El20ByE2 = new(TlbiFamily.ALLE2, new(TlbiFamily.VALE2, null), new(TlbiFamily.VAE2, null));

    private static readonly TlbiColumn El2 = new(
        TlbiFamily.ALLE2, new(TlbiFamily.VALE2, TlbiFamily.VALE2), new(TlbiFamily.VAE2, TlbiFamily.VAE2));

    private static readonly TlbiColumn El3 = new(
        TlbiFamily.ALLE3, new(TlbiFamily.VALE3, TlbiFamily.VALE3), new(TlbiFamily.VAE3, TlbiFamily.VAE3));

    private static readonly TlbiColumn Stage2 = new(
        TlbiFamily.VMALLS12E1,
        new(TlbiFamily.IPAS2LE1, TlbiFamily.IPAS2LE1),
        new(TlbiFamily.IPAS2E1, TlbiFamily.IPAS2E1),
        AndCombined: TlbiFamily.VMALLE1);

    /// <summary>The column of a stage and a regime; TGE counts for EL2&amp;0 only.</summary>
    public static TlbiColumn Of(Stage stage, Regime regime, bool tge) =>
        stage == Stage.Two ? Stage2 : regime switch
        {
            Regime.El10 => El1,
            Regime.El20 => tge ? El1 : El20ByE2,
            Regime.El2 => El2,
            _ => El3,
        };
}

/// <summary>A form for one ASID and one for all; <c>null</c> where the architecture has none.</summary>
internal readonly record struct FamilyByAsids(TlbiFamily? One, TlbiFamily? All)
{
    public TlbiFamily? this[Asids asids] => asids == Asids.All ? All : One;
}
