using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Explanation;

namespace WhichFlush.Api.Flush;

/// <summary>A question, its answer, and the parts of the request that the answer reports.</summary>
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

    /// <summary>The question.</summary>
    public ref readonly Question Question => ref _question;

    /// <summary>The engine's answer.</summary>
    public Answer Answer { get; }

    /// <summary>Consequences of not following the answer; <c>null</c> if not asked for, or if the answer has neither break nor TLBI.</summary>
    public WitnessAnswer? Witness { get; private init; }

    /// <summary>Rules of the manual that decided, each once.</summary>
    public string[] Rules => [.. Answer.Reasons.Select(reason => reason.Rule).Distinct(StringComparer.Ordinal)];

    /// <summary>Findings from CPUs and ID registers; <c>null</c> if the client gave none.</summary>
    public CapabilityResult? Capabilities => _binder.Capabilities;

    /// <summary>Whether the client gave a member; such a member is not listed as assumed.</summary>
    public bool IsPresent(string member) => _binder.IsPresent(member);

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="binder">The binder that the question was read by; it may ask for a witness.</param>
    /// <param name="aborted">Cancelled when the client no longer waits.</param>
    public static FlushReply To(in Question question, QuestionBinder binder, CancellationToken aborted)
    {
        Answer answer = FlushAdvisor.Explain(question);
        return new FlushReply(question, binder, answer) { Witness = binder.Witness ? Flush.Witness.Of(question, answer, aborted) : null };
    }
}
