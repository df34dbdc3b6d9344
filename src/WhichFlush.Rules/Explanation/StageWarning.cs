using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The warning of an answer for stage 2 whose stage nobody gave, where stage 1 would need more.</summary>
internal static class StageWarning
{
    /// <summary>Whether stage 1 (EL1&amp;0) would need more in route, scope or reach. Allocates nothing.</summary>
    public static bool Applies(in Transition t, in Decision decision, FindTables find, out Decision stageOne)
    {
        stageOne = default;
        if (!t.Context.StageAssumed)
        {
            return false;
        }

        DescriptorChange one = t.Source with { Context = t.Context.AtStageOne() };
        TlbiTables tables = find(one.Context);
        stageOne = Decision.Of(Comparison.Compare(one, tables, t.Permissive), tables);
        return NeedsMore(stageOne.Requirement, decision.Requirement);
    }

    /// <summary>The warning, with the verdict and the operations of stage 1.</summary>
    public static Warning Of(in Decision stageOne)
    {
        string operations = stageOne.Tlbi.Length == 0 ? "no TLBI" : Operations(stageOne.Tlbi);
        return new("stageNotGiven", $"stage was not given, and the answer is for stage 2. At stage 1 (EL1&0) the verdict would be {Verdict(stageOne.Verdict)}, with {operations}. Give stage.", "");
    }

    private static bool NeedsMore(Requirement one, Requirement two) => one.Route > two.Route || one.Scope > two.Scope || one.Reach > two.Reach;

    private static string Operations(in TlbiList list)
    {
        string first = list.First.Count > 1 ? $"{list.First.Count} × {list.First.Op}" : list.First.Op;
        return list.Length == 1 ? first : $"{first}, {list.Second.Op}";
    }

    private static string Verdict(Route route) => route switch
    {
        Route.None => "noChange",
        Route.Write => "writeOnly",
        Route.WriteThenInvalidate => "writeThenInvalidate",
        Route.ViaNt => "viaNt",
        _ => "breakBeforeMake",
    };
}
