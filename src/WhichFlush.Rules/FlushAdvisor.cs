using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.HighPerformance;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules;

/// <summary>
/// The entry to the rules: one change in, one answer out. Pure and total: a question without errors (<see cref="Question.Validate"/>)
/// has an answer, and no descriptor value makes a method throw.
/// </summary>
public static class FlushAdvisor
{
    /// <summary>Answers in brief, without allocating.</summary>
    public static Decision Decide(in Question question)
    {
        TlbiTables tables = question.Tables;
        ref readonly DescriptorChange change = ref question.Change;
        return Decision.Of(Comparison.Compare(change, tables, DisputeSets.Permissive(change.Context.Reading)), tables);
    }

    /// <summary>Answers with reasons.</summary>
    public static Answer Explain(in Question question) => AnswerBuilder.Build(question.Change, question.Tables, KnownTables.Find);
}
