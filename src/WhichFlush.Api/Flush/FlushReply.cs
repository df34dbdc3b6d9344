using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Explanation;

namespace WhichFlush.Api.Flush;

/// <summary>A question with its answer, and what of the request shows in the answer.</summary>
internal sealed class FlushReply
{
    private readonly Question _question;
    private readonly QuestionBinder _binder;

    private FlushReply(in Question question, QuestionBinder binder, Answer answer)
    {
        _question = question;
        _binder = binder;
        Answer = answer;
    }

    /// <summary>What was asked.</summary>
    public ref readonly Question Question => ref _question;

    /// <summary>What the engine says.</summary>
    public Answer Answer { get; }

    /// <summary>What goes wrong if the answer is not followed, if that was asked for and there is something to follow.</summary>
    public WitnessAnswer? Witness { get; private init; }

    /// <summary>The manual's rules that decided, each once.</summary>
    public string[] Rules => [.. Answer.Reasons.Select(reason => reason.Rule).Distinct(StringComparer.Ordinal)];

    /// <summary>What parts and registers told, if any was given.</summary>
    public CapabilityResult? Capabilities => _binder.Capabilities;

    /// <summary>Whether the client gave a member, so that it is not listed as assumed.</summary>
    public bool IsPresent(string member) => _binder.IsPresent(member);

    /// <summary>Answers a question that a binder has completed, with the witness if it asks for it.</summary>
    public static FlushReply To(in Question question, QuestionBinder binder, CancellationToken aborted)
    {
        Answer answer = FlushAdvisor.Explain(question);
        return new FlushReply(question, binder, answer) { Witness = binder.Witness ? Flush.Witness.Of(question, answer, aborted) : null };
    }
}
