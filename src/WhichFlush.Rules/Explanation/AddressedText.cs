namespace WhichFlush.Rules.Explanation;

/// <summary>
/// A text that may name the output or next-level table addresses of the old and the new value. Texts of answers that differ in these
/// addresses alone have the same <see cref="Marked"/> text.
/// </summary>
/// <param name="Marked">The text, with <see cref="OldMark"/> and <see cref="NewMark"/> in place of the addresses.</param>
/// <param name="Old">The address in the old value.</param>
/// <param name="New">The address in the new value.</param>
public readonly record struct AddressedText(string Marked, ulong Old, ulong New)
{
    /// <summary>Stands for the address in the old value.</summary>
    public const char OldMark = '\u0001';

    /// <summary>Stands for the address in the new value.</summary>
    public const char NewMark = '\u0002';

    /// <summary>The whole text.</summary>
    public static implicit operator string(AddressedText text) => text.ToString();

    /// <summary>The whole text, with the addresses in hexadecimal.</summary>
    public override string ToString() => Marked
        .Replace($"{OldMark}", $"0x{Old:x}", StringComparison.Ordinal)
        .Replace($"{NewMark}", $"0x{New:x}", StringComparison.Ordinal);
}
