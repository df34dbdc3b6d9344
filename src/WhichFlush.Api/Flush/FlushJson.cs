using System.Buffers;
using WhichFlush.Api.Contract;
using WhichFlush.Api.HighPerformance;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.HighPerformance;

namespace WhichFlush.Api.Flush;

/// <summary>Writes answers in JSON. Keeps their templates: a trace has few kinds of change at many addresses.</summary>
/// <param name="templates">Templates of recent answers.</param>
internal sealed class FlushJson(BoundedCache<TemplateKey, AnswerTemplate> templates)
{
    /// <summary>Number of templates that are kept, each of 6 to 20 KiB.</summary>
    private const int MaxTemplates = 512;

    /// <summary>Makes a writer without templates.</summary>
    public static FlushJson Create() => new(new(MaxTemplates));

    /// <summary>Writes the answer to a question, and counts the decision.</summary>
    /// <param name="output">Destination.</param>
    /// <param name="question">The question.</param>
    /// <param name="binder">The binder that made the question.</param>
    /// <param name="aborted">Cancelled when the client no longer waits.</param>
    /// <param name="index">Index in a batch, written as the first member.</param>
    public void Write(IBufferWriter<byte> output, in Question question, QuestionBinder binder, CancellationToken aborted, long? index = null)
    {
        AnswerTemplate template = TemplateOf(question, binder, aborted);
        ServiceMeters.CountDecision(template.Verdict, template.Rules);
        template.Fill(output, question, index);
    }

    /// <summary>The template of the answer to a question.</summary>
    public AnswerTemplate TemplateOf(in Question question, QuestionBinder binder, CancellationToken aborted)
    {
        TemplateKey? key = TemplateKey.Of(question, binder);
        if (key is { } known && templates.TryGet(known, out AnswerTemplate? template))
        {
            return template;
        }

        var reply = FlushReply.To(question, binder, aborted);
        template = Make(reply);
        if (key is { } missing && QuestionWithoutAddresses.CoversExplanationOf(reply.Answer.Decision))
        {
            templates.Set(missing, template);
        }

        return template;
    }

    private static AnswerTemplate Make(FlushReply reply)
    {
        var recorder = new List<RecordedValue>(64);
        return AnswerTemplate.Of(FlushAnswerMapper.Map(reply, recorder), recorder, reply.Rules);
    }
}
