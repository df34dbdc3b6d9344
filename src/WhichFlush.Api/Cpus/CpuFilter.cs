using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Cpus;

/// <summary>Which rows of the CPU list are asked for.</summary>
internal static class CpuFilter
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

    /// <summary>The rows that pass; errors go to <paramref name="errors"/>.</summary>
    public static IReadOnlyList<CpuAnswer> Apply(string? name, string? implementer, string? capability, RequestErrors errors)
    {
        Func<Cpu, bool> can = _ => true;
        if (capability is not null && !Capabilities.TryGetValue(capability, out can!))
        {
            errors.Add("capability", $"Given '{capability}'. Accepted: {string.Join(", ", Capabilities.Keys)}.");
            return [];
        }

        Func<Cpu, bool> made = _ => true;
        if (implementer is not null)
        {
            if (Hex64.TryParse(implementer, out var number) && number <= 0xff)
            {
                made = cpu => cpu.Implementer == (int)number;
            }
            else
            {
                var makers = CpuList.Rows.Select(cpu => CpuList.ImplementerName(cpu.Implementer)).Distinct();
                if (!makers.Contains(implementer, StringComparer.OrdinalIgnoreCase))
                {
                    errors.Add("implementer", $"Given '{implementer}'. Accepted: 0x0 to 0xff, or one of {string.Join(", ", makers)}.");
                }

                made = cpu => implementer.Equals(CpuList.ImplementerName(cpu.Implementer), StringComparison.OrdinalIgnoreCase);
            }
        }

        return [.. CpuList.Rows
            .Where(cpu => can(cpu) && made(cpu) && IsCalled(cpu, name))
            .Select(CpuMapper.Map)];
    }

    private static bool IsCalled(Cpu cpu, string? name) => name is null
        || cpu.Aliases.Prepend(cpu.Name).Any(known => known.Contains(name, StringComparison.OrdinalIgnoreCase));
}
