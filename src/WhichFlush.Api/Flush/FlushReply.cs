using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules;

namespace WhichFlush.Api.Flush;

/// <summary>A question, its answer, and the parts of the request that the answer reports.</summary>
internal sealed class FlushReply
{
    private readonly Question _question;
    private readonly FlushDraft _draft;

    private FlushReply(in Question question, FlushDraft draft, Answer answer)
    {
        _question = question;
        _draft = draft;
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
    public CapabilityResult? Capabilities => _draft.Capabilities;

    /// <summary>Whether the client gave a member; such a member is not listed as assumed.</summary>
    public bool IsGiven(string member) => _draft.IsGiven(member);

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="draft">The draft that the question was made of; it may ask for a witness.</param>
    /// <param name="aborted">Cancelled when the client no longer waits.</param>
    public static FlushReply To(in Question question, FlushDraft draft, CancellationToken aborted)
    {
        Answer answer = FlushAdvisor.Explain(question);
        return new FlushReply(question, draft, answer) { Witness = draft.Witness ? Flush.Witness.Of(question, answer, aborted) : null };
    }
}
