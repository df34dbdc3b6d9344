using System.Numerics;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>Summarizes answers in one sentence.</summary>
internal static class Summaries
{
    /// <summary>The titles of the rules in the case that a sentence needs.</summary>
    private static readonly string[] Titles = [.. RuleTable.Rules.Select(rule => Lower(rule.Title))];

    private const string AccessFlagCleared =
        "the Access flag is cleared, and stale copies only fail to set it; the TLBI may be deferred, and stays due before anything else of the entry changes";

    public static string Of(in Transition t, in Decision decision, IReadOnlyList<FieldChange> changes)
    {
        string ops = Ops(decision.Tlbi);
        string reach = decision.Requirement.Scope switch
        {
            Scope.Local => t.Context.Sharing == Sharing.Single ? "on this PE" : "on this PE only",
            Scope.Inner => "broadcast to the Inner Shareable domain",
            Scope.Outer => "broadcast to the Outer Shareable domain",
            _ => "",
        };
        string barriers = ContextSynchronization.IsNeeded(t) ? "DSB and ISB" : "DSB";
        return decision.Verdict switch
        {
            Route.None when t.Unchanged => "Nothing to do: both values are the same.",
            Route.None => "Write it with a plain store: nothing that hardware looks at differs, so no barrier and no TLBI is needed.",
            Route.Write when t.Any(Change.FromUncacheable) => $"Write it, then {barriers}: the old value cannot be in any TLB, so no TLBI is needed.",
            Route.Write => $"Write it, then {barriers}: no TLBI is needed for what changes.",
            Route.WriteThenInvalidate when t.Unchanged => $"Nothing to write; invalidate {reach} with {ops}: {Cause(t, decision, changes)}.",
            Route.WriteThenInvalidate => $"Write it straight over the old value, then invalidate {reach} with {ops}: {Cause(t, decision, changes)}.",
            Route.ViaNt => $"Do not write it straight over the old value: change the size through a Block with nT = 1 (or break before make), and invalidate {reach} with {ops}.",
            _ => $"Do not write it over the old value: break before make, with {ops} in between, {reach}: {Cause(t, decision, changes)}.",
        };
    }

    /// <summary>What changes, by the triggered rules whose own requirement has the joined route and scope; the title of a rule that no field triggers.</summary>
    private static string Cause(in Transition t, in Decision decision, IReadOnlyList<FieldChange> changes)
    {
        var causes = new List<string>(2);
        for (ulong rules = decision.RuleMask; rules != 0; rules &= rules - 1)
        {
            int index = BitOperations.TrailingZeroCount(rules);
            Requirement alone = RuleTable.Rules[index].Requires(t);
            if (alone.Route == decision.Requirement.Route && alone.Scope == decision.Requirement.Scope)
            {
                string phrase = Phrases.Of(RuleTable.Rules[index].Id, t, changes);
                phrase = RuleTable.Rules[index].Id == "4" && t.Any(Change.OnlyAccessFlagCleared) ? AccessFlagCleared
                    : phrase.Length == 0 ? Titles[index]
                    : phrase + Erratum(RuleTable.Rules[index]);
                if (!causes.Contains(phrase))
                {
                    causes.Add(phrase);
                }
            }
        }

        return string.Join("; ", causes);
    }

    /// <summary>The erratum that a row is about, in brackets; empty for a row of the architecture.</summary>
    private static string Erratum(Rule rule) => rule.IsErratum ? $" (erratum {rule.Cites[0]})" : "";

    private static string Lower(string title) =>
        title.Length > 1 && char.IsLower(title[1]) && !title.StartsWith("Table", StringComparison.Ordinal) ? char.ToLowerInvariant(title[0]) + title[1..] : title;

    private static string Ops(in TlbiList list) => list.Length switch
    {
        0 => "",
        1 => Op(list.First),
        _ => $"{Op(list.First)}, DSB, {Op(list.Second)}",
    };

    private static string Op(in TlbiUse use) => use.Count > 1 ? $"{use.Count} × {use.Op}" : use.Op;
}
