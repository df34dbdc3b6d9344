namespace WhichFlush.Api.Contract;

/// <summary>The operand of a TLBI: built from parts, or taken apart.</summary>
internal sealed record TlbiOperandAnswer
{
    /// <summary>The operation.</summary>
    /// <example>VAE1IS</example>
    public required string Op { get; init; }

    /// <summary>What its operand register holds.</summary>
    public required TlbiOperandKind Kind { get; init; }

    /// <summary>The value that was given, or the first that was built; null if it is not known in full.</summary>
    /// <example>0xffff800080000000</example>
    public required string? Value { get; init; }

    /// <summary>Nothing is wrong with the value, as far as the parts let it be judged.</summary>
    public required bool Valid { get; init; }

    /// <summary>The value field by field, the highest bits first; empty if it is not known in full.</summary>
    public required IReadOnlyList<TlbiOperandField> Fields { get; init; }

    /// <summary>What is wrong with the value, the likeliest cause first.</summary>
    public required IReadOnlyList<TlbiOperandFault> Faults { get; init; }

    /// <summary>The first of the right operands: a value, or a formula of what is not known; null if there is none.</summary>
    /// <example>0x50ff000000123</example>
    public required string? Operand { get; init; }

    /// <summary>The right operands, in order. A range may take several; if a value was given, what the parts do not say is taken from it.</summary>
    public required IReadOnlyList<TlbiRightOperand> Operands { get; init; }

    /// <summary>What could not be judged, or is worth knowing.</summary>
    public required IReadOnlyList<TlbiOperandRemark> Notes { get; init; }
}

/// <summary>A field of an operand.</summary>
internal sealed record TlbiOperandField
{
    /// <summary>Arm's name of the field.</summary>
    /// <example>TTL</example>
    public required string Name { get; init; }

    /// <summary>Its bits, high bit first.</summary>
    /// <example>47:44</example>
    public required string Bits { get; init; }

    /// <summary>What it holds, right-aligned.</summary>
    /// <example>0x7</example>
    public required string Value { get; init; }

    /// <summary>What that means.</summary>
    /// <example>leaf of level 3, 4K granule</example>
    public required string Text { get; init; }
}

/// <summary>One thing that is wrong with an operand.</summary>
internal sealed record TlbiOperandFault
{
    /// <summary>A stable name: <c>rawAddress</c>, <c>shiftedByGranule</c>, <c>signExtended</c>, <c>addressBitsInTtl</c> and so on.</summary>
    /// <example>rawAddress</example>
    public required string Code { get; init; }

    /// <summary>The bits of the operand where it shows; empty for all of them.</summary>
    /// <example>47:44</example>
    public required string Bits { get; init; }

    /// <summary>What was found, what would be right, and what comes of it.</summary>
    public required string Text { get; init; }
}

/// <summary>The right operand of one instruction, or of several in a row.</summary>
internal sealed record TlbiRightOperand
{
    /// <summary>The operation; the last page of an odd number has one that is not by range.</summary>
    /// <example>VAE1IS</example>
    public required string Op { get; init; }

    /// <summary>Xt of the first instruction; null if the address or the ASID is not known.</summary>
    /// <example>0x70ff800080000</example>
    public required string? Value { get; init; }

    /// <summary>Xt of the first instruction: the value, or a formula of what is not known.</summary>
    /// <example>ASID&lt;&lt;48 | 0xff800080000</example>
    public required string Operand { get; init; }

    /// <summary>How many instructions.</summary>
    /// <example>1</example>
    public required long Count { get; init; }

    /// <summary>What is added to Xt from one instruction to the next; <c>0x0</c> if there is one.</summary>
    /// <example>0x0</example>
    public required string Increment { get; init; }

    /// <summary>Where the first starts; null if the address is not known.</summary>
    /// <example>0xffff800080000000</example>
    public required string? Address { get; init; }

    /// <summary>Bytes that all of them cover; 0 for operations that are not by address.</summary>
    /// <example>4096</example>
    public required long Bytes { get; init; }
}

/// <summary>A remark on an operand.</summary>
internal sealed record TlbiOperandRemark
{
    /// <summary>A stable name.</summary>
    /// <example>hint</example>
    public required string Code { get; init; }

    /// <summary>The remark.</summary>
    public required string Text { get; init; }
}
