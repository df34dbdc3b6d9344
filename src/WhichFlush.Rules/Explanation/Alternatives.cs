using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>Other correct choices of TLBI (RULES.md 4.2): over-invalidation is always correct (RMMZTY), and features add cheaper forms.</summary>
internal static class Alternatives
{
    public static IReadOnlyList<Alternative> Of(in Transition t, TlbiTables tables, in Decision decision)
    {
        var alternatives = new List<Alternative>();
        Requirement requirement = decision.Requirement;
        if (requirement.Scope == Scope.None)
        {
            return alternatives;
        }

        TlbiList chosen = decision.Tlbi;
        bool ranges = t.Context.Has(Features.FEAT_TLBIRANGE);
        TlbiList withRanges = TlbiChoice.Choose(t, tables, requirement, ranges: true);
        TlbiList without = TlbiChoice.Choose(t, tables, requirement, ranges: false);
        if (withRanges != without)
        {
            AddUnlessChosen(alternatives, chosen, withRanges, ["FEAT_TLBIRANGE"], ranges ? "range operations" : "range operations, if FEAT_TLBIRANGE is implemented");
            AddUnlessChosen(alternatives, chosen, without, [], "without range operations");
        }

        if (requirement.Asids == Asids.One && requirement.Reach is Reach.LastLevelEntry or Reach.Run)
        {
            AddUnlessChosen(alternatives, chosen, TlbiChoice.Choose(t, tables, requirement with { Asids = Asids.All }), [], "for all ASIDs, if the table is not used under one ASID only");
        }

        AddByAsid(alternatives, t, tables, decision);

        if (requirement.Reach == Reach.SpanWithWalks && TlbiChoice.Loop(t, tables, requirement) is TlbiUse loop)
        {
            TlbiList list = t.Context.Stage == Stage.Two ? TlbiList.Of(loop, chosen.Second.Count > 0 ? chosen.Second : CombinedEntries(requirement.Scope)) : TlbiList.Of(loop);
            AddUnlessChosen(alternatives, chosen, list, [], $"a loop over every granule of the {Sizes.Text(loop.Span)} span");
        }

        if (t.ReadsPermissively(DisputeSet.AsidForTable) && t.OldKind == DescriptorKind.Table && requirement.Reach == Reach.SpanWithWalks && t.Context.Stage == Stage.One && t.Context.UsesE1Forms)
        {
            AddUnlessChosen(alternatives, chosen, TlbiList.Of(TlbiUse.OfContext(TlbiFamily.ASIDE1).WithScope(requirement.Scope)), [],
                "all of one ASID, if every leaf under the table is non-global (disputed: C5.5.12 allows other levels, RFKSVM speaks of the last level only)");
        }

        AddUnlessChosen(alternatives, chosen, TlbiList.Of(TlbiChoice.ContextWide(tables, requirement.Scope)), [], "everything of the translation context: one instruction, and every other translation is lost, too");
        if (!t.AnyMember(static (in member) => !OldHasXsClear(member)) && t.Context.Has(Features.FEAT_XS))
        {
            alternatives.Add(Describe(chosen, "NXS", ["FEAT_XS"], "the nXS forms, with DSB nXS: they do not wait for accesses with XS = 1 (RKBSSD); the old mapping has XS = 0"));
        }

        return [.. alternatives.OrderBy(alternative => alternative.Instructions)];
    }

    /// <summary>Operations for the ASIDs that are known, instead of all.</summary>
    private static void AddByAsid(List<Alternative> alternatives, in Transition t, TlbiTables tables, in Decision decision)
    {
        Requirement requirement = decision.Requirement;
        bool upper = t.Context.Address is ulong address && Bits.IsSet(address, 55);
        if (t.Context.Stage != Stage.One || upper || requirement.Asids != Asids.All || !(t.Context.UsesE1Forms || t.Context.Regime == Regime.El20))
        {
            return;
        }

        int asids = t.Context.AsidList?.Append(t.Context.Asid ?? t.Context.AsidList[0]).Distinct().Count() ?? 1;
        bool table = t.OldKind == DescriptorKind.Table && requirement.Reach is Reach.SpanWithWalks or Reach.EntryWithWalk;
        TlbiList list = TlbiChoice.Choose(t, tables, requirement with { Asids = Asids.One });
        if (table && list.First.Family == tables.Column.ContextWide && TlbiChoice.Loop(t, tables, requirement with { Asids = Asids.One }) is TlbiUse loop)
        {
            list = TlbiList.Of(loop);
        }

        if (asids > 1)
        {
            AddUnlessChosen(alternatives, decision.Tlbi, list, [], $"once for each of the {asids} ASIDs", asids);
        }
        else if (table)
        {
            AddUnlessChosen(alternatives, decision.Tlbi, list, [], "under the one ASID, if the table is used under it alone: removes walk entries and leaves (RVMSWQ), as Linux and FreeBSD do when they free a user table");
        }
    }

    private static TlbiUse CombinedEntries(Scope scope) => TlbiUse.OfContext(TlbiFamily.VMALLE1).WithScope(scope);

    private static bool OldHasXsClear(in Transition t) => t.OldKind is DescriptorKind.Block or DescriptorKind.Page
        && (t.Context.Stage == Stage.Two ? Bits.IsSet(t.Old, 11) : Decoder.MemoryOf(t.Context, t.Old).XsClear);

    private static void AddUnlessChosen(List<Alternative> alternatives, in TlbiList chosen, in TlbiList candidate, string[] features, string text, int times = 1)
    {
        Alternative alternative = Describe(candidate, "", features, text);
        alternative = alternative with { Instructions = alternative.Instructions * times };
        if (candidate != chosen && !alternatives.Exists(other => other.Ops.SequenceEqual(alternative.Ops) && other.Instructions == alternative.Instructions))
        {
            alternatives.Add(alternative);
        }
    }

    private static Alternative Describe(in TlbiList list, string suffix, string[] features, string text)
    {
        var ops = new List<string>(2);
        for (int i = 0; i < list.Length; i++)
        {
            ops.Add(list[i].Op + suffix);
        }

        return new Alternative(ops, list.Instructions, features, text);
    }
}
