namespace WhichFlush.Api.Contract;

/// <summary>A decoded descriptor.</summary>
internal sealed record DecodeAnswer
{
    /// <summary>The 64-bit value.</summary>
    /// <example>0x600007ff</example>
    public required string Raw { get; init; }

    /// <summary>What it is: Invalid, Table, Block or Page.</summary>
    /// <example>Page</example>
    public required string Kind { get; init; }

    /// <summary>Bytes that a leaf maps; null if it is none.</summary>
    /// <example>0x1000</example>
    public required string? Maps { get; init; }

    /// <summary>Output address or next-level table address, up to 52 bits; null if invalid.</summary>
    /// <example>0x60000000</example>
    public required string? Address { get; init; }

    /// <summary>Its fields, the highest bits first.</summary>
    public required IReadOnlyList<DecodedField> Fields { get; init; }
}

/// <summary>A field of a descriptor.</summary>
internal sealed record DecodedField
{
    /// <summary>Arm's name.</summary>
    /// <example>AF</example>
    public required string Field { get; init; }

    /// <summary>Its bits, high bit first.</summary>
    /// <example>10</example>
    public required string Bits { get; init; }

    /// <summary>Its value, right-aligned.</summary>
    /// <example>0x1</example>
    public required string Raw { get; init; }

    /// <summary>The value in words.</summary>
    /// <example>accessed</example>
    public required string Text { get; init; }

    /// <summary>What the field is for.</summary>
    /// <example>Access flag</example>
    public required string Meaning { get; init; }

    /// <summary>What the same bits mean in other contexts.</summary>
    public required IReadOnlyList<string> Elsewhere { get; init; }
}
