using WhichFlush.Api.Contract;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Api.Cpus;

/// <summary>Maps CPUs and their capabilities to the contract.</summary>
internal static class CpuMapper
{
    /// <summary>Maps a row of the CPU list.</summary>
    public static CpuAnswer Map(Cpu cpu) => new()
    {
        Name = cpu.Name,
        Aliases = cpu.Aliases,
        Implementer = Implementer(cpu.Implementer),
        ImplementerName = CpuList.ImplementerName(cpu.Implementer),
        Part = Part(cpu.Part),
        LastPart = cpu.LastPart == cpu.Part ? null : Part(cpu.LastPart),
        Midr = Midr.Of(cpu.Implementer, cpu.Part, cpu.Revisions.First ?? default).ToString(),
        Revisions = cpu.Revisions.ToString(),
        Bbm = cpu.Level,
        Basis = EnumMap<CpuLevelBasis>.Of(cpu.Basis),
        RegisterBbm = cpu.Register.Level,
        NoConflictAbort = cpu.NoConflictAbort,
        Errata = ErrataOf(cpu.Errata, cpu.Implementer, cpu.Part),
        Note = cpu.Register.MayBeMasked ? "the register was seen in a virtual machine, and may be masked" : cpu.Note,
        Source = cpu.Source,
    };

    /// <summary>Maps a part that was named or given by its MIDR.</summary>
    public static CpuPartAnswer Map(CpuMatch match, IReadOnlyList<Condition> conditions) => new()
    {
        Given = match.Given,
        Name = match.Name,
        Known = match.Known,
        Midr = match.Midr?.ToString(),
        Implementer = Implementer(match.Implementer),
        ImplementerName = CpuList.ImplementerName(match.Implementer),
        Part = Part(match.Part),
        Revision = match.Revision?.ToString(),
        Bbm = match.Level,
        Basis = EnumMap<CpuLevelBasis>.Of(match.Basis),
        NoConflictAbort = match.NoConflictAbort,
        Errata = ErrataOf(match.Errata, match.Implementer, match.Part),
        Conditions = Map(conditions),
        Rows = [.. match.Rows.Select(Map)],
    };

    /// <summary>Maps the capability of a system.</summary>
    public static SystemCapability Map(CapabilityResult result) => new()
    {
        Bbm = result.EffectiveLevel,
        NoConflictAbort = result.NoConflictAbort == true,
        Errata = [.. ErrataBook.In(result.Errata).Select(erratum => Map(erratum, "", null))],
        Reasons = [.. result.Reasons.Select(reason => new CapabilityReasonAnswer { Subject = reason.Subject, Text = reason.Text })],
        Conditions = Map(result.Conditions),
    };

    private static string Implementer(int implementer) => $"0x{implementer:x2}";

    private static string Part(int part) => $"0x{part:x3}";

    private static CapabilityCondition[] Map(IReadOnlyList<Condition> conditions) =>
        [.. conditions.Select(condition => new CapabilityCondition { Code = condition.Code, Text = condition.Text })];

    private static CpuErratum[] ErrataOf(Errata errata, int implementer, int part) =>
        [.. ErrataBook.In(errata).Select(erratum => Map(erratum, $"{erratum.RevisionsOf(implementer, part)}", erratum.MakersIdOf(implementer, part)))];

    private static CpuErratum Map(Erratum erratum, string revisions, string? makersId) =>
        new() { Id = erratum.Id, Title = erratum.Title, Effect = erratum.Effect, Revisions = revisions, MakersId = makersId };
}
