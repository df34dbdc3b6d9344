using System.Text.Json.Serialization;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

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

    /// <summary>MIDR_EL1.PartNum.</summary>
    /// <example>0xd82</example>
    public required string Part { get; init; }

    /// <summary>MIDR_EL1 of the first revision.</summary>
    /// <example>0x410fd823</example>
    public required string Midr { get; init; }

    /// <summary>The revisions in words: `all`, `up to r0p2`, `from r0p3`.</summary>
    /// <example>from r0p3</example>
    public required string Revisions { get; init; }

    /// <summary>The BBM level to go by, 0 to 3; 0 if it is not known.</summary>
    /// <example>3</example>
    public required int Bbm { get; init; }

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

    /// <summary>The row in the contract's words.</summary>
    public static CpuAnswer Of(Cpu cpu) => new()
    {
        Name = cpu.Name,
        Aliases = cpu.Aliases,
        Implementer = $"0x{cpu.Implementer:x2}",
        ImplementerName = CpuList.ImplementerName(cpu.Implementer),
        Part = $"0x{cpu.Part:x3}",
        Midr = WhichFlush.Rules.Capabilities.Midr.Of(cpu.Implementer, cpu.Part, cpu.Revisions.First ?? default).ToString(),
        Revisions = cpu.Revisions.ToString(),
        Bbm = cpu.Level,
        Basis = (CpuLevelBasis)cpu.Basis,
        RegisterBbm = cpu.Register.Level,
        NoConflictAbort = cpu.NoConflictAbort,
        Errata = CpuErratum.ListOf(cpu.Errata, cpu.Implementer, cpu.Part),
        Note = cpu.Register.MayBeMasked ? "the register was seen in a virtual machine, and may be masked" : cpu.Note,
        Source = cpu.Source,
    };
}

/// <summary>
/// What a level rests on: `erratum`, it is 0 whatever the register says; `unknown`, 0 is the safe answer; `register`, the part's ID
/// register; `noConflictAbort`, the part never raises a TLB conflict abort and counts as level 3, whatever the register says.
/// </summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CpuLevelBasis>))]
internal enum CpuLevelBasis
{
    /// <summary>An erratum makes it level 0.</summary>
    Erratum = LevelBasis.Erratum,

    /// <summary>It is not known.</summary>
    Unknown = LevelBasis.Unknown,

    /// <summary>The ID register.</summary>
    Register = LevelBasis.Register,

    /// <summary>No TLB conflict aborts.</summary>
    NoConflictAbort = LevelBasis.NoConflictAbort,
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

    /// <summary>The errata of a set, with the affected revisions of one part.</summary>
    public static IReadOnlyList<CpuErratum> ListOf(Errata errata, int implementer, int part) =>
        [.. ErrataBook.In(errata).Select(erratum => Of(erratum, $"{erratum.RevisionsOf(implementer, part)}"))];

    /// <summary>The errata of a set, for a system.</summary>
    public static IReadOnlyList<CpuErratum> ListOf(Errata errata) => [.. ErrataBook.In(errata).Select(erratum => Of(erratum, ""))];

    private static CpuErratum Of(Erratum erratum, string revisions) =>
        new() { Id = erratum.Id, Title = erratum.Title, Effect = erratum.Effect, Revisions = revisions };
}
