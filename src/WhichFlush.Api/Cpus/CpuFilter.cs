using WhichFlush.Api.Questions;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Cpus;

/// <summary>The query string of <c>/v1/cpus</c>: filters that join.</summary>
internal sealed class CpuFilter : RequestBinder
{
    private static readonly Dictionary<string, Func<Cpu, bool>> Capabilities = new(StringComparer.Ordinal)
    {
        ["level0"] = cpu => cpu.Basis == LevelBasis.Register && cpu.Level == 0,
        ["level1"] = cpu => cpu.Basis == LevelBasis.Register && cpu.Level == 1,
        ["level2"] = cpu => cpu.Basis == LevelBasis.Register && cpu.Level == 2,
        ["level3"] = cpu => cpu.Level == 3,
        ["unknown"] = cpu => cpu.Basis == LevelBasis.Unknown,
        ["noConflictAbort"] = cpu => cpu.NoConflictAbort == true,
        ["alwaysBreak"] = cpu => (cpu.Errata & Errata.AlwaysBreak) != 0,
        ["repeatInvalidation"] = cpu => (cpu.Errata & Errata.RepeatInvalidation) != 0,
        ["errata"] = cpu => cpu.Errata != Errata.None,
    };

    private static readonly string[] Makers = [.. CpuList.Rows.Select(cpu => CpuList.ImplementerName(cpu.Implementer)).OfType<string>().Distinct()];

    /// <summary>Its members.</summary>
    public static readonly MemberTable<CpuFilter> Members = new(
    [
        MemberKinds.Text<CpuFilter>("name", "Part of a name, whatever the case.", "part of a name", "Cortex-X", TakeName),
        MemberKinds.Text<CpuFilter>("implementer", "The maker: MIDR_EL1.Implementer, or a name such as `Arm`.", $"0x0 to 0xff, or one of {string.Join(", ", Makers)}", "0x41", TakeImplementer),
        MemberKinds.OneOf<CpuFilter, Func<Cpu, bool>>(
            "capability",
            "`level0` to `level3`; `unknown`, the level is not known; `noConflictAbort`, never a TLB conflict abort; `alwaysBreak`, an erratum\n"
                + "makes it level 0; `repeatInvalidation`, an erratum repeats broadcast invalidations; `errata`, any erratum.",
            [.. Capabilities],
            "noConflictAbort",
            (filter, can) => filter._filters.Add(can)) with { Schema = MemberSchema.Text },
    ]);

    private readonly List<Func<Cpu, bool>> _filters = [];

    /// <summary>True if the row passes every filter.</summary>
    public bool Passes(Cpu cpu) => _filters.TrueForAll(filter => filter(cpu));

    private static bool TakeName(CpuFilter filter, string name)
    {
        filter._filters.Add(cpu => IsCalled(cpu, name));
        return true;
    }

    private static bool TakeImplementer(CpuFilter filter, string given)
    {
        if (Hex64.TryParse(given, out ulong number))
        {
            filter._filters.Add(cpu => (ulong)cpu.Implementer == number);
            return number <= 0xff;
        }

        filter._filters.Add(cpu => given.Equals(CpuList.ImplementerName(cpu.Implementer), StringComparison.OrdinalIgnoreCase));
        return Makers.Contains(given, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsCalled(Cpu cpu, string name) =>
        cpu.Aliases.Prepend(cpu.Name).Any(known => known.Contains(name, StringComparison.OrdinalIgnoreCase));
}
