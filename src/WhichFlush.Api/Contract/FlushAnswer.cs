using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>The answer to one question.</summary>
internal sealed record FlushAnswer
{
    /// <summary>True if the new value may be written straight over the old one.</summary>
    public required bool MayProceed { get; init; }

    /// <summary>The joined route: what the change requires.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>One sentence that a person can act on.</summary>
    /// <example>Write it straight over the old value, then invalidate broadcast to the Inner Shareable domain with IPAS2LE1IS, DSB, VMALLE1IS: write removed.</example>
    public required AddressText Summary { get; init; }

    /// <summary>The operations to issue, in order.</summary>
    public required IReadOnlyList<TlbiAnswer> Tlbi { get; init; }

    /// <summary>Every step in order.</summary>
    public required IReadOnlyList<StepAnswer> Sequence { get; init; }

    /// <summary>The registers that the assembly names, by name.</summary>
    public required IReadOnlyDictionary<string, GeneralRegisterAnswer> Registers { get; init; }

    /// <summary>How the store is done.</summary>
    public required UpdateAnswer Update { get; init; }

    /// <summary>Decoded fields that differ.</summary>
    public required IReadOnlyList<ChangeAnswer> Changes { get; init; }

    /// <summary>The rules that decided.</summary>
    public required IReadOnlyList<ReasonAnswer> Reasons { get; init; }

    /// <summary>What must hold for the answer and was not known.</summary>
    public required IReadOnlyList<ConditionAnswer> Conditions { get; init; }

    /// <summary>What may still happen.</summary>
    public required IReadOnlyList<HazardAnswer> Hazards { get; init; }

    /// <summary>Disputed rules that were met.</summary>
    public required IReadOnlyList<DisputeAnswer> Disputes { get; init; }

    /// <summary>Other correct choices of TLBI, the fewest instructions first.</summary>
    public required IReadOnlyList<AlternativeAnswer> Alternatives { get; init; }

    /// <summary>The matching Linux helper.</summary>
    public required LinuxAnswer Linux { get; init; }

    /// <summary>Reserved bits or encodings that are set, or a control that a part cannot use.</summary>
    public required IReadOnlyList<WarningAnswer> Warnings { get; init; }

    /// <summary>What goes wrong if the answer is not followed, if `witness` asks for it; absent if not, or if no break and no TLBI is needed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WitnessAnswer? Witness { get; init; }

    /// <summary>Every defaulted member that the answer depends on.</summary>
    public required IReadOnlyList<AssumedAnswer> Assumed { get; init; }

    /// <summary>The old descriptor, decoded.</summary>
    public required DescriptorAnswer Old { get; init; }

    /// <summary>The new descriptor, decoded.</summary>
    public required DescriptorAnswer New { get; init; }

    /// <summary>Version of the rule book.</summary>
    /// <example>1.0.0</example>
    public required string RulesVersion { get; init; }
}

/// <summary>What a change requires, from the weakest to the strongest.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Verdict>))]
internal enum Verdict
{
    /// <summary>Nothing: at most a plain store.</summary>
    NoChange,

    /// <summary>Store and barriers, no TLBI.</summary>
    WriteOnly,

    /// <summary>Store, then invalidate.</summary>
    WriteThenInvalidate,

    /// <summary>Through a Block with nT = 1.</summary>
    ViaNt,

    /// <summary>Break before make.</summary>
    BreakBeforeMake,
}

/// <summary>Which PEs an operation reaches.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TlbiScope>))]
internal enum TlbiScope
{
    /// <summary>None.</summary>
    None,

    /// <summary>The PE that executes it.</summary>
    Local,

    /// <summary>The Inner Shareable domain.</summary>
    Inner,

    /// <summary>The Outer Shareable domain.</summary>
    Outer,
}

/// <summary>A TLBI operation.</summary>
internal sealed record TlbiAnswer
{
    /// <summary>Mnemonic.</summary>
    /// <example>IPAS2LE1IS</example>
    public required string Op { get; init; }

    /// <summary>Which PEs it reaches.</summary>
    public required TlbiScope Scope { get; init; }

    /// <summary>Xt of the first instruction: its value, or a formula where address or ASID is not known; null if it takes none.</summary>
    /// <example>0x8000000</example>
    public required AddressText? Operand { get; init; }

    /// <summary>The TTL hint in the operand: TG in 3:2 and level in 1:0 (a range form has only 1:0); 0 is no hint.</summary>
    /// <example>0</example>
    public required int Ttl { get; init; }

    /// <summary>How many instructions, at rising addresses.</summary>
    /// <example>1</example>
    public required int Count { get; init; }

    /// <summary>Added to Xt from one instruction to the next; null if there is one.</summary>
    /// <example>0x200</example>
    public required string? Increment { get; init; }

    /// <summary>Bytes of input address that all of them cover; null for context-wide forms.</summary>
    /// <example>0x200000</example>
    public required string? Span { get; init; }

    /// <summary>An erratum asks for this operation and its barrier once more (the sequence has them).</summary>
    /// <example>false</example>
    public required bool Repeat { get; init; }

    /// <summary>The barrier that must follow before the next TLBI, or before anything relies on the invalidation.</summary>
    /// <example>DSB ISH</example>
    public required string BarrierAfter { get; init; }
}

/// <summary>The store that claims the entry.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ClaimedBy>))]
internal enum ClaimedBy
{
    /// <summary>Nothing is stored.</summary>
    None,

    /// <summary>The store of the invalid value.</summary>
    Break,

    /// <summary>The store of the new value.</summary>
    Make,
}

/// <summary>How a store is done.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StoreKind>))]
internal enum StoreKind
{
    /// <summary>A 64-bit single-copy atomic store.</summary>
    Store,

    /// <summary>A store-release.</summary>
    StoreRelease,

    /// <summary>A compare-and-swap on the old value.</summary>
    CompareAndSwap,
}

/// <summary>How the store is done, and who may fail.</summary>
internal sealed record UpdateAnswer
{
    /// <summary>The store that claims the entry.</summary>
    public required ClaimedBy Claim { get; init; }

    /// <summary>How that store is done.</summary>
    public required StoreKind Operation { get; init; }

    /// <summary>Whether it can find another value than the old one.</summary>
    public required bool CanFail { get; init; }

    /// <summary>What to do then, or why it cannot fail.</summary>
    public required string OnFailure { get; init; }
}

/// <summary>A value as it stands and in words.</summary>
internal sealed record FieldValue
{
    /// <summary>The field's bits, right-aligned.</summary>
    /// <example>0x1</example>
    public required AddressText Raw { get; init; }

    /// <summary>The value in words.</summary>
    /// <example>read-only</example>
    public required AddressText Text { get; init; }
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
    /// <example>row 6: Permissions restricted</example>
    public required string Clause { get; init; }

    /// <summary>What changes here, and what follows from it.</summary>
    /// <example>Write removed. A right that was taken away may be used by every PE until its copy is gone.</example>
    public required AddressText Text { get; init; }

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

/// <summary>Reserved bits or encodings that are set, or a control that a part cannot use.</summary>
internal sealed record WarningAnswer
{
    /// <summary>Stable name.</summary>
    /// <example>reservedBits</example>
    public required string Code { get; init; }

    /// <summary>What is odd.</summary>
    public required string Text { get; init; }

    /// <summary>The bits, high bit first; empty if the warning is about none.</summary>
    /// <example>49:48</example>
    public required string Bits { get; init; }
}

/// <summary>What goes wrong, by the model, if an answer is not followed.</summary>
internal sealed record WitnessAnswer
{
    /// <summary>What was done against the answer's advice.</summary>
    /// <example>The new value was written straight over the old one.</example>
    public required string Done { get; init; }

    /// <summary>The steps that were run, in the words of <c>/v1/check</c>.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>What goes wrong then; empty where the model sees nothing and the answer is mere caution, or a bound was reached.</summary>
    public required IReadOnlyList<ViolationAnswer> Violations { get; init; }

    /// <summary>What there is to say about it.</summary>
    public required string Text { get; init; }
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
    public required AddressText Raw { get; init; }

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
    public required AddressText Raw { get; init; }

    /// <summary>The value in words.</summary>
    /// <example>accessed</example>
    public required AddressText Text { get; init; }

    /// <summary>What the field is for.</summary>
    /// <example>Access flag</example>
    public required string Meaning { get; init; }
}
