using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Chooses the operations that meet a requirement (RULES.md 4.2).</summary>
internal static class TlbiChoice
{
    /// <summary>
    /// Maximum number of range operations in a row, each of at most 2^21 granules. A larger span takes the context-wide form. Linux
    /// uses at most one (MAX_TLBI_RANGE_PAGES); the choice differs only for a 16K Table of level 1, which takes two.
    /// </summary>
    /// <remarks>
    /// Without range forms a Contiguous run is always a loop, of 16 to 128 operations by address, and the span of a Table, at least
    /// 512 pages, always takes the context-wide form. The limit of Linux, as many operations as a table has entries
    /// (MAX_DVM_OPS: 512, 2048 or 8192), lies between the two. The loop over the span is an alternative of the answer.
    /// </remarks>
    public const int MaxRangeOperations = 8;

    /// <summary>Number of values of <see cref="IndexOf"/>.</summary>
    private const int IndexCount = 16 * ((int)Reach.Context + 1);

    /// <summary>Chooses the operations of the answer.</summary>
    public static TlbiList Choose(in Transition t, TlbiTables tables, Requirement requirement) => requirement.Scope == Scope.None
        ? TlbiList.Empty
        : Complete(tables.Column, tables.First(requirement, LevelIsKnown(t), AnyRangeBase(t)), requirement.Scope);

    /// <summary>Chooses the operations with or without range forms, whatever the features are.</summary>
    public static TlbiList Choose(in Transition t, TlbiTables tables, Requirement requirement, bool ranges)
    {
        ContextKey key = ranges ? t.Key | ContextKey.TlbiRange : t.Key & ~ContextKey.TlbiRange;
        return Complete(tables.Column, First(t.Context, key, tables.Column, requirement, LevelIsKnown(t), AnyRangeBase(t)), requirement.Scope);
    }

    /// <summary>The operation that removes every entry of the translation context, which is always correct (RMMZTY).</summary>
    public static TlbiUse ContextWide(TlbiTables tables, Scope scope) => TlbiUse.OfContext(tables.Column.ContextWide).WithScope(scope);

    /// <summary>
    /// Operations by address, one for each granule of the span of a Table. The loop is long and needs no optional feature. None if
    /// there is no form by address, or more than 2^30 granules.
    /// </summary>
    public static TlbiUse? Loop(in Transition t, TlbiTables tables, Requirement requirement)
    {
        int granule = (int)t.Context.Granule, entry = tables.Level.EntryShift;
        return tables.Column.AnyLevel[requirement.Asids] is TlbiFamily any && entry - granule < 31
            ? TlbiUse.ByAddress(any, entry, countLog: entry - granule, ttl: 0).WithScope(requirement.Scope)
            : null;
    }

    /// <summary>The first operation for each requirement in a context, without a scope, indexed by <see cref="IndexOf"/>.</summary>
    public static TlbiUse[] FirstByRequirement(in TranslationContext context, ContextKey key, TlbiColumn column)
    {
        var uses = new TlbiUse[IndexCount];
        for (int i = 0; i < uses.Length; i++)
        {
            var requirement = new Requirement(Route.None, Scope.None, (Reach)(i >> 4), (Asids)((i >> 2) & 3));
            uses[i] = First(context, key, column, requirement, levelIsKnown: (i & 2) != 0, anyRangeBase: (i & 1) != 0);
        }

        return uses;
    }

    /// <summary>Index of a requirement in <see cref="FirstByRequirement"/>: reach from bit 4 up, ASIDs in bits 3:2, known level in bit 1, any base in bit 0.</summary>
    public static int IndexOf(Requirement requirement, bool levelIsKnown, bool anyRangeBase) =>
        ((int)requirement.Reach << 4) | ((int)requirement.Asids << 2) | (levelIsKnown ? 2 : 0) | (anyRangeBase ? 1 : 0);

    /// <summary>Adds, at stage 2, the DSB and the invalidation of combined entries that follow an operation by address (ICKZGP).</summary>
    private static TlbiList Complete(TlbiColumn column, TlbiUse first, Scope scope) =>
        column.AndCombined is TlbiFamily combined && first.Family != column.ContextWide
            ? TlbiList.Of(first.WithScope(scope), TlbiUse.OfContext(combined).WithScope(scope))
            : TlbiList.Of(first.WithScope(scope));

    /// <summary>The operation by address or range; the context-wide form if there is none, or if too many would be needed.</summary>
    private static TlbiUse First(
        in TranslationContext context, ContextKey key, TlbiColumn column, Requirement requirement, bool levelIsKnown, bool anyRangeBase)
    {
        TlbiUse byAddress = ByAddress(context, key, column, requirement, levelIsKnown, anyRangeBase);
        return byAddress.IsNone ? TlbiUse.OfContext(column.ContextWide) : byAddress;
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

    /// <summary>Range operations over 2^<paramref name="spanLog"/> bytes; none if there would be too many, or if the base is disputed.</summary>
    private static TlbiUse Ranges(in TranslationContext context, TlbiFamily range, int spanLog, byte ttl, bool anyBase)
    {
        byte hint = (byte)(ttl & 3);
        int granules = spanLog - (int)context.Granule;
        int eachLog = Math.Min(granules, TlbiRange.MaxGranulesLog);
        bool disputedBase = context.Ds && context.Granule == Granule.Size4K && hint == 0;
        return 1 << (granules - eachLog) > MaxRangeOperations || (disputedBase && !anyBase)
            ? default
            : TlbiUse.ByRange(range, spanLog, granules - eachLog, hint, TlbiRange.ForPowerOfTwo(eachLog));
    }

    private static bool AnyRangeBase(in Transition t) => t.ReadsPermissively(DisputeSet.RangeBase);

    /// <summary>
    /// Whether the change determines the level of the cached entries, so that a TTL hint may name the level (RULES.md 4.3). A
    /// changed Table and a change of size do not.
    /// </summary>
    private static bool LevelIsKnown(in Transition t) => t.Run is null ? LevelIsKnownOfOne(t) : !t.AnyMember(static (in member) => !LevelIsKnownOfOne(member));

    private static bool LevelIsKnownOfOne(in Transition t) => t.OldKind != DescriptorKind.Table
        && !t.Any(Change.BlockToTable | Change.TableToBlock | Change.GlobalOverNonGlobal);
}

/// <summary>One column of the table in RULES.md 4.2.</summary>
/// <param name="ContextWide">Removes every entry of the translation context.</param>
/// <param name="LastLevel">Removes last-level entries of an address.</param>
/// <param name="AnyLevel">Removes entries of an address at any level.</param>
/// <param name="AndCombined">Removes entries that combine both stages, after an operation by IPA and a DSB; <c>null</c> at stage 1.</param>
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

    /// <summary>The column of a stage and a regime; <paramref name="tge"/> counts for EL2&amp;0 only.</summary>
    public static TlbiColumn Of(Stage stage, Regime regime, bool tge) =>
        stage == Stage.Two ? Stage2 : regime switch
        {
            Regime.El10 => El1,
            Regime.El20 => tge ? El1 : El20ByE2,
            Regime.El2 => El2,
            _ => El3,
        };
}

/// <summary>The forms for one ASID and for all ASIDs; <c>null</c> if the architecture has no such form.</summary>
internal readonly record struct FamilyByAsids(TlbiFamily? One, TlbiFamily? All)
{
    public TlbiFamily? this[Asids asids] => asids switch
    {
        Asids.One => One,
        Asids.Global => All ?? One,
        _ => All,
    };
}
