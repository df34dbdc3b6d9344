using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>A value as it stands and in words.</summary>
internal sealed record FieldValue
{
    /// <summary>The field's bits, right-aligned.</summary>
    /// <example>0x1</example>
    public required string Raw { get; init; }

    /// <summary>The value in words.</summary>
    /// <example>read-only</example>
    public required string Text { get; init; }
}

/// <summary>A field that differs.</summary>
internal sealed record ChangeAnswer
{
    /// <summary>Arm's name of the field.</summary>
    /// <example>S2AP</example>
    public required string Field { get; init; }

    /// <summary>Its bits in the descriptor, high bit first.</summary>
    /// <example>7:6</example>
    public required string Bits { get; init; }

    /// <summary>The old value.</summary>
    public required FieldValue Old { get; init; }

    /// <summary>The new value.</summary>
    public required FieldValue New { get; init; }

    /// <summary>What the difference means.</summary>
    /// <example>lost: write</example>
    public required string Effect { get; init; }
}

/// <summary>A rule of the Arm manual that decided.</summary>
internal sealed record ReasonAnswer
{
    /// <summary>Arm's rule id, the id of an erratum, or the part or register field that told a capability.</summary>
    /// <example>RGPPYH</example>
    public required string Rule { get; init; }

    /// <summary>Section of the manual (DDI 0487, issue M).</summary>
    /// <example>D8.17</example>
    public required string Section { get; init; }

    /// <summary>The row of the rule book that cites it.</summary>
    /// <example>row 6: Permissions restricted, or a permission index changed</example>
    public required string Clause { get; init; }

    /// <summary>What follows from it here.</summary>
    public required string Text { get; init; }

    /// <summary>Names of the changed fields that it was applied to.</summary>
    public required IReadOnlyList<string> Changes { get; init; }
}

/// <summary>Something that must hold and was not known.</summary>
internal sealed record ConditionAnswer
{
    /// <summary>Stable name.</summary>
    /// <example>sameMapping</example>
    public required string Code { get; init; }

    /// <summary>The condition as a sentence.</summary>
    public required string Text { get; init; }
}

/// <summary>Something that may still happen.</summary>
internal sealed record HazardAnswer
{
    /// <summary>Stable name.</summary>
    /// <example>tlbConflictAbort</example>
    public required string Code { get; init; }

    /// <summary>What may happen.</summary>
    public required string Text { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Recovery { get; init; }
}

/// <summary>The reading of a disputed rule.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ReadingUsed>))]
internal enum ReadingUsed
{
    /// <summary>The safer reading.</summary>
    Strict,

    /// <summary>The reading that asks for less.</summary>
    Permissive,
}

/// <summary>A disputed rule that was met.</summary>
internal sealed record DisputeAnswer
{
    /// <summary>Stable name.</summary>
    /// <example>attributeHints</example>
    public required string Code { get; init; }

    /// <summary>Where the rule book speaks of it.</summary>
    /// <example>row 9b (RWHZWS)</example>
    public required string Rule { get; init; }

    /// <summary>What is disputed.</summary>
    public required string Text { get; init; }

    /// <summary>The reading used.</summary>
    public required ReadingUsed Reading { get; init; }

    /// <summary>What the other reading of this one rule would answer.</summary>
    public required OtherReading Other { get; init; }
}

/// <summary>The answer of the other reading.</summary>
internal sealed record OtherReading
{
    /// <summary>Its verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Its operations.</summary>
    public required IReadOnlyList<string> Tlbi { get; init; }

    /// <summary>It comes to the same.</summary>
    public required bool SameAnswer { get; init; }
}

/// <summary>Another correct choice of TLBI.</summary>
internal sealed record AlternativeAnswer
{
    /// <summary>Mnemonics in order, with a DSB between two.</summary>
    public required IReadOnlyList<string> Ops { get; init; }

    /// <summary>TLBI instructions in all.</summary>
    /// <example>1</example>
    public required int Instructions { get; init; }

    /// <summary>Features that it needs.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>What it is and what it costs.</summary>
    public required string Text { get; init; }
}

/// <summary>The matching Linux helper.</summary>
internal sealed record LinuxAnswer
{
    /// <summary>The call, or <c>none</c>.</summary>
    /// <example>__kvm_tlb_flush_vmid_ipa(mmu, ipa, level)</example>
    public required string Call { get; init; }

    /// <summary>How it compares, or why there is none.</summary>
    public required string Text { get; init; }
}

/// <summary>Reserved bits or encodings that are set.</summary>
internal sealed record WarningAnswer
{
    /// <summary>Stable name.</summary>
    /// <example>reservedBits</example>
    public required string Code { get; init; }

    /// <summary>What is odd.</summary>
    public required string Text { get; init; }

    /// <summary>The bits, high bit first.</summary>
    /// <example>49:48</example>
    public required string Bits { get; init; }
}

/// <summary>A default that the answer depends on.</summary>
internal sealed record AssumedAnswer
{
    /// <summary>Name of the member.</summary>
    /// <example>sharing</example>
    public required string Member { get; init; }

    /// <summary>What was assumed.</summary>
    /// <example>inner</example>
    public required string Value { get; init; }
}

/// <summary>A decoded descriptor.</summary>
internal sealed record DescriptorAnswer
{
    /// <summary>The 64-bit value.</summary>
    /// <example>0x400000600007c1</example>
    public required string Raw { get; init; }

    /// <summary>What it is: Invalid, Table, Block or Page.</summary>
    /// <example>Block</example>
    public required string Kind { get; init; }

    /// <summary>Its fields, the highest bits first.</summary>
    public required IReadOnlyList<FieldAnswer> Fields { get; init; }
}

/// <summary>A field of a decoded descriptor.</summary>
internal sealed record FieldAnswer
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
}
