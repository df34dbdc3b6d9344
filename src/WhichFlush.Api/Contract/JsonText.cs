using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace WhichFlush.Api.Contract;

/// <summary>
/// Writes JSON whose shape is known beforehand: constant text goes out as it stands, and only values are escaped or formatted.
/// Nothing is checked; whoever writes sees to commas and brackets.
/// </summary>
internal ref struct JsonText
{
    /// <summary>At least so much is asked for at a time.</summary>
    private const int Chunk = 8 * 1024;

    /// <summary>A character never takes more: <c>\u0000</c>.</summary>
    private const int LongestEscape = 6;

    private static readonly JavaScriptEncoder Encoder = JsonSetup.Options.Encoder!;

    /// <summary>What stands in a JSON string as it is, in one byte of UTF-8.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(one => one is not ('"' or '\\'))]);

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _space;
    private int _length;
    private int _handedOver;

    /// <summary>Writes to <paramref name="output"/>; <see cref="Flush"/> ends it.</summary>
    public JsonText(IBufferWriter<byte> output)
    {
        _output = output;
        _space = output.GetSpan(Chunk);
    }

    /// <summary>Bytes written so far.</summary>
    public readonly int Position => _handedOver + _length;

    /// <summary>Hands over what was written.</summary>
    public void Flush()
    {
        HandOver();
        _space = default;
    }

    /// <summary>Writes JSON as it stands.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_space[_length..]);
        _length += json.Length;
    }

    /// <summary>Writes one byte of JSON.</summary>
    public void Raw(byte json)
    {
        Reserve(1);
        _space[_length++] = json;
    }

    /// <summary>Writes a string in quotes.</summary>
    public void Text(string value)
    {
        Raw((byte)'"');
        PartOfText(value);
        Raw((byte)'"');
    }

    /// <summary>Writes a part of a string, without quotes.</summary>
    public void PartOfText(string value)
    {
        if (value.AsSpan().ContainsAnyExcept(Plain))
        {
            Escaped(value);
            return;
        }

        Reserve(value.Length);
        Ascii.FromUtf16(value, _space[_length..], out int written);
        _length += written;
    }

    /// <summary>Writes a 64-bit value in quotes, as the contract has it: <c>"0x1f"</c>.</summary>
    public void Hex(ulong value)
    {
        Reserve(20);
        Span<byte> space = _space[_length..];
        space[0] = (byte)'"';
        space[1] = (byte)'0';
        space[2] = (byte)'x';
        Utf8Formatter.TryFormat(value, space[3..], out int digits, new StandardFormat('x'));
        space[3 + digits] = (byte)'"';
        _length += digits + 4;
    }

    /// <summary>Writes an integer.</summary>
    public void Number(long value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, _space[_length..], out int digits);
        _length += digits;
    }

    /// <summary>Writes a boolean.</summary>
    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Writes strings as an array.</summary>
    public void Texts(IReadOnlyList<string> values)
    {
        Raw((byte)'[');
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                Raw((byte)',');
            }

            Text(values[i]);
        }

        Raw((byte)']');
    }

    /// <summary>Writes a name, with the punctuation around it, and its value.</summary>
    public void Text(ReadOnlySpan<byte> name, string value)
    {
        Raw(name);
        Text(value);
    }

    /// <inheritdoc cref="Text(ReadOnlySpan{byte}, string)"/>
    public void Number(ReadOnlySpan<byte> name, long value)
    {
        Raw(name);
        Number(value);
    }

    /// <inheritdoc cref="Text(ReadOnlySpan{byte}, string)"/>
    public void Boolean(ReadOnlySpan<byte> name, bool value)
    {
        Raw(name);
        Boolean(value);
    }

    /// <inheritdoc cref="Text(ReadOnlySpan{byte}, string)"/>
    public void Texts(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        Raw(name);
        Texts(values);
    }

    private void Escaped(string value)
    {
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        int length = Encoding.UTF8.GetBytes(value, utf8);
        Reserve(length * LongestEscape);
        Encoder.EncodeUtf8(utf8.AsSpan(0, length), _space[_length..], out _, out int written);
        _length += written;
        ArrayPool<byte>.Shared.Return(utf8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int more)
    {
        if (_space.Length - _length < more)
        {
            Grow(more);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int more)
    {
        HandOver();
        _space = _output.GetSpan(Math.Max(more, Chunk));
    }

    private void HandOver()
    {
        _output.Advance(_length);
        _handedOver += _length;
        _length = 0;
    }
}
