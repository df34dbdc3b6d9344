using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Batch;

/// <summary>Answers the items of one batch, one at a time. What an item needs is used again for the next.</summary>
internal sealed class ItemAnswerer(BatchOptions options, FlushJson json, BatchTally tally, CancellationToken aborted)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonSetup.Options.Encoder, SkipValidation = true };

    /// <summary>Shapes of items that are kept at most, of about 1 KiB each; a power of two.</summary>
    private const int MostShapes = 128;

    private readonly ItemShape?[] _shapes = new ItemShape?[MostShapes];
    private readonly ItemReader _reader = new();
    private ItemShape _last = new();

    /// <summary>Answers an item.</summary>
    public void Answer(IBufferWriter<byte> answers, long index, in ReadOnlySequence<byte> item)
    {
        if (item.IsSingleSegment)
        {
            Answer(answers, index, item.First);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent((int)item.Length);
        try
        {
            item.CopyTo(rented);
            Answer(answers, index, rented.AsMemory(0, (int)item.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Answers an item that is in one piece.</summary>
    public void Answer(IBufferWriter<byte> answers, long index, ReadOnlyMemory<byte> item)
    {
        if (!_last.TryRead(item.Span))
        {
            _last = _shapes[ItemShape.HashOf(item.Span) & (MostShapes - 1)] ??= new();
            if (!_last.TryRead(item.Span))
            {
                ReadAndDecide(answers, index, item, _last);
                return;
            }
        }

        Decide(answers, index, _last.Draft);
    }

    /// <summary>Answers what is no item.</summary>
    public static void Refuse(IBufferWriter<byte> answers, long index, string message)
    {
        var draft = new FlushDraft();
        draft.Fail("body", message);
        WriteError(answers, index, draft.Errors);
    }

    /// <summary>Says that the service stops, and which item is the first that it does not answer.</summary>
    public static void Stop(IBufferWriter<byte> answers, long index) => WriteError(answers, index, TypedResults.Problem(
        statusCode: StatusCodes.Status503ServiceUnavailable,
        detail: $"The service is stopping. It has answered {index} items; send the rest, from index {index} on, in another request.").ProblemDetails);

    private void ReadAndDecide(IBufferWriter<byte> answers, long index, ReadOnlyMemory<byte> item, ItemShape shape)
    {
        shape.Draft.Restart(options.Shared);
        _reader.Read(shape.Draft, item);
        shape.Draft.Finish();
        if (shape.Draft.HasErrors)
        {
            shape.Forget();
            WriteError(answers, index, shape.Draft.Errors);
        }
        else
        {
            shape.Keep(item.Span, _reader.Places);
            Decide(answers, index, shape.Draft);
        }
    }

    private void Decide(IBufferWriter<byte> answers, long index, FlushDraft draft)
    {
        ref readonly Question question = ref draft.Asked;
        if (options.Detail == BatchDetail.Full)
        {
            json.Write(answers, question, draft, aborted, index);
        }
        else
        {
            Decision decision = FlushAdvisor.Decide(question);
            tally.Count(decision);
            BriefWriter.Write(answers, index, decision, question.Where);
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
