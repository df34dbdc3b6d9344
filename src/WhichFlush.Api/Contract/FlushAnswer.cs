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
    /// <example>Write it straight over the old value, then invalidate broadcast to the Inner Shareable domain with IPAS2LE1IS, DSB, VMALLE1IS: permissions restricted, or a permission index changed.</example>
    public required string Summary { get; init; }

    /// <summary>The operations to issue, in order.</summary>
    public required IReadOnlyList<TlbiAnswer> Tlbi { get; init; }

    /// <summary>Every step in order.</summary>
    public required IReadOnlyList<StepAnswer> Sequence { get; init; }

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

    /// <summary>Reserved bits or encodings that are set.</summary>
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
    public required string? Operand { get; init; }

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

/// <summary>What a step is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SequenceStepKind>))]
internal enum SequenceStepKind
{
    /// <summary>A store to the entry.</summary>
    Store,

    /// <summary>A TLB invalidation.</summary>
    Tlbi,

    /// <summary>A DSB.</summary>
    Dsb,

    /// <summary>An ISB.</summary>
    Isb,

    /// <summary>Cache maintenance.</summary>
    Cache,
}

/// <summary>A step of the sequence. X0 is the address of the entry, X1 the new value, X2 the old one, X3 a TLBI operand, X4 an address, X5 a Block with nT set.</summary>
internal sealed record StepAnswer
{
    /// <summary>What it is.</summary>
    public required SequenceStepKind Step { get; init; }

    /// <summary>The instruction.</summary>
    /// <example>DSB ISHST</example>
    public required string Assembly { get; init; }

    /// <summary>How often it is executed: for each entry of a run or each address of a loop.</summary>
    /// <example>1</example>
    public required int Count { get; init; }

    /// <summary>Why it is there.</summary>
    public required string Why { get; init; }
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
