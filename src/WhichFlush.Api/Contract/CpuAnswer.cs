using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>A part, or a range of its revisions, in the CPU list.</summary>
internal sealed record CpuAnswer
{
    /// <summary>The part's name.</summary>
    /// <example>Cortex-X4</example>
    public required string Name { get; init; }

    /// <summary>Other names that find it.</summary>
    /// <example>["X4"]</example>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>MIDR_EL1.Implementer.</summary>
    /// <example>0x41</example>
    public required string Implementer { get; init; }

    /// <summary>The maker.</summary>
    /// <example>Arm</example>
    public required string? ImplementerName { get; init; }

    /// <summary>MIDR_EL1.PartNum; the first one if the row has several.</summary>
    /// <example>0xd82</example>
    public required string Part { get; init; }

    /// <summary>The last MIDR_EL1.PartNum of the row; null if it has one.</summary>
    public required string? LastPart { get; init; }

    /// <summary>MIDR_EL1 of the first revision.</summary>
    /// <example>0x410fd823</example>
    public required string Midr { get; init; }

    /// <summary>The revisions in words: `all`, `up to r0p2`, `from r0p3`.</summary>
    /// <example>from r0p3</example>
    public required string Revisions { get; init; }

    /// <summary>The BBM level to go by, 0 to 3; null if no public source tells it, and then `bbm` has to be given.</summary>
    /// <example>3</example>
    public required int? Bbm { get; init; }

    /// <summary>What the level rests on.</summary>
    /// <example>noConflictAbort</example>
    public required CpuLevelBasis Basis { get; init; }

    /// <summary>ID_AA64MMFR2_EL1.BBM as it was read on the part; null if it is not known.</summary>
    /// <example>2</example>
    public required int? RegisterBbm { get; init; }

    /// <summary>It never raises a TLB conflict abort; null if that is not known.</summary>
    /// <example>true</example>
    public required bool? NoConflictAbort { get; init; }

    /// <summary>Errata that some of these revisions have.</summary>
    public required IReadOnlyList<CpuErratum> Errata { get; init; }

    /// <summary>A remark, or empty.</summary>
    /// <example>as AMPERE1</example>
    public required string Note { get; init; }

    /// <summary>Where this is from.</summary>
    /// <example>Linux cpufeature.c cpu_supports_bbml3() list, 2026-07</example>
    public required string Source { get; init; }
}

/// <summary>
/// What a level rests on: `erratum`, it is 0 whatever the register says; `unknown`, no public source tells it, and 0 is always correct; `register`, the part's ID
/// register; `noConflictAbort`, the part never raises a TLB conflict abort and counts as level 3, whatever the register says.
/// </summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CpuLevelBasis>))]
internal enum CpuLevelBasis
{
    /// <summary>An erratum makes it level 0.</summary>
    Erratum,

    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>The ID register.</summary>
    Register,

    /// <summary>No TLB conflict aborts.</summary>
    NoConflictAbort,
}

/// <summary>An erratum that changes answers.</summary>
internal sealed record CpuErratum
{
    /// <summary>Its id as published.</summary>
    /// <example>3053180</example>
    public required string Id { get; init; }

    /// <summary>What goes wrong.</summary>
    /// <example>A size change without break-before-make goes wrong, whatever ID_AA64MMFR2_EL1.BBM says.</example>
    public required string Title { get; init; }

    /// <summary>What an answer does about it.</summary>
    /// <example>Answered as level 0: break-before-make for every change of size and of the Contiguous bit.</example>
    public required string Effect { get; init; }

    /// <summary>The affected revisions of the part in words; empty if several parts are meant.</summary>
    /// <example>up to r0p2</example>
    public required string Revisions { get; init; }

    /// <summary>The id that the part's maker gave it; null if there is none, or several parts are meant.</summary>
    /// <example>T410-OLY-1029</example>
    public required string? MakersId { get; init; }
}

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

    /// <summary>
    /// The BBM level to go by, 0 to 3. Null if the list has the part and no public source tells its level: then `bbm` has to be given.
    /// 0, which is always correct, if the list does not have the part.
    /// </summary>
    /// <example>0</example>
    public required int? Bbm { get; init; }

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
}

/// <summary>What was not known and is taken on trust.</summary>
internal sealed record CapabilityCondition
{
    /// <summary>A stable name: `unknownCpu`, `unknownLevel`, `maskedLevel`, `cpuRevision`.</summary>
    /// <example>unknownLevel</example>
    public required string Code { get; init; }

    /// <summary>The condition as a sentence.</summary>
    /// <example>The level of Cortex-A76 r3p0 is not known: give bbm or idAa64mmfr2. Level 0 is always correct.</example>
    public required string Text { get; init; }
}

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
    /// <summary>The BBM level to go by, 0 to 3: the weakest of its parts; null if it hangs on a level that no public source tells.</summary>
    /// <example>0</example>
    public required int? Bbm { get; init; }

    /// <summary>No part raises a TLB conflict abort.</summary>
    /// <example>false</example>
    public required bool NoConflictAbort { get; init; }

    /// <summary>The errata of all parts.</summary>
    public required IReadOnlyList<CpuErratum> Errata { get; init; }

    /// <summary>Where level and errata are from.</summary>
    public required IReadOnlyList<CapabilityReasonAnswer> Reasons { get; init; }

    /// <summary>What was not known and is taken on trust.</summary>
    public required IReadOnlyList<CapabilityCondition> Conditions { get; init; }
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
