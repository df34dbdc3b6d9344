using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.HighPerformance;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Explanation;

namespace WhichFlush.Api.Batch;

/// <summary>Answers the items of one batch, one at a time, with one binder for all of them.</summary>
/// <param name="options">The query string of the batch.</param>
/// <param name="json">Writer of whole answers.</param>
/// <param name="tally">Counts the decisions.</param>
/// <param name="aborted">Cancelled when the client is gone.</param>
internal sealed class ItemAnswerer(BatchOptions options, FlushJson json, BatchTally tally, CancellationToken aborted)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonSetup.Options.Encoder, SkipValidation = true };

    private readonly QuestionBinder _binder = new();

    /// <summary>Answers an item.</summary>
    public void Answer(IBufferWriter<byte> answers, long index, in ReadOnlySequence<byte> item)
    {
        if (item.IsSingleSegment)
        {
            Answer(answers, index, item.FirstSpan);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent((int)item.Length);
        try
        {
            item.CopyTo(rented);
            Answer(answers, index, rented.AsSpan(0, (int)item.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Answers an item in one piece.</summary>
    public void Answer(IBufferWriter<byte> answers, long index, ReadOnlySpan<byte> item)
    {
        _binder.Reset(options.Shared);
        JsonQuestionReader.Read(_binder, item);
        ref readonly Question question = ref _binder.Complete();
        if (_binder.HasErrors)
        {
            WriteError(answers, index, _binder.Errors.ToProblem());
        }
        else if (options.Detail == BatchDetail.Full)
        {
            json.Write(answers, question, _binder, aborted, index);
        }
        else
        {
            CountedDecision counted = FlushAdvisor.DecideAndCount(question);
            tally.Count(counted.Decision);
            BriefWriter.Write(answers, index, WithCapabilities(counted), question.Where);
        }
    }

    /// <summary>Adds the conditions that come from named parts and registers, as the whole answer does.</summary>
    private CountedDecision WithCapabilities(in CountedDecision counted) => _binder.Capabilities is { Conditions.Count: > 0 and int more }
        ? counted with { ConditionCount = counted.ConditionCount + more }
        : counted;

    /// <summary>Answers a piece of the body that is no item.</summary>
    public static void Refuse(IBufferWriter<byte> answers, long index, string message) =>
        WriteError(answers, index, new Dictionary<string, string[]>(StringComparer.Ordinal) { ["body"] = [message] });

    /// <summary>Answers that the service stops before the item of this index.</summary>
    public static void Stop(IBufferWriter<byte> answers, long index) => WriteError(answers, index, TypedResults.Problem(
        statusCode: StatusCodes.Status503ServiceUnavailable,
        detail: $"The service is stopping. It has answered {index} items; send the rest, from index {index} on, in another request.").ProblemDetails);

    private static void WriteError(IBufferWriter<byte> answers, long index, Dictionary<string, string[]> errors) =>
        WriteError(answers, index, TypedResults.ValidationProblem(errors).ProblemDetails);

    private static void WriteError(IBufferWriter<byte> answers, long index, ProblemDetails problem)
    {
        using var json = new Utf8JsonWriter(answers, Writing);
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WritePropertyName("error");
        JsonSerializer.Serialize(json, problem, problem.GetType(), JsonSetup.Options);
        json.WriteEndObject();
    }
}
