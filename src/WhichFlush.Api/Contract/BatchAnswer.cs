namespace WhichFlush.Api.Contract;

/// <summary>
/// The answer to one item of a batch: <c>index</c>, and either <c>error</c> or the rest. With <c>detail=full</c>, all members of the
/// answer of <c>/v1/flush</c> but <c>rules</c>.
/// </summary>
internal sealed record BatchAnswer
{
    /// <summary>The item's place in the request, from 0 on.</summary>
    /// <example>0</example>
    public required long Index { get; init; }

    /// <summary>What is wrong with the item; nothing else is there then.</summary>
    public HttpValidationProblemDetails? Error { get; init; }

    /// <summary>True if the new value may be written straight over the old one.</summary>
    public bool? MayProceed { get; init; }

    /// <summary>The joined route: what the change requires.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The operations to issue, in order, each followed by a DSB.</summary>
    public IReadOnlyList<BriefTlbi>? Tlbi { get; init; }

    /// <summary>Arm's ids of the rules that decided.</summary>
    /// <example>["RGPPYH"]</example>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>How many `conditions` the whole answer to this question has: facts that must hold for the answer and were not known. Always written; ask with `detail=full` for their texts.</summary>
    /// <example>3</example>
    public int? ConditionCount { get; init; }

    /// <summary>How many `warnings` the whole answer to this question has. Always written; ask with `detail=full` for their texts.</summary>
    /// <example>0</example>
    public int? WarningCount { get; init; }
}

/// <summary>A TLBI operation in brief.</summary>
internal sealed record BriefTlbi
{
    /// <summary>Mnemonic.</summary>
    /// <example>IPAS2LE1IS</example>
    public required string Op { get; init; }

    /// <summary>Which PEs it reaches.</summary>
    public required TlbiScope Scope { get; init; }

    /// <summary>Xt of the first instruction: its value, or a formula where address or ASID is not known; null if it takes none.</summary>
    /// <example>0x8000000</example>
    public required string? Operand { get; init; }

    /// <summary>How many instructions, at rising addresses. Always written, 1 included: a client that ignores it issues too few.</summary>
    /// <example>1</example>
    public required int Count { get; init; }

    /// <summary>Added to Xt from one instruction to the next; null if there is one.</summary>
    /// <example>0x200</example>
    public required string? Increment { get; init; }

    /// <summary>An erratum asks for one more such TLBI and its DSB. Always written.</summary>
    /// <example>false</example>
    public required bool Repeat { get; init; }
}
