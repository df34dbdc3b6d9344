using System.Numerics;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>Builds full answers.</summary>
internal static class AnswerBuilder
{
    /// <summary>The reasons of each rule, by its index in the rule book, without the changed fields.</summary>
    private static readonly Reason[][] ReasonsByRule = [.. RuleTable.Rules.Select(ReasonsOf)];

    /// <summary>Decides and explains a change.</summary>
    /// <param name="change">The old and the new value, and their context.</param>
    /// <param name="tables">Lookup tables of the context.</param>
    /// <param name="find">Finds the tables of other contexts, for the assumptions.</param>
    public static Answer Build(in DescriptorChange change, TlbiTables tables, FindTables find)
    {
        Transition t = Comparison.Compare(change, tables, DisputeSets.Permissive(change.Context.Reading));
        var decision = Decision.Of(t, tables);
        Update update = Updates.Of(t, decision);
        IReadOnlyList<FieldChange> changes = ChangedFields.List(t);
        IReadOnlyList<Step> sequence = Sequencer.LayOut(t, tables, decision, update);
        return new Answer
        {
            Decision = decision,
            Summary = Summaries.Of(t, decision),
            Old = Decoder.Decode(change.Context, change.Old),
            New = Decoder.Decode(change.Context, change.New),
            Changes = changes,
            Reasons = Reasons(t, decision, changes),
            Sequence = sequence,
            Registers = Registers.Of(t, sequence),
            Update = update,
            Conditions = ConditionBook.Of(t, decision),
            Hazards = HazardBook.Of(t, decision),
            Disputes = DisputeBook.Of(change, tables, t, decision),
            Alternatives = Explanation.Alternatives.Of(t, tables, decision),
            Linux = LinuxHelpers.Of(t, decision),
            Warnings = Explanation.Warnings.List(t),
            Assumptions = AssumptionBook.Of(change, find, t, decision),
        };
    }

    /// <summary>One reason for each citation of the triggered rules, in the order of the rule book, and then the errata that repeat a TLBI.</summary>
    private static List<Reason> Reasons(in Transition t, in Decision decision, IReadOnlyList<FieldChange> changes)
    {
        var reasons = new List<Reason>();
        for (ulong rules = decision.RuleMask; rules != 0; rules &= rules - 1)
        {
            int index = BitOperations.TrailingZeroCount(rules);
            IReadOnlyList<string> fields = FieldsOf(RuleTable.Rules[index].Id, changes);
            foreach (Reason reason in ReasonsByRule[index])
            {
                reasons.Add(reason with { Changes = fields });
            }
        }

        if (t.Context.Errata != Errata.None)
        {
            reasons.AddRange(ErrataReasons.Of(decision.Tlbi, t.Context.Errata));
        }

        return reasons;
    }

    private static IReadOnlyList<string> FieldsOf(string rule, IReadOnlyList<FieldChange> changes)
    {
        List<string>? fields = null;
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Rules.Contains(rule))
            {
                (fields ??= []).Add(changes[i].Field);
            }
        }

        return fields ?? (IReadOnlyList<string>)[];
    }

    private static Reason[] ReasonsOf(Rule rule) =>
        [.. rule.Cites.Select(Citation.Of).Select(cite => new Reason(cite.Id, cite.Section, $"row {rule.Id}: {rule.Title}", $"{rule.Why} {cite.Id}: {cite.Gist}", []))];
}
