using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>The rule book.</summary>
internal sealed record RuleBookAnswer
{
    /// <summary>Its version; it changes whenever an answer may change.</summary>
    /// <example>1.0.0</example>
    public required string RulesVersion { get; init; }

    /// <summary>Every row.</summary>
    public required IReadOnlyList<RuleAnswer> Rules { get; init; }
}

/// <summary>How firm a rule is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RuleBasis>))]
internal enum RuleBasis
{
    /// <summary>Architecture text.</summary>
    Architecture,

    /// <summary>Inferred from it.</summary>
    Inferred,

    /// <summary>Disputed: the reading decides.</summary>
    Disputed,
}

/// <summary>A row of the rule book.</summary>
internal sealed record RuleAnswer
{
    /// <summary>Number of the row.</summary>
    /// <example>6</example>
    public required string Id { get; init; }

    /// <summary>The change, in a few words.</summary>
    /// <example>Permissions restricted, or a permission index changed</example>
    public required string Title { get; init; }

    /// <summary>How firm it is.</summary>
    public required RuleBasis Basis { get; init; }

    /// <summary>What it asks for.</summary>
    /// <example>store, then broadcast invalidation</example>
    public required string Asks { get; init; }

    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>The changes that trigger it; one suffices.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>Rules of the Arm manual that decide.</summary>
    public required IReadOnlyList<CitationAnswer> Cites { get; init; }
}

/// <summary>A rule of the Arm manual.</summary>
internal sealed record CitationAnswer
{
    /// <summary>Arm's rule id.</summary>
    /// <example>RGPPYH</example>
    public required string Rule { get; init; }

    /// <summary>Section of DDI 0487, issue M; the chapter alone where the rule book does not need more.</summary>
    /// <example>D8.17</example>
    public required string Section { get; init; }

    /// <summary>What it says, in our words.</summary>
    public required string Gist { get; init; }
}
