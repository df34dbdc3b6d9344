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

    /// <summary>The operations to issue, in order.</summary>
    public IReadOnlyList<BriefTlbi>? Tlbi { get; init; }

    /// <summary>Arm's ids of the rules that decided.</summary>
    /// <example>["RGPPYH"]</example>
    public IReadOnlyList<string>? Rules { get; init; }
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
}
