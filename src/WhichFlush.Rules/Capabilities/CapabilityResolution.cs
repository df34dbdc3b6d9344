using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// Combines a caller's statements about a machine into one capability. The weakest level and the errata of all parts count.
/// The level of a listed part that no public source tells stays unknown, and then the caller has to state it; a part that is not
/// in the list counts as level 0. A part without conflict aborts counts as level 3, whatever a register reports. An explicit
/// <c>bbm</c> is believed; an erratum or an unknown level never contradicts it.
/// </summary>
public static class CapabilityResolution
{
    /// <summary>Combines the statements. Contradictions and unknown names are <see cref="CapabilityResult.Errors"/>.</summary>
    public static CapabilityResult Resolve(CapabilityInput input)
    {
        var errors = new List<MemberError>();
        var reasons = new List<CapabilityReason>();
        var conditions = new List<Condition>();
        List<CpuMatch> cpus = FindAll(input.Cpus, errors);
        var registers = new IdRegisterValues(input.Registers);
        Contradictions.Find(input, registers, cpus, errors);

        int? bbm = Level(input, registers, cpus, reasons);
        Errata errata = ErrataOf(cpus, reasons);
        Features implemented = registers.Implemented;
        Features inEffect = implemented & IdRegisterValues.InEffect;
        Features available = implemented & ~IdRegisterValues.InEffect & ~input.Features;
        if (input.Ds)
        {
            available &= ~Features.FEAT_LPA2;
        }

        Features added = inEffect & ~input.Features;
        if (added != Features.None)
        {
            reasons.Add(new(Members(input.Registers), "features", $"Implemented, and in effect without a control of its own: {added}."));
        }

        Conditions(input, registers, cpus, bbm, conditions);
        OfRegisters(registers, available, conditions);
        return new CapabilityResult
        {
            Bbm = bbm,
            NoConflictAbort = input.NoConflictAbort ?? (cpus.Count > 0 && cpus.TrueForAll(cpu => cpu.NoConflictAbort) ? true : null),
            Features = input.Features | inEffect,
            Available = available,
            Errata = errata,
            Cpus = cpus,
            Reasons = reasons,
            Conditions = conditions,
            Errors = errors,
        };
    }

    private static List<CpuMatch> FindAll(IReadOnlyList<string> given, List<MemberError> errors)
    {
        var found = new List<CpuMatch>();
        foreach (string name in given)
        {
            if (CpuList.Find(name) is CpuMatch match)
            {
                found.Add(match);
            }
            else
            {
                errors.Add(new("cpu", $"Given '{name}', which is not in the CPU list. Accepted: a name from /v1/cpus (the nearest: "
                    + $"{string.Join(", ", CpuList.Nearest(name))}), such a name with a revision (Cortex-X4 r0p3), or any MIDR (0x410fd820)."));
            }
        }

        return found;
    }

    /// <summary>
    /// The lowest level of the parts; without parts, the level that <c>bbm</c> or the register gives. It is not known if the level of
    /// a part is not known, unless another part is level 0.
    /// </summary>
    private static int? Level(CapabilityInput input, in IdRegisterValues registers, List<CpuMatch> cpus, List<CapabilityReason> reasons)
    {
        int? stated = input.Bbm ?? registers.Bbm, lowest = null;
        bool complete = true;
        foreach (CpuMatch cpu in cpus)
        {
            int? level = LevelOf(cpu, input.Bbm, registers.Bbm);
            reasons.Add(new("cpu", cpu.Label, Why(cpu, level, stated)));
            lowest = lowest is int low && level is int one ? Math.Min(low, one) : lowest ?? level;
            complete &= level is not null;
        }

        if (input.Bbm is int explicitly)
        {
            reasons.Add(new("bbm", "BBM", $"Level {explicitly}, as given."));
        }

        if (registers.Bbm is int read)
        {
            reasons.Add(new(IdRegister.ID_AA64MMFR2_EL1.Member(), "ID_AA64MMFR2_EL1.BBM", $"The register says level {read}."));
        }

        return complete || lowest == 0 ? lowest ?? stated : null;
    }

    /// <summary>The level of one part, with the given and the read level; <c>null</c> if it is not known.</summary>
    private static int? LevelOf(CpuMatch cpu, int? given, int? read) => cpu.Basis switch
    {
        LevelBasis.NoConflictAbort => given ?? 3,
        LevelBasis.Register when cpu.CertainBbm is int certain => Math.Min(certain, given ?? read ?? certain),
        _ => given ?? read ?? cpu.Level,
    };

    private static string Why(CpuMatch cpu, int? level, int? stated)
    {
        string known = cpu.Basis switch
        {
            LevelBasis.NoConflictAbort => "never raises a TLB conflict abort and counts as level 3, whatever its ID register says",
            LevelBasis.Register when cpu.CertainBbm is null => $"was seen with BBM = {cpu.Level}, perhaps masked by a hypervisor",
            LevelBasis.Register => $"has BBM = {cpu.Level}",
            LevelBasis.Erratum => $"has an erratum that makes it level 0 ({ErrataBook.IdsOf(cpu.Errata & Errata.AlwaysBreak)})",
            _ when !cpu.Known => "is not in the CPU list",
            _ => "is in the CPU list without a level",
        };
        if (level is null)
        {
            return $"{cpu.Label} {known}: no public source tells it.";
        }

        string counts = cpu.Basis == LevelBasis.Erratum ? "0"
            : cpu.Basis == LevelBasis.NoConflictAbort && level == 2 ? "3, as it never aborts"
            : $"{level}";
        string of = stated is null || cpu.Basis == LevelBasis.Erratum ? "" : ", with what else was given";
        return $"{cpu.Label} {known}: level {counts}{of}.";
    }

    private static Errata ErrataOf(List<CpuMatch> cpus, List<CapabilityReason> reasons)
    {
        Errata all = Errata.None;
        foreach (CpuMatch cpu in cpus)
        {
            all |= cpu.Errata;
            foreach (Erratum erratum in ErrataBook.In(cpu.Errata))
            {
                reasons.Add(new("cpu", erratum.Id,
                    $"{cpu.Label} has {erratum.Id}{(erratum.MakersIdOf(cpu.Implementer, cpu.Part) is string id ? $", {id} to its maker" : "")} (affected revisions of {cpu.Name}: {erratum.RevisionsOf(cpu.Implementer, cpu.Part)}). {erratum.Title} {erratum.Effect}"));
            }
        }

        return all;
    }

    private static void Conditions(
        CapabilityInput input, in IdRegisterValues registers, List<CpuMatch> cpus, int? bbm, List<Condition> conditions)
    {
        bool stated = input.Bbm is not null || registers.Bbm is not null;
        foreach (CpuMatch cpu in cpus)
        {
            if (!cpu.Known)
            {
                conditions.Add(new("unknownCpu", stated
                    ? $"{cpu.Label} is not in the CPU list: it has no erratum that would ask for more."
                    : $"{cpu.Label} is not in the CPU list: it is taken as level 0, and as free of errata that would ask for more. Give bbm or idAa64mmfr2 if its level is known."));
            }
            else if (bbm is null && cpu.Level is null)
            {
                conditions.Add(new("unknownLevel", $"The level of {cpu.Label} is not known: give bbm or idAa64mmfr2. Level 0 is always correct."));
            }
            else if (!stated && cpu.Basis == LevelBasis.Register && cpu.CertainBbm is null)
            {
                conditions.Add(new("maskedLevel", $"The ID register of {cpu.Label} was seen in a virtual machine and may have been masked: level 0 is always correct. Give bbm or idAa64mmfr2 if it is known."));
            }

            if (cpu.RevisionMatters)
            {
                conditions.Add(new("cpuRevision", $"The revision of {cpu.Name} is not given: the weakest is assumed. Give it ({cpu.Name} r0p3, or the MIDR) for an answer to that revision."));
            }
        }
    }

    private static void OfRegisters(in IdRegisterValues registers, Features available, List<Condition> conditions)
    {
        // The member ds decides whether FEAT_LPA2 is in effect.
        Features unstated = available & ~Features.FEAT_LPA2;
        if (unstated != Features.None)
        {
            conditions.Add(new("notEnabled", $"The registers report {unstated} as implemented: taken as not enabled, since features does not list them."));
        }

        List<IdFieldValue> reserved = [.. registers.Fields().Where(field => field.Reserved)];
        if (reserved.Count > 0)
        {
            string fields = string.Join(", ", reserved.Select(field => $"{field.Field.Register}.{field.Field.Name} = {field.Value}"));
            conditions.Add(new("reservedField", $"Reserved values are read by the ID scheme, as the next smaller one that is defined: {fields}."));
        }
    }

    private static string Members(IReadOnlyDictionary<IdRegister, ulong> registers) => string.Join(", ", registers.Keys.Order().Select(register => register.Member()));
}
