using System.Buffers;
using System.IO.Pipelines;

namespace WhichFlush.Api.Batch;

/// <summary>A batch of JSON items. Answers are collected before they are sent, because the server's buffer takes a lock for each write.</summary>
internal sealed class ItemBatch : IBatch
{
    /// <summary>Maximum bytes of an item: 1 MiB.</summary>
    public const int MaxItem = 1 << 20;

    /// <summary>Bytes of answers that are collected before they are sent.</summary>
    private const int MaxUnsent = 32 * 1024;

    private readonly IItemSplitter _items;
    private readonly ItemAnswerer _answerer;
    private readonly BatchTally _tally;
    private readonly byte[] _end;
    private readonly ArrayBufferWriter<byte> _unsent = new(MaxUnsent + (8 * 1024));

    /// <summary>A batch before its first item.</summary>
    public ItemBatch(BatchOptions options, BatchFormat format, BatchTally tally, CancellationToken cancellationToken)
    {
        _items = format == BatchFormat.Lines ? new LineSplitter() : new ArraySplitter();
        _answerer = new(options, tally, cancellationToken);
        _tally = tally;
        _end = _items.Frame.Between.Length == 0 ? "\n"u8.ToArray() : [];
        _unsent.Write(_items.Frame.Before);
    }

    /// <inheritdoc />
    public bool Ended { get; private set; }

    /// <inheritdoc />
    public bool AnswerSome(ref ReadOnlySequence<byte> buffer, bool complete, PipeWriter answers)
    {
        bool more = CollectSome(ref buffer, complete);
        HandOver(answers);
        return more;
    }

    /// <inheritdoc />
    public void Stop(PipeWriter answers)
    {
        StartOne();
        ItemAnswerer.Stop(_unsent, _tally.Items);
        _unsent.Write(_end);
        _unsent.Write(_items.Frame.After);
        HandOver(answers);
        Ended = true;
    }

    /// <summary>Sends the collected answers.</summary>
    private void HandOver(PipeWriter answers)
    {
        // An empty write would leave the server a buffer that may be too small for the next answer.
        if (_unsent.WrittenCount > 0)
        {
            answers.Write(_unsent.WrittenSpan);
            _unsent.ResetWrittenCount();
        }
    }

    private bool CollectSome(ref ReadOnlySequence<byte> buffer, bool complete)
    {
        while (_unsent.WrittenCount < MaxUnsent)
        {
            AnswerWhole(ref buffer);
            Split split = _items.Next(ref buffer, complete, out ReadOnlySequence<byte> item);
            if (split == Split.NeedsMore)
            {
                return false;
            }

            if (split != Split.End)
            {
                StartOne();
                AnswerOne(split, item);
                EndOne();
            }

            if (split is Split.End or Split.Malformed)
            {
                _unsent.Write(_items.Frame.After);
                buffer = buffer.Slice(buffer.End);
                Ended = true;
                return false;
            }
        }

        return true;
    }

    /// <summary>Answers the items that are whole in the first segment of the buffer, as most are.</summary>
    private void AnswerWhole(ref ReadOnlySequence<byte> buffer)
    {
        ReadOnlyMemory<byte> piece = buffer.First;
        int used = 0;
        while (_unsent.WrittenCount < MaxUnsent && _items.LengthOfWhole(piece.Span[used..]) is > 0 and int length)
        {
            StartOne();
            _answerer.Answer(_unsent, _tally.Items, piece.Span.Slice(used, length));
            EndOne();
            used += length + 1;
        }

        if (used > 0)
        {
            buffer = buffer.Slice(used);
        }
    }

    private void AnswerOne(Split split, in ReadOnlySequence<byte> item)
    {
        switch (split)
        {
            case Split.TooLong:
                ItemAnswerer.Refuse(_unsent, _tally.Items, $"Longer than {MaxItem} bytes. Accepted: items of at most that length.");
                break;
            case Split.Malformed:
                ItemAnswerer.Refuse(_unsent, _tally.Items, $"What follows belongs to no item, and was not read. Accepted: {_items.Accepted}.");
                break;
            default:
                _answerer.Answer(_unsent, _tally.Items, item);
                break;
        }
    }

    private void StartOne()
    {
        if (_tally.Items > 0)
        {
            _unsent.Write(_items.Frame.Between);
        }
    }

    private void EndOne()
    {
        _unsent.Write(_end);
        _tally.Items++;
    }
}
