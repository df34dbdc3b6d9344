using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

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

/// <summary>A step of the sequence; `registers` tells the contents of the registers that it names.</summary>
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
    public required AddressText Why { get; init; }

    /// <summary>What a store of several entries writes, from the first member of the run on; absent from other steps, and if one member does not tell it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValuesAnswer? Values { get; init; }

    /// <summary>What the compare-and-swaps of several entries expect; absent from other steps, and if one member does not tell it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValuesAnswer? Expected { get; init; }
}

/// <summary>The values of the members of a run: `base`, `step` and `count` if they rise evenly, else `list`.</summary>
internal sealed record ValuesAnswer
{
    /// <summary>The value of the first member.</summary>
    /// <example>0x10000060000f43</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Base { get; init; }

    /// <summary>Added from one member to the next.</summary>
    /// <example>0x1000</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Step { get; init; }

    /// <summary>The number of members.</summary>
    /// <example>16</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    /// <summary>The value of each member.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? List { get; init; }
}

/// <summary>A register that the assembly of the sequence names.</summary>
internal sealed record GeneralRegisterAnswer
{
    /// <summary>What it stands for.</summary>
    /// <example>the new value</example>
    public required string Meaning { get; init; }

    /// <summary>Its value before the first instruction that uses it; null if not known, or if it differs between instructions.</summary>
    /// <example>0x40000060000741</example>
    public required AddressText? Value { get; init; }
}
