using System.Buffers;
using System.IO.Pipelines;
using WhichFlush.Api.Flush;

namespace WhichFlush.Api.Batch;

/// <summary>Answers items in order, as they arrive, in constant memory.</summary>
internal static class BatchStream
{
    /// <summary>Answers every item, or, if the service stops, some of them and a last answer that says so.</summary>
    public static async Task Answer(
        PipeReader requests,
        PipeWriter answers,
        BatchOptions options,
        BatchFormat format,
        FlushJson json,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        using var tally = new BatchTally(format);
        IBatch batch = format == BatchFormat.Records
            ? new RecordBatch(options, tally)
            : new ItemBatch(options, format, json, tally, cancellationToken);

        // A batch may be waiting for a client that sends nothing.
        using CancellationTokenRegistration waking = stopping.Register(requests.CancelPendingRead);
        while (!batch.Ended)
        {
            ReadResult read = await requests.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> left = read.Buffer;
            try
            {
                bool more = true;
                while (more)
                {
                    if (stopping.IsCancellationRequested)
                    {
                        batch.Stop(answers);
                    }

                    more = !batch.Ended && batch.AnswerSome(ref left, read.IsCompleted, answers);
                    tally.Add();

                    // Backpressure: while the client does not take its answers, nothing more is read.
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
        }
    }
}

/// <summary>A batch in one of the formats, answered piece by piece.</summary>
internal interface IBatch
{
    /// <summary>True after the last answer.</summary>
    bool Ended { get; }

    /// <summary>Answers items until there is enough to be sent; false if the buffer holds no further item.</summary>
    /// <param name="buffer">The bytes that arrived and were not used yet; used bytes are removed.</param>
    /// <param name="complete">True if no more bytes will arrive.</param>
    /// <param name="answers">Receives the answers.</param>
    bool AnswerSome(ref ReadOnlySequence<byte> buffer, bool complete, PipeWriter answers);

    /// <summary>Ends the batch with an answer that names the first item without an answer.</summary>
    void Stop(PipeWriter answers);
}
