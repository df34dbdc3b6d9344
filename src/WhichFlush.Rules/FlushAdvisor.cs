using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.HighPerformance;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules;

/// <summary>
/// Entry point of the library: answers one question about one change. The methods have no side effects, and no descriptor value
/// makes them throw; <see cref="Question.Validate"/> must report no error.
/// </summary>
public static class FlushAdvisor
{
    /// <summary>One delegate for all calls.</summary>
    private static readonly FindTables Find = KnownTables.Find;

    /// <summary>Decides without an explanation and without allocation.</summary>
    public static Decision Decide(in Question question)
    {
        TlbiTables tables = question.Tables;
        ref readonly DescriptorChange change = ref question.Change;
        return Decision.Of(Comparison.Compare(change, tables, DisputeSets.Permissive(change.Context.Reading)), tables);
    }

    /// <summary>Decides, and counts the conditions and warnings of the explanation, without allocation.</summary>
    public static CountedDecision DecideAndCount(in Question question) => AnswerBuilder.Count(question.Change, question.Tables, Find);

    /// <summary>Decides and explains: reasons, sequence, conditions, hazards and the other parts of an <see cref="Answer"/>.</summary>
    public static Answer Explain(in Question question) => AnswerBuilder.Build(question.Change, question.Tables, Find);
}
