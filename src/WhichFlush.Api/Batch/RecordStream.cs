using System.Buffers;
using System.IO.Pipelines;
using WhichFlush.Api.Flush.Members;

namespace WhichFlush.Api.Batch;

/// <summary>Answers records as they come in.</summary>
internal static class RecordStream
{
    /// <summary>Records that are answered before the client has to take the answers.</summary>
    private const int MostUnsent = 1024;

    /// <summary>Answers every record.</summary>
    public static async Task Answer(PipeReader requests, PipeWriter answers, BatchOptions options, CancellationToken cancellationToken)
    {
        var draft = new FlushDraft();
        while (true)
        {
            ReadResult read = await requests.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> left = read.Buffer;
            while (left.Length >= RecordFormat.Size)
            {
                AnswerSome(ref left, answers, draft, options.Shared);
                FlushResult flushed = await answers.FlushAsync(cancellationToken);
                if (flushed.IsCompleted)
                {
                    return;
                }
            }

            bool cut = read.IsCompleted && !left.IsEmpty;
            requests.AdvanceTo(left.Start, left.End);
            if (cut)
            {
                RecordFormat.AnswerCut(answers.GetSpan(RecordFormat.Size)[..RecordFormat.Size]);
                answers.Advance(RecordFormat.Size);
                await answers.FlushAsync(cancellationToken);
            }

            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static void AnswerSome(ref ReadOnlySequence<byte> buffer, PipeWriter answers, FlushDraft draft, FlushDraft shared)
    {
        int count = (int)Math.Min(MostUnsent, buffer.Length / RecordFormat.Size);
        Span<byte> space = answers.GetSpan(count * RecordFormat.Size);
        Span<byte> straddling = stackalloc byte[RecordFormat.Size];
        var reader = new SequenceReader<byte>(buffer);
        for (int i = 0; i < count; i++)
        {
            scoped ReadOnlySpan<byte> record = reader.UnreadSpan;
            if (record.Length < RecordFormat.Size)
            {
                reader.TryCopyTo(straddling);
                record = straddling;
            }

            draft.Restart(shared);
            RecordFormat.Answer(record[..RecordFormat.Size], space[(i * RecordFormat.Size)..][..RecordFormat.Size], draft);
            reader.Advance(RecordFormat.Size);
        }

        answers.Advance(count * RecordFormat.Size);
        buffer = buffer.Slice(reader.Consumed);
    }
}
