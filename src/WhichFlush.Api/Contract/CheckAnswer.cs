using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>A question to <c>/v1/check</c>: the members of <c>/v1/flush</c>, and the caller's own steps. Its schema comes from the table of members.</summary>
internal sealed record CheckRequest;

/// <summary>Whether a sequence is right.</summary>
internal sealed record CheckAnswer
{
    /// <summary>No violation can be reached.</summary>
    public required bool Safe { get; init; }

    /// <summary>What goes wrong, each with a shortest interleaving that leads there.</summary>
    public required IReadOnlyList<ViolationAnswer> Violations { get; init; }

    /// <summary>What must hold for the answer and was not known: the conditions of the change, and those of the caller's own operations.</summary>
    public required IReadOnlyList<ConditionAnswer> Conditions { get; init; }

    /// <summary>What may happen though it is no violation: <c>tlbConflictAbort</c>.</summary>
    public required IReadOnlyList<string> Hazards { get; init; }

    /// <summary>Steps that the manual asks for beyond safety.</summary>
    public required IReadOnlyList<StepRemarkAnswer> Missing { get; init; }

    /// <summary>Steps, each by itself, without which the sequence is still safe and misses nothing more.</summary>
    public required IReadOnlyList<StepRemarkAnswer> Removable { get; init; }

    /// <summary>The engine's own sequence for the change, in the same words.</summary>
    public required IReadOnlyList<string> Recommended { get; init; }

    /// <summary>States of the model that were explored.</summary>
    /// <example>5120</example>
    public required int States { get; init; }

    /// <summary>Version of the rule book.</summary>
    /// <example>1.0.0</example>
    public required string RulesVersion { get; init; }
}

/// <summary>What must never be reachable.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ViolatedProperty>))]
internal enum ViolatedProperty
{
    /// <summary>One TLB holds two translations of an address that must not be held together.</summary>
    TwoTruthsInTlb,

    /// <summary>Two PEs translate an address to different places, or as different memory, at the same time.</summary>
    TwoTruthsInSystem,

    /// <summary>After the last step a PE can use what the new value does not give.</summary>
    StaleAtEnd,

    /// <summary>After the last step this PE holds the stricter entry that made it fault.</summary>
    Stuck,

    /// <summary>A TLBI completed and what it removed was cached again: a cause of another violation.</summary>
    Refilled,

    /// <summary>A plain store overwrites what hardware or other software may have stored since the old value was read: a compare-and-swap is due.</summary>
    LostUpdate,

    /// <summary>A TLBI is UNDEFINED at the Exception level where the sequence runs (<c>runsAt</c>).</summary>
    UndefinedHere,
}

/// <summary>Something that goes wrong.</summary>
internal sealed record ViolationAnswer
{
    /// <summary>The property that is violated.</summary>
    public required ViolatedProperty Property { get; init; }

    /// <summary>What is wrong, as a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// True where stale copies only fail to set the Access flag: the TLBI may be deferred, and stays due before anything else of the entry
    /// changes. Left out otherwise.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Benign { get; init; }

    /// <summary>The errata of the given CPUs without which the violation would not be possible. Left out if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Errata { get; init; }

    /// <summary>A shortest way there.</summary>
    public required IReadOnlyList<EventAnswer> Interleaving { get; init; }
}

/// <summary>Who acts in an interleaving.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WhoActs>))]
internal enum WhoActs
{
    /// <summary>The PE that runs the sequence.</summary>
    P0,

    /// <summary>Another PE, which only accesses.</summary>
    P1,

    /// <summary>Nobody in particular: a TLBI that completes.</summary>
    System,
}

/// <summary>An event of an interleaving, and what each TLB holds of the entry after it.</summary>
internal sealed record EventAnswer
{
    /// <summary>Who did it.</summary>
    public required WhoActs Actor { get; init; }

    /// <summary>What happened, as a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>What the TLBs hold then.</summary>
    public required TlbsAnswer Tlbs { get; init; }
}

/// <summary>What each TLB holds of the entry.</summary>
internal sealed record TlbsAnswer
{
    /// <summary>The TLB of the PE that runs the sequence.</summary>
    public required IReadOnlyList<string> P0 { get; init; }

    /// <summary>The TLB of the other PE.</summary>
    public required IReadOnlyList<string> P1 { get; init; }
}

/// <summary>A remark on a step.</summary>
internal sealed record StepRemarkAnswer
{
    /// <summary>The index of the step; for a missing one, the index before which it belongs, or the number of steps for the end.</summary>
    /// <example>5</example>
    public required int Index { get; init; }

    /// <summary>The instruction.</summary>
    /// <example>ISB</example>
    public required string Step { get; init; }

    /// <summary>Why, as a sentence.</summary>
    public required string Text { get; init; }
}
