using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules;

namespace WhichFlush.Api.Flush;

/// <summary>A question with its answer, and what of the request shows in the answer.</summary>
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

    /// <summary>What was asked.</summary>
    public ref readonly Question Question => ref _question;

    /// <summary>What the engine says.</summary>
    public Answer Answer { get; }

    /// <summary>What goes wrong if the answer is not followed, if that was asked for and there is something to follow.</summary>
    public WitnessAnswer? Witness { get; private init; }

    /// <summary>The manual's rules that decided, each once.</summary>
    public string[] Rules => [.. Answer.Reasons.Select(reason => reason.Rule).Distinct(StringComparer.Ordinal)];

    /// <summary>What parts and registers told, if any was given.</summary>
    public CapabilityResult? Capabilities => _draft.Capabilities;

    /// <summary>Whether the client gave a member, so that it is not listed as assumed.</summary>
    public bool IsGiven(string member) => _draft.IsGiven(member);

    /// <summary>Answers a question that a draft was finished to, with the witness if it asks for it.</summary>
    public static FlushReply To(in Question question, FlushDraft draft, CancellationToken aborted)
    {
        Answer answer = FlushAdvisor.Explain(question);
        return new FlushReply(question, draft, answer) { Witness = draft.Witness ? Flush.Witness.Of(question, answer, aborted) : null };
    }
}
