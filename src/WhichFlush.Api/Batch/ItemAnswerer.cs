using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using WhichFlush.Api.Flush.Members;
using WhichFlush.Api.Flush.Templates;
using WhichFlush.Api.Json;
using WhichFlush.Rules;

namespace WhichFlush.Api.Batch;

/// <summary>Answers the items of one batch, one at a time. What an item needs is used again for the next.</summary>
internal sealed class ItemAnswerer(BatchOptions options, BatchTally tally, CancellationToken aborted)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonSetup.Options.Encoder, SkipValidation = true };

    private readonly FlushDraft _draft = new();
    private readonly ItemReader _reader = new();

    /// <summary>Answers an item.</summary>
    public void Answer(IBufferWriter<byte> answers, long index, in ReadOnlySequence<byte> item)
    {
        _draft.Restart(options.Shared);
        if (item.IsSingleSegment)
        {
            _reader.Read(_draft, item.First);
            Finish(answers, index);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent((int)item.Length);
        try
        {
            item.CopyTo(rented);
            _reader.Read(_draft, rented.AsMemory(0, (int)item.Length));
            Finish(answers, index);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Answers what is no item.</summary>
    public void Refuse(IBufferWriter<byte> answers, long index, string message)
    {
        _draft.Restart(options.Shared);
        _draft.Fail("body", message);
        WriteError(answers, index, _draft.Errors);
    }

    /// <summary>Says that the service stops, and which item is the first that it does not answer.</summary>
    public static void Stop(IBufferWriter<byte> answers, long index) => WriteError(answers, index, TypedResults.Problem(
        statusCode: StatusCodes.Status503ServiceUnavailable,
        detail: $"The service is stopping. It has answered {index} items; send the rest, from index {index} on, in another request.").ProblemDetails);

    private void Finish(IBufferWriter<byte> answers, long index)
    {
        ref readonly Question question = ref _draft.Finish();
        if (_draft.HasErrors)
        {
            WriteError(answers, index, _draft.Errors);
        }
        else if (options.Detail == BatchDetail.Full)
        {
            FlushJson.Write(answers, question, _draft, aborted, index);
        }
        else
        {
            Decision decision = FlushAdvisor.Decide(question);
            tally.Count(decision);
            BriefWriter.Write(answers, index, decision, _draft.Context);
        }
    }

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
