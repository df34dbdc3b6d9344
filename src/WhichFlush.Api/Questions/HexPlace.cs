namespace WhichFlush.Api.Questions;

/// <summary>The members whose values differ from item to item.</summary>
internal enum HexValue
{
    /// <summary><c>old</c></summary>
    Old,

    /// <summary><c>new</c></summary>
    New,

    /// <summary><c>address</c></summary>
    Address,
}

/// <summary>Where the hexadecimal digits of a value stand in an item.</summary>
/// <param name="Value">Whose they are.</param>
/// <param name="Start">The first digit, behind <c>0x</c>.</param>
/// <param name="End">Behind the last one.</param>
internal readonly record struct HexPlace(HexValue Value, int Start, int End)
{
    /// <summary>So many may be in an item.</summary>
    public const int Most = 3;
}
