using System.Buffers;
using System.Text.Json;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Flush.Members;
using WhichFlush.Api.Json;
using WhichFlush.Rules;

namespace WhichFlush.Api.Batch;

/// <summary>Answers the items of one batch, one at a time. What an item needs is used again for the next.</summary>
internal sealed class ItemAnswerer(BatchOptions options, CancellationToken aborted)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonSetup.Options.Encoder, SkipValidation = true };

    private readonly FlushDraft _draft = new();
    private readonly ItemReader _reader = new();
    private readonly ArrayBufferWriter<byte> _whole = new();

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

    private void Finish(IBufferWriter<byte> answers, long index)
    {
        Question question = _draft.Finish();
        if (_draft.HasErrors)
        {
            WriteError(answers, index, _draft.Errors);
        }
        else if (options.Detail == BatchDetail.Full)
        {
            WriteWhole(answers, index, FlushAnswerMapper.Answer(question, _draft, aborted));
        }
        else
        {
            BriefWriter.Write(answers, index, FlushAdvisor.Decide(question), _draft.Context);
        }
    }

    private static void WriteError(IBufferWriter<byte> answers, long index, Dictionary<string, string[]> errors)
    {
        using var json = new Utf8JsonWriter(answers, Writing);
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WritePropertyName("error");
        JsonSerializer.Serialize(json, TypedResults.ValidationProblem(errors).ProblemDetails, JsonSetup.Options);
        json.WriteEndObject();
    }

    /// <summary>Writes the answer of <c>/v1/flush</c> with the index as its first member.</summary>
    private void WriteWhole(IBufferWriter<byte> answers, long index, FlushAnswer answer)
    {
        _whole.ResetWrittenCount();
        AnswerJson.Write(_whole, answer);
        BriefWriter.WriteIndex(answers, index);
        answers.Write(","u8);
        answers.Write(_whole.WrittenSpan[1..]);
    }
}
