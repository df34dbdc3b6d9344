using System.Buffers;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Api.HighPerformance;

/// <summary>Answers in JSON. The templates of answers are kept: a trace asks about few shapes of change at many addresses.</summary>
internal static class FlushJson
{
    /// <summary>Templates that are kept at most, of some 6 to 20 KiB each; a power of two.</summary>
    private const int Slots = 512;

    private static readonly Kept?[] Store = new Kept?[Slots];

    /// <summary>Answers a question that a binder has completed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="question">The question.</param>
    /// <param name="binder">The binder.</param>
    /// <param name="aborted">Nobody waits for the answer any more.</param>
    /// <param name="index">Its place in a batch, which then is the first member.</param>
    public static void Write(IBufferWriter<byte> output, in Question question, QuestionBinder binder, CancellationToken aborted, long? index = null)
    {
        AnswerTemplate template = TemplateOf(question, binder, aborted);
        ServiceMeters.CountDecision(template.Verdict, template.Rules);
        template.Fill(output, question, index);
    }

    private static AnswerTemplate TemplateOf(in Question question, QuestionBinder binder, CancellationToken aborted)
    {
        if (QuestionShape.Of(question, binder) is not { } shape)
        {
            return TemplateWriter.Write(FlushReply.To(question, binder, aborted));
        }

        // A slot holds the last template that fell into it: what is read is whole, whoever writes meanwhile.
        ref Kept? slot = ref Store[shape.GetHashCode() & (Slots - 1)];
        Kept? kept = Volatile.Read(ref slot);
        if (kept is not null && kept.Shape == shape)
        {
            return kept.Template;
        }

        FlushReply reply = FlushReply.To(question, binder, aborted);
        AnswerTemplate template = TemplateWriter.Write(reply);
        if (reply.Answer.Decision.Requirement.Reach != Reach.Run)
        {
            Volatile.Write(ref slot, new Kept(shape, template));
        }

        return template;
    }

    private sealed record Kept(QuestionShape Shape, AnswerTemplate Template);
}
