using System.Buffers;
using System.IO.Pipelines;

namespace WhichFlush.Api.Batch;

/// <summary>Answers records as they come in.</summary>
internal static class RecordStream
{
    /// <summary>Records that are answered before the client has to take the answers.</summary>
    private const int MostUnsent = 4096;

    /// <summary>Answers every record, or those up to the last call and says so.</summary>
    public static async Task Answer(
        PipeReader requests,
        PipeWriter answers,
        BatchOptions options,
        CancellationToken lastCall,
        CancellationToken cancellationToken)
    {
        using var tally = new BatchTally(BatchFormat.Records);
        var answerer = new RecordAnswerer(options.Shared, tally);

        // Wakes a batch that waits for a client that has nothing to send.
        using CancellationTokenRegistration waking = lastCall.Register(requests.CancelPendingRead);
        while (true)
        {
            ReadResult read = await requests.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> left = read.Buffer;
            try
            {
                while (left.Length >= RecordAnswerer.Size && !lastCall.IsCancellationRequested)
                {
                    for (int unsent = 0; unsent < MostUnsent && left.Length >= RecordAnswerer.Size;)
                    {
                        int answered = AnswerSome(ref left, answers, answerer);
                        unsent += answered;
                        tally.Items += answered;
                    }

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
        Span<byte> answer = answers.GetSpan(RecordAnswerer.Size)[..RecordAnswerer.Size];
        if (stoppedAt is { } index)
        {
            RecordAnswerer.AnswerStop(answer, index);
        }
        else
        {
            RecordAnswerer.AnswerCut(answer);
        }

        answers.Advance(RecordAnswerer.Size);
    }

    /// <summary>Answers the records in the first piece of the buffer, or the one that begins there and ends in another.</summary>
    private static int AnswerSome(ref ReadOnlySequence<byte> buffer, PipeWriter answers, RecordAnswerer answerer)
    {
        Span<byte> straddling = stackalloc byte[RecordAnswerer.Size];
        scoped ReadOnlySpan<byte> records = buffer.FirstSpan;
        if (records.Length < RecordAnswerer.Size)
        {
            buffer.Slice(0, RecordAnswerer.Size).CopyTo(straddling);
            records = straddling;
        }

        int count = Math.Min(MostUnsent, records.Length / RecordAnswerer.Size), size = count * RecordAnswerer.Size;
        Span<byte> space = answers.GetSpan(size);
        for (int at = 0; at < size; at += RecordAnswerer.Size)
        {
            answerer.Answer(records.Slice(at, RecordAnswerer.Size), space.Slice(at, RecordAnswerer.Size));
        }

        answers.Advance(size);
        buffer = buffer.Slice(size);
        return count;
    }
}
