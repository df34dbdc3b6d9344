using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WhichFlush.Api.Questions;

/// <summary>The value of a member as it came: text from a query string, a JSON value, or a JSON token that was not copied.</summary>
internal readonly struct MemberValue
{
    /// <summary>As long as any known text may be.</summary>
    public const int ShortText = 32;

    private readonly string? _text;
    private readonly JsonElement _json;
    private readonly ReadOnlyMemory<byte> _token;
    private readonly JsonTokenType _tokenType;

    /// <summary>A value of a query string.</summary>
    public MemberValue(string text) => _text = text;

    /// <summary>A value of a JSON object.</summary>
    public MemberValue(JsonElement json) => _json = json;

    /// <summary>A token of a JSON text.</summary>
    /// <param name="token">The token's bytes, a string without its quotes; a string has no escapes.</param>
    /// <param name="type">A string, a number, a boolean or null.</param>
    public MemberValue(ReadOnlyMemory<byte> token, JsonTokenType type)
    {
        _token = token;
        _tokenType = type;
    }

    /// <summary>The value as the client wrote it, shortened, for messages.</summary>
    public string Given
    {
        get
        {
            string given = _text ?? (_tokenType == JsonTokenType.None ? _json.GetRawText()
                : _tokenType == JsonTokenType.String ? $"\"{Encoding.UTF8.GetString(_token.Span)}\"" : Encoding.UTF8.GetString(_token.Span));
            return given.Length switch
            {
                0 => "nothing",
                > 60 => given[..57] + "...",
                _ => given,
            };
        }
    }

    /// <summary>An unsigned 64-bit integer: hexadecimal after <c>0x</c>, or decimal; in JSON an integer number, too.</summary>
    public bool TryUInt64(out ulong value)
    {
        if (_tokenType != JsonTokenType.None)
        {
            return TryUInt64(_token.Span, _tokenType, out value);
        }

        if (_text is null && _json.ValueKind == JsonValueKind.Number)
        {
            return _json.TryGetUInt64(out value);
        }

        string? text = Text;
        value = 0;
        return text is not null && (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? text.Length > 2 && ulong.TryParse(text.AsSpan(2).TrimStart('0') is { Length: > 0 } digits ? digits : "0", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value));
    }

    /// <summary>A 32-bit integer: a JSON number, or decimal in a query string.</summary>
    public bool TryInt32(out int value)
    {
        if (_text is not null)
        {
            return int.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        }

        if (_tokenType != JsonTokenType.None)
        {
            value = 0;
            return _tokenType == JsonTokenType.Number && Utf8Parser.TryParse(_token.Span, out value, out int used) && used == _token.Length;
        }

        value = 0;
        return _json.ValueKind == JsonValueKind.Number && _json.TryGetInt32(out value);
    }

    /// <summary>A boolean: <c>true</c> or <c>false</c>.</summary>
    public bool TryBoolean(out bool value)
    {
        if (_text is not null)
        {
            value = _text == "true";
            return value || _text == "false";
        }

        if (_tokenType != JsonTokenType.None)
        {
            value = _tokenType == JsonTokenType.True;
            return value || _tokenType == JsonTokenType.False;
        }

        value = _json.ValueKind == JsonValueKind.True;
        return value || _json.ValueKind == JsonValueKind.False;
    }

    /// <summary>The value as text; <c>null</c> if it is JSON but no string.</summary>
    public string? Text => _tokenType != JsonTokenType.None
        ? (_tokenType == JsonTokenType.String ? Encoding.UTF8.GetString(_token.Span) : null)
        : _text ?? (_json.ValueKind == JsonValueKind.String ? _json.GetString() : null);

    /// <summary>A short text, without a string being made of it; false if it is none, or too long to be anybody's.</summary>
    public bool TryShortText(Span<char> text, out int length)
    {
        if (_tokenType != JsonTokenType.None)
        {
            length = 0;
            return _tokenType == JsonTokenType.String && _token.Length <= text.Length
                && Ascii.ToUtf16(_token.Span, text, out length) == OperationStatus.Done;
        }

        string? known = Text;
        length = known?.Length ?? 0;
        return known is not null && known.TryCopyTo(text);
    }

    /// <summary>A list: a JSON array, or comma-separated in a query string.</summary>
    public IReadOnlyList<MemberValue>? Items => _tokenType != JsonTokenType.None ? null : _text is not null
        ? [.. _text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(item => new MemberValue(item))]
        : _json.ValueKind == JsonValueKind.Array ? [.. _json.EnumerateArray().Select(item => new MemberValue(item))] : null;

    private static bool TryUInt64(ReadOnlySpan<byte> token, JsonTokenType type, out ulong value)
    {
        value = 0;
        bool text = type == JsonTokenType.String;
        if (!text && type != JsonTokenType.Number)
        {
            return false;
        }

        if (text && token.StartsWith("0x"u8) || text && token.StartsWith("0X"u8))
        {
            return Utf8Parser.TryParse(token[2..], out value, out int digits, 'x') && digits == token.Length - 2;
        }

        return ulong.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
