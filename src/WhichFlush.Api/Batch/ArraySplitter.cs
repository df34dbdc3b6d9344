using System.Buffers;
using System.IO.Pipelines;

namespace WhichFlush.Api.Batch;

/// <summary>Splits a JSON array into its items by brackets and quotes. The reader of an item finds out whether it is JSON.</summary>
internal sealed class ArraySplitter : IItemSplitter
{
    private State _state = State.Start;
    private long _scanned;
    private int _depth;
    private bool _inString, _escaped, _skipping;

    private enum State
    {
        Start,
        FirstItem,
        Item,
        Within,
        Separator,
        Ended,
    }

    /// <inheritdoc />
    public (byte[] Before, byte[] Between, byte[] After) Frame { get; } = ("["u8.ToArray(), ","u8.ToArray(), "]"u8.ToArray());

    /// <inheritdoc />
    public string Accepted => "a JSON array with an object for each item, and nothing after it";

    /// <summary>True if the body begins with <c>[</c>, or if the service stops before the first byte arrives. Consumes nothing.</summary>
    public static async ValueTask<bool> StartsArray(PipeReader body, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration waking = stopping.Register(body.CancelPendingRead);
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellationToken);
            byte? first = FirstOf(read.Buffer);
            if (first is not null || read.IsCompleted || read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start);
                return first == '[' || (first is null && read.IsCanceled);
            }

            body.AdvanceTo(read.Buffer.End);
        }
    }

    /// <inheritdoc />
    public Split Next(ref ReadOnlySequence<byte> buffer, bool complete, out ReadOnlySequence<byte> item)
    {
        item = default;
        if (_state != State.Within && !FindItem(ref buffer, out bool malformed))
        {
            return malformed ? Split.Malformed
                : !complete ? Split.NeedsMore
                : _state == State.Ended ? Split.End
                : Split.Malformed;
        }

        var reader = new SequenceReader<byte>(buffer);
        reader.Advance(_scanned);
        bool ended = ScanItem(ref reader);
        if (ended)
        {
            item = buffer.Slice(0, reader.Consumed);
            buffer = buffer.Slice(reader.Consumed);
            bool skipped = _skipping;
            _state = State.Separator;
            (_scanned, _depth, _skipping) = (0, 0, false);
            return skipped ? Next(ref buffer, complete, out item) : item.Length > ItemBatch.MaxItem ? Split.TooLong : Split.Item;
        }

        if (complete)
        {
            return Split.Malformed;
        }

        _scanned = reader.Consumed;
        if (_scanned <= ItemBatch.MaxItem && !_skipping)
        {
            return Split.NeedsMore;
        }

        buffer = buffer.Slice(buffer.End);
        _scanned = 0;
        bool already = _skipping;
        _skipping = true;
        return already ? Split.NeedsMore : Split.TooLong;
    }

    private static byte? FirstOf(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out byte first) ? first : null;
    }

    /// <summary>Moves to the start of the next item; false if it is not in the buffer.</summary>
    private bool FindItem(ref ReadOnlySequence<byte> buffer, out bool malformed)
    {
        malformed = false;
        while (FirstOf(buffer) is { } next)
        {
            var reader = new SequenceReader<byte>(buffer);
            reader.AdvancePastAny(" \t\r\n"u8);
            buffer = buffer.Slice(reader.Consumed);
            switch (_state, (char)next)
            {
                case (State.Start, '['):
                    _state = State.FirstItem;
                    break;
                case (State.FirstItem or State.Separator, ']'):
                    _state = State.Ended;
                    break;
                case (State.Separator, ','):
                    _state = State.Item;
                    break;
                case (State.FirstItem or State.Item, not (',' or ']')):
                    _state = State.Within;
                    return true;
                default:
                    malformed = true;
                    return false;
            }

            buffer = buffer.Slice(1);
        }

        buffer = buffer.Slice(buffer.End);
        return false;
    }

    /// <summary>Moves to the end of the item; false if it is not in the buffer.</summary>
    private bool ScanItem(ref SequenceReader<byte> reader)
    {
        while (reader.TryPeek(out byte value))
        {
            if (_inString)
            {
                if (_escaped)
                {
                    _escaped = false;
                }
                else if (!reader.TryAdvanceToAny("\"\\"u8, advancePastDelimiter: false))
                {
                    reader.AdvanceToEnd();
                    return false;
                }
                else
                {
                    reader.TryPeek(out value);
                    _escaped = value == '\\';
                    _inString = _escaped;
                }
            }
            else if (value is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (_depth == 0 && value is (byte)',' or (byte)']' or (byte)'}')
            {
                return true;
            }
            else if (value is (byte)'}' or (byte)']')
            {
                _depth--;
                if (_depth == 0)
                {
                    reader.Advance(1);
                    return true;
                }
            }
            else
            {
                _inString = value == '"';
            }

            reader.Advance(1);
        }

        return false;
    }
}
