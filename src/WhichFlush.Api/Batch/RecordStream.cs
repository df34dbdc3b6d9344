using System.Buffers;
using System.IO.Pipelines;
using WhichFlush.Api.Flush.Members;

namespace WhichFlush.Api.Batch;

/// <summary>Answers records as they come in.</summary>
internal static class RecordStream
{
    /// <summary>Records that are answered before the client has to take the answers.</summary>
    private const int MostUnsent = 1024;

    /// <summary>Answers every record, or those up to the last call and says so.</summary>
    public static async Task Answer(
        PipeReader requests,
        PipeWriter answers,
        BatchOptions options,
        CancellationToken lastCall,
        CancellationToken cancellationToken)
    {
        var draft = new FlushDraft();
        using var tally = new BatchTally(BatchFormat.Records);

        // Wakes a batch that waits for a client that has nothing to send.
        using CancellationTokenRegistration waking = lastCall.Register(requests.CancelPendingRead);
        while (true)
        {
            ReadResult read = await requests.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> left = read.Buffer;
            try
            {
                while (left.Length >= RecordFormat.Size && !lastCall.IsCancellationRequested)
                {
                    AnswerSome(ref left, answers, draft, options.Shared, tally);
                    tally.Add();
                    FlushResult flushed = await answers.FlushAsync(cancellationToken);
                    if (flushed.IsCompleted)
                    {
                        return;
                    }
                }
            }
            finally
            {
                requests.AdvanceTo(left.Start, left.End);
            }

            bool stop = lastCall.IsCancellationRequested, cut = read.IsCompleted && !left.IsEmpty;
            if (stop || cut)
            {
                End(answers, stop ? tally.Items : null);
                await answers.FlushAsync(cancellationToken);
            }

            if (stop || read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Writes the record after the last answer: that the service stops, or that the body ended within a record.</summary>
    private static void End(PipeWriter answers, long? stoppedAt)
    {
        Span<byte> answer = answers.GetSpan(RecordFormat.Size)[..RecordFormat.Size];
        if (stoppedAt is { } index)
        {
            RecordFormat.AnswerStop(answer, index);
        }
        else
        {
            RecordFormat.AnswerCut(answer);
        }

        answers.Advance(RecordFormat.Size);
    }

    private static void AnswerSome(ref ReadOnlySequence<byte> buffer, PipeWriter answers, FlushDraft draft, FlushDraft shared, BatchTally tally)
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
            RecordFormat.Answer(record[..RecordFormat.Size], space[(i * RecordFormat.Size)..][..RecordFormat.Size], draft, tally);
            reader.Advance(RecordFormat.Size);
        }

        answers.Advance(count * RecordFormat.Size);
        buffer = buffer.Slice(reader.Consumed);
        tally.Items += count;
    }
}
