using WhichFlush.Api.Questions;
using WhichFlush.Rules;

namespace WhichFlush.Api.HighPerformance;

/// <summary>Questions with the same key have the same <see cref="AnswerTemplate"/>.</summary>
/// <param name="Question">The question without its addresses.</param>
/// <param name="Given">Members that the client gave, a bit for each index: the answer does not list them as assumed.</param>
/// <param name="AsidKnown">Whether the question has an ASID: without one an operand may have no value.</param>
internal readonly record struct TemplateKey(QuestionWithoutAddresses Question, ulong Given, bool AsidKnown)
{
    /// <summary>
    /// The key of a question; <c>null</c> if its answer depends on more than the key holds: children, a run, CPUs and ID registers,
    /// or a witness.
    /// </summary>
    public static TemplateKey? Of(in Question question, QuestionBinder binder) =>
        binder.Capabilities is null && !binder.Witness && QuestionWithoutAddresses.Of(question) is { } projection
            ? new(projection, binder.Present, question.Where.Asid is not null)
            : null;
}
