using System.Globalization;
using System.Text.Json;

namespace WhichFlush.Api.Flush.Members;

/// <summary>The value of a member as it came: text from a query string, or a JSON value.</summary>
internal readonly struct MemberValue
{
    private readonly string? _text;
    private readonly JsonElement _json;

    /// <summary>A value of a query string.</summary>
    public MemberValue(string text) => _text = text;

    /// <summary>A value of a JSON object.</summary>
    public MemberValue(JsonElement json) => _json = json;

    /// <summary>The value as the client wrote it, shortened, for messages.</summary>
    public string Given
    {
        get
        {
            string given = _text ?? _json.GetRawText();
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

        value = _json.ValueKind == JsonValueKind.True;
        return value || _json.ValueKind == JsonValueKind.False;
    }

    /// <summary>The value as text; <c>null</c> if it is JSON but no string.</summary>
    public string? Text => _text ?? (_json.ValueKind == JsonValueKind.String ? _json.GetString() : null);

    /// <summary>A list: a JSON array, or comma-separated in a query string.</summary>
    public IReadOnlyList<MemberValue>? Items => _text is not null
        ? [.. _text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(item => new MemberValue(item))]
        : _json.ValueKind == JsonValueKind.Array ? [.. _json.EnumerateArray().Select(item => new MemberValue(item))] : null;
}
