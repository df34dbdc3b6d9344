using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The warning of an answer for stage 2 whose stage nobody gave, where stage 1 would need more.</summary>
internal static class StageWarning
{
    /// <summary>Adds the warning if stage 1 (EL1&amp;0) needs more in route, scope or reach.</summary>
    public static void AddTo(List<Warning> warnings, in DescriptorChange change, in Decision decision, FindTables find)
    {
        if (change.Context.StageAssumed && OfStageOne(change, find) is var one && NeedsMore(one.Requirement, decision.Requirement))
        {
            string operations = one.Tlbi.Length == 0 ? "no TLBI" : Operations(one.Tlbi);
            warnings.Add(new("stageNotGiven", $"stage was not given, and the answer is for stage 2. At stage 1 (EL1&0) the verdict would be {Verdict(one.Verdict)}, with {operations}. Give stage.", ""));
        }
    }

    private static Decision OfStageOne(in DescriptorChange change, FindTables find)
    {
        DescriptorChange one = change with { Context = change.Context.AtStageOne() };
        TlbiTables tables = find(one.Context);
        return Decision.Of(Comparison.Compare(one, tables, DisputeSets.Permissive(one.Context.Reading)), tables);
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
