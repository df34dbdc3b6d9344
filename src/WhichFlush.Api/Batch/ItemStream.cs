using System.Buffers;
using System.IO.Pipelines;

namespace WhichFlush.Api.Batch;

/// <summary>Answers JSON items one after the other, as they come in, in constant memory.</summary>
internal static class ItemStream
{
    /// <summary>Bytes of the longest item that is read: 1 MiB.</summary>
    public const int LongestItem = 1 << 20;

    /// <summary>Bytes of answers that are collected before the client has to take them.</summary>
    private const int MostUnsent = 32 * 1024;

    /// <summary>Answers every item, or those up to the last call and says so.</summary>
    public static async Task Answer(
        PipeReader requests,
        PipeWriter answers,
        BatchOptions options,
        BatchFormat format,
        CancellationToken lastCall,
        CancellationToken cancellationToken)
    {
        using var tally = new BatchTally(format);
        var batch = new Batch(format == BatchFormat.Lines ? new LineSplitter() : new ArraySplitter(), new ItemAnswerer(options, tally, cancellationToken), tally, answers);
        batch.WriteFrame(batch.Items.Frame.Before);

        // Wakes a batch that waits for a client that has nothing to send.
        using CancellationTokenRegistration waking = lastCall.Register(requests.CancelPendingRead);
        while (!batch.Ended)
        {
            ReadResult read = await requests.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> left = read.Buffer;
            bool more = true;
            while (more)
            {
                if (lastCall.IsCancellationRequested)
                {
                    batch.Stop();
                }

                more = !batch.Ended && batch.AnswerSome(ref left, read.IsCompleted);
                tally.Add();

                // Waits while the client does not take its answers; nothing is read meanwhile.
                FlushResult flushed = await answers.FlushAsync(cancellationToken);
                if (flushed.IsCompleted)
                {
                    return;
                }
            }

            requests.AdvanceTo(left.Start, left.End);
        }
    }

    /// <summary>Where a batch is.</summary>
    private sealed class Batch(IItemSplitter items, ItemAnswerer answerer, BatchTally tally, PipeWriter answers)
    {
        public IItemSplitter Items => items;

        public bool Ended { get; private set; }

        /// <summary>Answers items until enough is there to be sent; false if there is no further item in the buffer.</summary>
        public bool AnswerSome(ref ReadOnlySequence<byte> buffer, bool complete)
        {
            while (answers.UnflushedBytes < MostUnsent)
            {
                Split split = items.Next(ref buffer, complete, out ReadOnlySequence<byte> item);
                if (split == Split.NeedsMore)
                {
                    return false;
                }

                if (split != Split.End)
                {
                    WriteFrame(tally.Items == 0 ? [] : items.Frame.Between);
                    AnswerOne(split, item);
                    tally.Items++;
                }

                if (split is Split.End or Split.Malformed)
                {
                    WriteFrame(items.Frame.After);
                    buffer = buffer.Slice(buffer.End);
                    Ended = true;
                    return false;
                }
            }

            return true;
        }

        /// <summary>Ends the answers with one that says with which item to go on elsewhere.</summary>
        public void Stop()
        {
            WriteFrame(tally.Items == 0 ? [] : items.Frame.Between);
            ItemAnswerer.Stop(answers, tally.Items);
            EndOne();
            WriteFrame(items.Frame.After);
            Ended = true;
        }

        /// <summary>
        /// Writes a part of the frame, if it has any bytes: space that the server was asked for and that nothing was put into is given
        /// out again, though it may be less than the next one asks for.
        /// </summary>
        public void WriteFrame(byte[] part)
        {
            if (part.Length > 0)
            {
                answers.Write(part);
            }
        }

        private void AnswerOne(Split split, in ReadOnlySequence<byte> item)
        {
            switch (split)
            {
                case Split.TooLong:
                    answerer.Refuse(answers, tally.Items, $"Longer than {LongestItem} bytes. Accepted: items of at most that length.");
                    break;
                case Split.Malformed:
                    answerer.Refuse(answers, tally.Items, $"What follows belongs to no item, and was not read. Accepted: {items.Accepted}.");
                    break;
                default:
                    answerer.Answer(answers, tally.Items, item);
                    break;
            }

            EndOne();
        }

        private void EndOne()
        {
            if (items.Frame.Between.Length == 0)
            {
                answers.Write("\n"u8);
            }
        }
    }
}
