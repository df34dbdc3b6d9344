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
        Descriptor old = Decoder.Decode(change.Context, change.Old), @new = Decoder.Decode(change.Context, change.New);
        IReadOnlyList<Step> sequence = Sequencer.LayOut(t, tables, decision, update);
        return new Answer
        {
            Decision = decision,
            Summary = new(Summaries.Of(t, decision, changes), old.Address, @new.Address),
            Old = old,
            New = @new,
            Changes = changes,
            Reasons = Reasons(t, decision, changes, old.Address, @new.Address),
            Sequence = sequence,
            Registers = Registers.Of(t, sequence),
            Update = update,
            Conditions = ConditionBook.Of(t, decision),
            Hazards = HazardBook.Of(t, decision),
            Disputes = DisputeBook.Of(change, tables, t, decision),
            Alternatives = Explanation.Alternatives.Of(t, tables, decision),
            Linux = LinuxHelpers.Of(t, decision),
            Warnings = Explanation.Warnings.Of(t, decision, find),
            Assumptions = AssumptionBook.Of(change, find, t, decision),
        };
    }

    /// <summary>Decides a change, and counts conditions and warnings without their texts. Allocates nothing.</summary>
    /// <param name="change">The old and the new value, and their context.</param>
    /// <param name="tables">Lookup tables of the context.</param>
    /// <param name="find">Finds the tables of other contexts.</param>
    public static CountedDecision Count(in DescriptorChange change, TlbiTables tables, FindTables find)
    {
        Transition t = Comparison.Compare(change, tables, DisputeSets.Permissive(change.Context.Reading));
        var decision = Decision.Of(t, tables);
        return new(decision, ConditionBook.Count(t, decision), Explanation.Warnings.Count(t, decision, find));
    }

    /// <summary>One reason for each citation of the triggered rules, in the order of the rule book, and then the errata that repeat a TLBI.</summary>
    private static List<Reason> Reasons(in Transition t, in Decision decision, IReadOnlyList<FieldChange> changes, ulong old, ulong @new)
    {
        var reasons = new List<Reason>();
        for (ulong rules = decision.RuleMask; rules != 0; rules &= rules - 1)
        {
            int index = BitOperations.TrailingZeroCount(rules);
            IReadOnlyList<string> fields = FieldsOf(RuleTable.Rules[index].Id, changes);
            string phrase = Phrases.Of(RuleTable.Rules[index].Id, t, changes);
            foreach (Reason reason in ReasonsByRule[index])
            {
                string text = phrase.Length == 0 ? reason.Text.Marked : $"{char.ToUpperInvariant(phrase[0])}{phrase[1..]}. {reason.Text.Marked}";
                reasons.Add(reason with { Text = new(text, old, @new), Changes = fields });
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
        [.. rule.Cites.Select(Citation.Of).Select(cite => new Reason(cite.Id, cite.Section, $"row {rule.Id}: {rule.Title}", new($"{rule.Why} {cite.Id}: {cite.Gist}", 0, 0), []))];
}
