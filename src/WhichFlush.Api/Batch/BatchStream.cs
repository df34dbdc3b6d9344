using System.Buffers;
using System.IO.Pipelines;
using WhichFlush.Api.Flush;

namespace WhichFlush.Api.Batch;

/// <summary>Answers items one after the other, as they come in, in constant memory.</summary>
internal static class BatchStream
{
    /// <summary>Answers every item, or those up to the last call and says so.</summary>
    public static async Task Answer(
        PipeReader requests,
        PipeWriter answers,
        BatchOptions options,
        BatchFormat format,
        FlushJson json,
        CancellationToken lastCall,
        CancellationToken cancellationToken)
    {
        using var tally = new BatchTally(format);
        IBatch batch = format == BatchFormat.Records
            ? new RecordBatch(options.Shared, tally)
            : new ItemBatch(options, format, json, tally, cancellationToken);

        // Wakes a batch that waits for a client that has nothing to send.
        using CancellationTokenRegistration waking = lastCall.Register(requests.CancelPendingRead);
        while (!batch.Ended)
        {
            ReadResult read = await requests.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> left = read.Buffer;
            try
            {
                bool more = true;
                while (more)
                {
                    if (lastCall.IsCancellationRequested)
                    {
                        batch.Stop(answers);
                    }

                    more = !batch.Ended && batch.AnswerSome(ref left, read.IsCompleted, answers);
                    tally.Add();

                    // Waits while the client does not take its answers; nothing is read meanwhile.
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

/// <summary>A batch that is answered piece by piece.</summary>
internal interface IBatch
{
    /// <summary>Nothing more will be answered.</summary>
    bool Ended { get; }

    /// <summary>Answers items until enough is there to be sent; false if there is no further item in the buffer.</summary>
    /// <param name="buffer">What came in and was not used yet; what is used is taken off.</param>
    /// <param name="complete">Nothing more will come.</param>
    /// <param name="answers">Where to.</param>
    bool AnswerSome(ref ReadOnlySequence<byte> buffer, bool complete, PipeWriter answers);

    /// <summary>Ends the answers with one that says with which item to go on elsewhere.</summary>
    void Stop(PipeWriter answers);
}
