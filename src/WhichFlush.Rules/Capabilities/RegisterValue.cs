using System.Globalization;

namespace WhichFlush.Rules.Capabilities;

/// <summary>Reads register values as people write them.</summary>
public static class RegisterValue
{
    /// <summary>Reads <c>0x…</c> (at most 16 digits, either case) or a decimal number.</summary>
    /// <returns>False if it is no unsigned 64-bit number.</returns>
    public static bool TryParse(string? text, out ulong value)
    {
        value = 0;
        return text is not null && (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value));
    }
}
