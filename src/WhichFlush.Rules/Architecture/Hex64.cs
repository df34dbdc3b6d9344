using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace WhichFlush.Rules.Architecture;

/// <summary>64-bit values as text: hexadecimal after <c>0x</c> (either case on input, lower case and no leading zeros on output), or decimal on input.</summary>
public static class Hex64
{
    /// <summary>Bytes of the longest text, <c>0x</c> and 16 digits.</summary>
    public const int MaxLength = 18;

    /// <summary>Reads an unsigned 64-bit value.</summary>
    /// <returns>False if the text is no such value; leading zeros are accepted.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong value) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? TryParseDigits(text[2..], out value)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out ulong)"/>
    /// <remarks>Reads UTF-8.</remarks>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ulong value) => utf8.StartsWith("0x"u8) || utf8.StartsWith("0X"u8)
        ? Utf8Parser.TryParse(utf8[2..], out value, out int digits, 'x') && digits == utf8.Length - 2
        : ulong.TryParse(utf8, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads hexadecimal digits without prefix.</summary>
    /// <returns>False if there is no digit, or anything else than digits, or a value above 64 bits.</returns>
    public static bool TryParseDigits(ReadOnlySpan<char> digits, out ulong value) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    /// <summary>The text of a value: <c>0x1f</c>.</summary>
    public static string ToText(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    /// <summary>Writes the text of a value in UTF-8.</summary>
    /// <param name="value">The value.</param>
    /// <param name="utf8">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Format(ulong value, Span<byte> utf8)
    {
        "0x"u8.CopyTo(utf8);
        Utf8Formatter.TryFormat(value, utf8[2..], out int digits, new StandardFormat('x'));
        return digits + 2;
    }
}
