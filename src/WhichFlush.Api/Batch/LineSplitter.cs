using System.Buffers;

namespace WhichFlush.Api.Batch;

/// <summary>Splits lines, one item each. Lines end with LF or CRLF, the last one may lack its end, and blank lines are no items.</summary>
internal sealed class LineSplitter : IItemSplitter
{
    private bool _skipping;
    private long _searched;

    /// <inheritdoc />
    public (byte[] Before, byte[] Between, byte[] After) Frame { get; } = ([], [], []);

    /// <inheritdoc />
    public string Accepted => "a JSON object on each line";

    /// <inheritdoc />
    public int LengthOfWhole(ReadOnlySpan<byte> piece)
    {
        int length = _skipping || _searched > 0 ? -1 : piece.IndexOf((byte)'\n');
        return length is > 0 and <= ItemBatch.MaxItem && piece[..length].ContainsAnyExcept(" \t\r"u8) ? length : 0;
    }

    /// <inheritdoc />
    public Split Next(ref ReadOnlySequence<byte> buffer, bool complete, out ReadOnlySequence<byte> item)
    {
        while (true)
        {
            // Bytes are searched once only: a long line that arrives byte by byte would take quadratic time.
            SequencePosition? end = buffer.Slice(_searched).PositionOf((byte)'\n');
            if (end is null && !(complete && buffer.Length > 0))
            {
                item = default;
                _searched = buffer.Length;
                if (complete)
                {
                    return Split.End;
                }

                if (_searched <= ItemBatch.MaxItem + 1)
                {
                    return Split.NeedsMore;
                }

                _searched = 0;
                buffer = buffer.Slice(buffer.End);
                bool already = _skipping;
                _skipping = true;
                return already ? Split.NeedsMore : Split.TooLong;
            }

            item = end is { } line ? buffer.Slice(0, line) : buffer;
            buffer = end is { } found ? buffer.Slice(buffer.GetPosition(1, found)) : buffer.Slice(buffer.End);
            _searched = 0;
            if (_skipping)
            {
                _skipping = false;
                continue;
            }

            if (item.Length > ItemBatch.MaxItem + 1 || (item.Length == ItemBatch.MaxItem + 1 && !EndsWithReturn(item)))
            {
                return Split.TooLong;
            }

            if (!IsBlank(item))
            {
                return Split.Item;
            }
        }
    }

    private static bool EndsWithReturn(in ReadOnlySequence<byte> line) => line.Slice(line.Length - 1).FirstSpan[0] == '\r';

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (ReadOnlyMemory<byte> part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }
}
