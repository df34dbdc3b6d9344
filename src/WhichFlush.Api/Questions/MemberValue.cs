using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Questions;

/// <summary>The value of a member as the client wrote it, in UTF-8: text from a query string, or a JSON value.</summary>
internal readonly ref struct MemberValue
{
    /// <summary>Characters of a value that a message repeats.</summary>
    private const int MaxGiven = 60;

    private readonly ReadOnlySpan<byte> _raw;

    /// <summary><see cref="JsonTokenType.None"/> for a value of a query string.</summary>
    private readonly JsonTokenType _type;

    /// <summary>A value of a query string.</summary>
    public MemberValue(string text) => _raw = Encoding.UTF8.GetBytes(text);

    /// <summary>A JSON value.</summary>
    /// <param name="json">The whole value: a string with its quotes, an array or object with its brackets.</param>
    /// <param name="type">Its first token.</param>
    public MemberValue(ReadOnlySpan<byte> json, JsonTokenType type)
    {
        _raw = json;
        _type = type;
    }

    /// <summary>A JSON <c>null</c>.</summary>
    public bool IsNull => _type == JsonTokenType.Null;

    /// <summary>An empty value of a query string.</summary>
    public bool IsEmpty => _type == JsonTokenType.None && _raw.IsEmpty;

    /// <summary>A JSON array, or any value of a query string, whose lists are comma-separated.</summary>
    public bool IsList => _type is JsonTokenType.StartArray or JsonTokenType.None;

    /// <summary>The text of a JSON array, with its brackets; empty for any other value.</summary>
    public ReadOnlySpan<byte> Array => _type == JsonTokenType.StartArray ? _raw : default;

    /// <summary>The text of a JSON object, with its brackets; empty for any other value.</summary>
    public ReadOnlySpan<byte> Object => _type == JsonTokenType.StartObject ? _raw : default;

    /// <summary>The value as the client wrote it, shortened, for messages.</summary>
    public string Given
    {
        get
        {
            // A character has at most 4 bytes: a long value is not decoded in whole.
            string given = Encoding.UTF8.GetString(_raw[..Math.Min(_raw.Length, (MaxGiven + 1) * 4)]);
            return given.Length > MaxGiven ? given[..(MaxGiven - 3)] + "..." : given;
        }
    }

    /// <summary>The text of a JSON string or of a query string; <c>null</c> for any other value.</summary>
    public string? Text => TryText(out ReadOnlySpan<byte> utf8) ? Encoding.UTF8.GetString(utf8) : null;

    /// <summary>Reads the value at the current token of a JSON reader, with its items or members.</summary>
    /// <param name="reader">The reader; moves to the last token of the value.</param>
    /// <param name="json">The text of the reader.</param>
    public static MemberValue Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        JsonTokenType type = reader.TokenType;
        reader.Skip();
        return new(json[start..(int)reader.BytesConsumed], type);
    }

    /// <summary>The text of a JSON string or of a query string, in UTF-8.</summary>
    /// <exception cref="InvalidOperationException">The string has half of a surrogate pair.</exception>
    public bool TryText(out ReadOnlySpan<byte> utf8)
    {
        utf8 = _type == JsonTokenType.String ? _raw[1..^1] : _raw;
        if (_type == JsonTokenType.String && utf8.Contains((byte)'\\'))
        {
            var reader = new Utf8JsonReader(_raw);
            reader.Read();
            utf8 = Encoding.UTF8.GetBytes(reader.GetString()!);
        }

        return _type is JsonTokenType.String or JsonTokenType.None;
    }

    /// <summary>A text of at most as many ASCII characters as there is room for.</summary>
    public bool TryText(Span<char> text, out int length)
    {
        length = 0;
        return TryText(out ReadOnlySpan<byte> utf8) && utf8.Length <= text.Length && Ascii.ToUtf16(utf8, text, out length) == OperationStatus.Done;
    }

    /// <summary>An unsigned 64-bit value, see <see cref="Hex64"/>; a JSON number must be a decimal integer.</summary>
    public bool TryUInt64(out ulong value)
    {
        value = 0;
        return TryText(out ReadOnlySpan<byte> text) ? Hex64.TryParse(text, out value)
            : _type == JsonTokenType.Number && ulong.TryParse(_raw, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A 32-bit integer: a JSON number, or decimal in a query string.</summary>
    public bool TryInt32(out int value)
    {
        value = 0;
        return _type == JsonTokenType.None ? int.TryParse(_raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            : _type == JsonTokenType.Number && Utf8Parser.TryParse(_raw, out value, out int used) && used == _raw.Length;
    }

    /// <summary>A boolean: <c>true</c> or <c>false</c>.</summary>
    public bool TryBoolean(out bool value)
    {
        bool text = _type == JsonTokenType.None;
        value = text ? _raw.SequenceEqual("true"u8) : _type == JsonTokenType.True;
        return value || (text ? _raw.SequenceEqual("false"u8) : _type == JsonTokenType.False);
    }

    /// <summary>The items of a list, see <see cref="IsList"/>. In a query string, blanks around items and empty items are ignored.</summary>
    public Enumerator GetEnumerator() => new(_raw, _type);

    /// <summary>Enumerates the items of a list without allocating.</summary>
    internal ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _raw;
        private readonly bool _json;
        private Utf8JsonReader _reader;
        private int _next;

        public Enumerator(ReadOnlySpan<byte> raw, JsonTokenType type)
        {
            _raw = raw;
            _json = type == JsonTokenType.StartArray;
            if (_json)
            {
                _reader = new Utf8JsonReader(raw);
                _reader.Read();
            }
        }

        /// <summary>The item.</summary>
        public MemberValue Current { get; private set; }

        /// <summary>Moves to the next item; false after the last one.</summary>
        public bool MoveNext() => _json ? NextOfArray() : NextOfText();

        private bool NextOfArray()
        {
            if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndArray)
            {
                return false;
            }

            Current = Read(ref _reader, _raw);
            return true;
        }

        private bool NextOfText()
        {
            while (_next < _raw.Length)
            {
                ReadOnlySpan<byte> rest = _raw[_next..];
                int comma = rest.IndexOf((byte)',');
                ReadOnlySpan<byte> item = comma < 0 ? rest : rest[..comma];
                item = item[Ascii.Trim(item)];
                _next = comma < 0 ? _raw.Length : _next + comma + 1;
                if (!item.IsEmpty)
                {
                    Current = new(item, JsonTokenType.None);
                    return true;
                }
            }

            return false;
        }
    }
}
