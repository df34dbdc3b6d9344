using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Contract;

/// <summary>The parts of a system, and what it can do as a whole.</summary>
internal sealed record IdentifyAnswer
{
    /// <summary>The parts, each once, in the order of the text.</summary>
    public required IReadOnlyList<IdentifiedPart> Parts { get; init; }

    /// <summary>The weakest level and the errata of all parts.</summary>
    public required SystemCapability System { get; init; }

    /// <summary>Lines that are no `name: value` and were passed over.</summary>
    public required IReadOnlyList<IgnoredLine> Ignored { get; init; }
}

/// <summary>A part, and the cores that are of it.</summary>
internal sealed record IdentifiedPart
{
    /// <summary>The part.</summary>
    public required CpuPartAnswer Cpu { get; init; }

    /// <summary>The numbers of its cores (`processor`).</summary>
    /// <example>[0, 1, 2, 3]</example>
    public required IReadOnlyList<int> Cores { get; init; }
}

/// <summary>What a system of one or several parts can do.</summary>
internal sealed record SystemCapability
{
    /// <summary>The BBM level to go by, 0 to 3: the weakest of its parts.</summary>
    /// <example>0</example>
    public required int Bbm { get; init; }

    /// <summary>No part raises a TLB conflict abort.</summary>
    /// <example>false</example>
    public required bool NoConflictAbort { get; init; }

    /// <summary>The errata of all parts.</summary>
    public required IReadOnlyList<CpuErratum> Errata { get; init; }

    /// <summary>Where level and errata are from.</summary>
    public required IReadOnlyList<CapabilityReasonAnswer> Reasons { get; init; }

    /// <summary>What was not known and is taken on trust.</summary>
    public required IReadOnlyList<CapabilityCondition> Conditions { get; init; }

    /// <summary>The capability in the contract's words.</summary>
    public static SystemCapability Of(CapabilityResult result) => new()
    {
        Bbm = result.EffectiveLevel,
        NoConflictAbort = result.NoConflictAbort == true,
        Errata = CpuErratum.ListOf(result.Errata),
        Reasons = [.. result.Reasons.Select(reason => new CapabilityReasonAnswer { Subject = reason.Subject, Text = reason.Text })],
        Conditions = CapabilityCondition.ListOf(result.Conditions),
    };
}

/// <summary>Where a piece of a capability is from.</summary>
internal sealed record CapabilityReasonAnswer
{
    /// <summary>The part, or the id of the erratum.</summary>
    /// <example>Cortex-A72 r0p3</example>
    public required string Subject { get; init; }

    /// <summary>What follows from it.</summary>
    /// <example>Cortex-A72 r0p3 has BBM = 0: level 0.</example>
    public required string Text { get; init; }
}

/// <summary>A line that was passed over.</summary>
internal sealed record IgnoredLine
{
    /// <summary>The line, from 1.</summary>
    /// <example>1</example>
    public required int Line { get; init; }

    /// <summary>Why.</summary>
    /// <example>'$ cat /proc/cpuinfo' has no ':'.</example>
    public required string Text { get; init; }
}
