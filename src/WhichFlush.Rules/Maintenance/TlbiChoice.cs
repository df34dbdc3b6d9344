using System.Runtime.CompilerServices;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Rules.Maintenance;

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
    public const int MostRangeOperations = 8;

    /// <summary>The operations of the answer.</summary>
    public static TlbiList Choose(in Transition t, Requirement requirement) => requirement.Scope == Scope.None
        ? TlbiList.Empty
        : Choose(t, requirement, t.Context.Has(Features.FEAT_TLBIRANGE));

    /// <summary>The operations with or without range forms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TlbiList Choose(in Transition t, Requirement requirement, bool ranges)
    {
        bool combined = t.Context.Stage == Stage.Two;
        TlbiUse narrow = ByAddress(t, requirement, ranges, combined);
        return narrow.IsNone ? new(ContextWide(t, requirement.Scope), default)
            : combined ? new(narrow, Wide(TlbiFamily.VMALLE1, requirement.Scope))
            : new(narrow, default);
    }

    /// <summary>Everything of the context: always correct (RMMZTY).</summary>
    public static TlbiUse ContextWide(in Transition t, Scope scope) => Wide(Column(t.Context).ContextWide, scope);

    /// <summary>
    /// By-address operations, one for each granule of the span of a Table: correct, long, and needs no optional feature.
    /// </summary>
    public static TlbiUse? Loop(in Transition t, Requirement requirement)
    {
        TlbiColumn column = Column(t.Context);
        TlbiFamily? family = requirement.Asids == Asids.All ? column.AnyLevelAllAsids : column.AnyLevel;
        int shift = (int)t.Context.Granule;
        int spanShift = Geometry.EntryShift(t.Context.Granule, t.Context.Level);
        return family is TlbiFamily any && spanShift - shift < 31
            ? new(any, requirement.Scope, 1 << (spanShift - shift), 1UL << shift, 1UL << spanShift, 0, default, false)
            : null;
    }

    /// <summary>
    /// By-address operations for what the requirement reaches; none if there are none, or too many. At stage 2 a barrier and
    /// the invalidation of combined entries follow.
    /// </summary>
    private static TlbiUse ByAddress(in Transition t, Requirement requirement, bool ranges, bool barrierAfter)
    {
        ref readonly TranslationContext context = ref t.Context;
        TlbiColumn column = Column(context);
        bool all = requirement.Asids == Asids.All;
        Scope scope = requirement.Scope;
        ulong entry = 1UL << Geometry.EntryShift(context.Granule, context.Level);
        switch (requirement.Reach)
        {
            case Reach.LastLevelEntry when (all ? column.LastLevelAllAsids : column.LastLevel) is TlbiFamily leaf:
                return new(leaf, scope, 1, 0, entry, TtlHint(t), default, barrierAfter);
            case Reach.EntryWithWalk when (all ? column.AnyLevelAllAsids : column.AnyLevel) is TlbiFamily walk:
                return new(walk, scope, 1, 0, entry, 0, default, barrierAfter);
            case Reach.Run when (all ? column.LastLevelAllAsids : column.LastLevel) is TlbiFamily last:
                int members = Geometry.ContiguousEntries(context);
                TlbiFamily? run = ranges ? (all ? column.LastLevelRangeAllAsids : column.LastLevelRange) : null;
                TlbiUse inRanges = Ranges(t, scope, run, entry * (ulong)members, TtlHint(t), barrierAfter);
                return inRanges.IsNone
                    ? new(last, scope, members, entry, entry * (ulong)members, TtlHint(t), default, barrierAfter)
                    : inRanges;
            case Reach.SpanWithWalks:
                TlbiFamily? span = ranges ? (all ? column.AnyLevelRangeAllAsids : column.AnyLevelRange) : null;
                return Ranges(t, scope, span, entry, 0, barrierAfter);
            default:
                return default;
        }
    }

    /// <summary>Range operations over a power of two of bytes; none without a family, if there would be too many, or if the base is in dispute.</summary>
    private static TlbiUse Ranges(in Transition t, Scope scope, TlbiFamily? family, ulong span, byte ttl, bool barrierAfter)
    {
        if (family is not TlbiFamily range)
        {
            return default;
        }

        byte hint = (byte)(ttl & 3);
        int granule = (int)t.Context.Granule;
        ulong granules = span >> granule;
        ulong each = Math.Min(granules, TlbiRange.MaxGranules);
        ulong count = granules / each;
        bool baseInDispute = t.Context.Ds && t.Context.Granule == Granule.Size4K && hint == 0;
        return count > MostRangeOperations || (baseInDispute && !t.ReadsPermissively(DisputeSet.RangeBase))
            ? default
            : new(range, scope, (int)count, count == 1 ? 0 : each << granule, span, hint, TlbiRange.ForPowerOfTwo(each), barrierAfter);
    }

    /// <summary>
    /// The TTL hint, TG in 3:2 and the leaf's level in 1:0 (RULES.md 4.3): only with FEAT_TTL, only if the change leaves the
    /// level of what is cached in no doubt, and only for levels that the architecture lets be named.
    /// </summary>
    private static byte TtlHint(in Transition t)
    {
        ref readonly TranslationContext context = ref t.Context;
        bool levelIsKnown = context.Has(Features.FEAT_TTL) && t.OldKind != DescriptorKind.Table
            && !t.Any(Change.BlockToTable | Change.TableToBlock | Change.GlobalOverNonGlobal);
        return levelIsKnown ? LevelHint.ByAddress(context.Granule, context.Level, context.Ds) : (byte)0;
    }

    private static TlbiUse Wide(TlbiFamily family, Scope scope) => new(family, scope, 1, 0, 0, 0, default, false);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TlbiColumn Column(in TranslationContext context) =>
        context.Stage == Stage.Two ? TlbiColumn.Stage2
        : context.Regime switch
        {
            Regime.El10 => TlbiColumn.El1,
            Regime.El20 => context.Tge ? TlbiColumn.El1 : TlbiColumn.El20ByE2,
            Regime.El2 => TlbiColumn.El2,
            _ => TlbiColumn.El3,
        };
}

/// <summary>One column of the table in RULES.md 4.2; <c>null</c> where the architecture has no such form.</summary>
internal sealed record TlbiColumn(
    TlbiFamily ContextWide,
    TlbiFamily? LastLevel,
    TlbiFamily? LastLevelAllAsids,
    TlbiFamily? AnyLevel,
    TlbiFamily? AnyLevelAllAsids,
    TlbiFamily? LastLevelRange,
    TlbiFamily? LastLevelRangeAllAsids,
    TlbiFamily? AnyLevelRange,
    TlbiFamily? AnyLevelRangeAllAsids)
{
    public static readonly TlbiColumn El1 = new(
        TlbiFamily.VMALLE1, TlbiFamily.VALE1, TlbiFamily.VAALE1, TlbiFamily.VAE1, TlbiFamily.VAAE1,
        TlbiFamily.RVALE1, TlbiFamily.RVAALE1, TlbiFamily.RVAE1, TlbiFamily.RVAAE1);

    public static readonly TlbiColumn El20ByE2 = new(
        TlbiFamily.ALLE2, TlbiFamily.VALE2, null, TlbiFamily.VAE2, null, TlbiFamily.RVALE2, null, TlbiFamily.RVAE2, null);

    public static readonly TlbiColumn El2 = new(
        TlbiFamily.ALLE2, TlbiFamily.VALE2, TlbiFamily.VALE2, TlbiFamily.VAE2, TlbiFamily.VAE2,
        TlbiFamily.RVALE2, TlbiFamily.RVALE2, TlbiFamily.RVAE2, TlbiFamily.RVAE2);

    public static readonly TlbiColumn El3 = new(
        TlbiFamily.ALLE3, TlbiFamily.VALE3, TlbiFamily.VALE3, TlbiFamily.VAE3, TlbiFamily.VAE3,
        TlbiFamily.RVALE3, TlbiFamily.RVALE3, TlbiFamily.RVAE3, TlbiFamily.RVAE3);

    public static readonly TlbiColumn Stage2 = new(
        TlbiFamily.VMALLS12E1, TlbiFamily.IPAS2LE1, TlbiFamily.IPAS2LE1, TlbiFamily.IPAS2E1, TlbiFamily.IPAS2E1,
        TlbiFamily.RIPAS2LE1, TlbiFamily.RIPAS2LE1, TlbiFamily.RIPAS2E1, TlbiFamily.RIPAS2E1);
}
