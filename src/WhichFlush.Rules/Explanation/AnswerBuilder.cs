using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Maintenance;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Rules.Explanation;

/// <summary>Explains a decision.</summary>
internal static class AnswerBuilder
{
    public static Answer Build(in Question question)
    {
        Transition t = Comparison.Compare(question, FlushAdvisor.PermissiveDisputes(question));
        Decision decision = FlushAdvisor.Decide(t);
        Update update = Updates.Of(t, decision);
        IReadOnlyList<FieldChange> changes = FieldChanges.List(t);
        return new Answer
        {
            Decision = decision,
            Summary = Summaries.Of(t, decision),
            Old = Decoder.Decode(question.Context, question.Old),
            New = Decoder.Decode(question.Context, question.New),
            Changes = changes,
            Reasons = [.. Reasons(decision, changes), .. ErrataReasons.Of(decision.Tlbi, t.Context.Errata)],
            Sequence = Sequencer.LayOut(t, decision, update),
            Update = update,
            Conditions = ConditionBook.Of(t, decision),
            Hazards = HazardBook.Of(t, decision),
            Disputes = DisputeBook.Of(question, t, decision),
            Alternatives = Explanation.Alternatives.Of(t, decision),
            Linux = LinuxHelpers.Of(t, decision),
            Warnings = Explanation.Warnings.List(t),
            Assumptions = AssumptionBook.Of(question, t, decision),
        };
    }

    /// <summary>The triggered rules, the strongest requirement first, one reason for each citation.</summary>
    private static List<Reason> Reasons(in Decision decision, IReadOnlyList<FieldChange> changes)
    {
        var reasons = new List<Reason>();
        for (int i = 0; i < RuleBook.Rules.Length; i++)
        {
            if ((decision.RuleMask >> i & 1) == 0)
            {
                continue;
            }

            Rule rule = RuleBook.Rules[i];
            string[] fields = [.. changes.Where(change => change.Rules.Contains(rule.Id)).Select(change => change.Field)];
            foreach (string cite in rule.Cites)
            {
                Citation citation = Citation.Of(cite);
                reasons.Add(new(cite, citation.Section, $"row {rule.Id}: {rule.Title}", $"{rule.Why} {cite}: {citation.Gist}", fields));
            }
        }

        return reasons;
    }
}
