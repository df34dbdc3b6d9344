using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.Contract;

/// <summary>What is known of one part that was named, or given by its MIDR.</summary>
internal sealed record CpuPartAnswer
{
    /// <summary>What was given.</summary>
    /// <example>Cortex-X4 r0p2</example>
    public required string Given { get; init; }

    /// <summary>The name in the list; null if the list does not have the part.</summary>
    /// <example>Cortex-X4</example>
    public required string? Name { get; init; }

    /// <summary>The list has the part.</summary>
    /// <example>true</example>
    public required bool Known { get; init; }

    /// <summary>MIDR_EL1, if it or a revision was given.</summary>
    /// <example>0x410fd822</example>
    public required string? Midr { get; init; }

    /// <summary>MIDR_EL1.Implementer.</summary>
    /// <example>0x41</example>
    public required string Implementer { get; init; }

    /// <summary>The maker; null if it is not known.</summary>
    /// <example>Arm</example>
    public required string? ImplementerName { get; init; }

    /// <summary>MIDR_EL1.PartNum.</summary>
    /// <example>0xd82</example>
    public required string Part { get; init; }

    /// <summary>Variant and revision; null if they were not given, and then the weakest revision counts.</summary>
    /// <example>r0p2</example>
    public required string? Revision { get; init; }

    /// <summary>The BBM level to go by, 0 to 3; 0 if it is not known.</summary>
    /// <example>0</example>
    public required int Bbm { get; init; }

    /// <summary>What the level rests on.</summary>
    /// <example>erratum</example>
    public required CpuLevelBasis Basis { get; init; }

    /// <summary>It never raises a TLB conflict abort.</summary>
    /// <example>false</example>
    public required bool NoConflictAbort { get; init; }

    /// <summary>Its errata; without a revision those of every revision.</summary>
    public required IReadOnlyList<CpuErratum> Errata { get; init; }

    /// <summary>What was not known and is taken on trust.</summary>
    public required IReadOnlyList<CapabilityCondition> Conditions { get; init; }

    /// <summary>The rows of the list that this rests on.</summary>
    public required IReadOnlyList<CpuAnswer> Rows { get; init; }

    /// <summary>The match in the contract's words.</summary>
    public static CpuPartAnswer Of(CpuMatch match, IReadOnlyList<Condition> conditions) => new()
    {
        Given = match.Given,
        Name = match.Name,
        Known = match.Known,
        Midr = match.Midr?.ToString(),
        Implementer = $"0x{match.Implementer:x2}",
        ImplementerName = CpuList.ImplementerName(match.Implementer),
        Part = $"0x{match.Part:x3}",
        Revision = match.Revision?.ToString(),
        Bbm = match.Level,
        Basis = (CpuLevelBasis)match.Basis,
        NoConflictAbort = match.NoConflictAbort,
        Errata = CpuErratum.ListOf(match.Errata, match.Implementer, match.Part),
        Conditions = CapabilityCondition.ListOf(conditions),
        Rows = [.. match.Rows.Select(CpuAnswer.Of)],
    };
}

/// <summary>What was not known and is taken on trust.</summary>
internal sealed record CapabilityCondition
{
    /// <summary>A stable name: `unknownCpu`, `unknownLevel`, `maskedLevel`, `cpuRevision`.</summary>
    /// <example>unknownLevel</example>
    public required string Code { get; init; }

    /// <summary>The condition as a sentence.</summary>
    /// <example>The level of Cortex-A76 r3p0 is not known: it is taken as level 0, which is always correct.</example>
    public required string Text { get; init; }

    /// <summary>The conditions in the contract's words.</summary>
    public static IReadOnlyList<CapabilityCondition> ListOf(IReadOnlyList<Condition> conditions) =>
        [.. conditions.Select(condition => new CapabilityCondition { Code = condition.Code, Text = condition.Text })];
}
