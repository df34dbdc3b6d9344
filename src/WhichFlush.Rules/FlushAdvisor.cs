using System.Runtime.CompilerServices;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules;

/// <summary>
/// The entry to the rules: one change in, one answer out. Pure and total: a question whose <see cref="Question.Validate"/>
/// finds nothing has an answer, and nothing here throws on any descriptor value.
/// </summary>
public static class FlushAdvisor
{
    /// <summary>
    /// Answers in brief, without allocating: what follows from the context was worked out when the question was given it. Its
    /// steps are many and small: where one is inlined by attribute, the call would take longer than the step.
    /// </summary>
    public static Decision Decide(in Question question) => Decide(Comparison.Compare(question, PermissiveDisputes(question)));

    /// <summary>Answers with reasons.</summary>
    public static Answer Explain(in Question question) => AnswerBuilder.Build(question);

    internal static DisputeSet PermissiveDisputes(in Question question) =>
        question.Where.Reading == Reading.Permissive ? DisputeSet.All : DisputeSet.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Decision Decide(in Transition transition)
    {
        Requirement requirement = RuleTable.Decide(transition, out ulong triggered);
        return new Decision
        {
            Requirement = requirement,
            Tlbi = TlbiChoice.Choose(transition, requirement),
            RuleMask = triggered,
        };
    }
}
