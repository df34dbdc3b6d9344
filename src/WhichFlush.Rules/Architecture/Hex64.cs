using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace WhichFlush.Rules.Architecture;

/// <summary>
/// 64-bit values as text. Input: hexadecimal digits after <c>0x</c>, in either case, or a decimal number; leading zeros are
/// accepted, signs and spaces are not. Output: <c>0x</c> and lower-case digits without leading zeros.
/// </summary>
public static class Hex64
{
    /// <summary>Length of the longest output: <c>0x</c> and 16 digits.</summary>
    public const int MaxLength = 18;

    /// <summary>Parses an unsigned 64-bit value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value; 0 if the text is invalid.</param>
    /// <returns>False if the text is not a number or needs more than 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong value) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? TryParseDigits(text[2..], out value)
        : TryParse(text, NumberStyles.None, out value);

    /// <summary>Parses an unsigned 64-bit value in UTF-8.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">The value; 0 if the text is invalid.</param>
    /// <returns>False if the text is not a number or needs more than 64 bits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ulong value) => utf8.StartsWith("0x"u8) || utf8.StartsWith("0X"u8)
        ? TryParse(utf8[2..], NumberStyles.AllowHexSpecifier, out value)
        : TryParse(utf8, NumberStyles.None, out value);

    /// <summary>Parses hexadecimal digits without a prefix.</summary>
    /// <param name="digits">The digits, in either case.</param>
    /// <param name="value">The value; 0 if the text is invalid.</param>
    /// <returns>False if the text is empty, holds another character, or needs more than 64 bits.</returns>
    public static bool TryParseDigits(ReadOnlySpan<char> digits, out ulong value) => TryParse(digits, NumberStyles.AllowHexSpecifier, out value);

    /// <summary>Formats a value: <c>0x1f</c>.</summary>
    public static string ToText(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    /// <summary>Formats a value in UTF-8.</summary>
    /// <param name="value">The value.</param>
    /// <param name="utf8">The destination, at least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Format(ulong value, Span<byte> utf8)
    {
        "0x"u8.CopyTo(utf8);
        Utf8Formatter.TryFormat(value, utf8[2..], out int digits, new StandardFormat('x'));
        return digits + 2;
    }

    // The parsers of .NET ignore NUL characters at the end of a number. Here they make the text invalid.
    private static bool TryParse(ReadOnlySpan<char> text, NumberStyles style, out ulong value)
    {
        value = 0;
        return text is not [.., '\0'] && ulong.TryParse(text, style, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParse(ReadOnlySpan<byte> utf8, NumberStyles style, out ulong value)
    {
        value = 0;
        return utf8 is not [.., 0] && ulong.TryParse(utf8, style, CultureInfo.InvariantCulture, out value);
    }
}
