using System.Numerics;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>Finds pairs of statements about one machine that cannot both be true; each pair is an error of both members.</summary>
internal static class Contradictions
{
    private const string Either = "Accepted: values that agree, or one of the two alone.";

    public static void Find(CapabilityInput input, in IdRegisterValues registers, List<CpuMatch> cpus, List<MemberError> errors)
    {
        string mmfr2 = IdRegister.ID_AA64MMFR2_EL1.Member();
        if (input.Bbm is int given && registers.Bbm is int read && given != read)
        {
            Add(errors, ("bbm", $"{given}"), (mmfr2, Value(input, IdRegister.ID_AA64MMFR2_EL1)), $"BBM in the register is {read}");
        }

        if (input.Bbm is int bbm)
        {
            OfCpus("bbm", $"{bbm}", bbm, cpus, errors, lowest: true);
        }

        if (registers.Bbm is int register && input.Bbm is null)
        {
            OfCpus(mmfr2, Value(input, IdRegister.ID_AA64MMFR2_EL1), register, cpus, errors, lowest: false);
        }

        OfFeatures(input, registers, errors);
        OfControls(input, registers, errors);
    }

    /// <summary>
    /// Compares a level with the parts whose register is certain; any other part may have any level. An explicit level is the
    /// lowest of the system. A register value may come from any PE.
    /// </summary>
    private static void OfCpus(string member, string value, int level, List<CpuMatch> cpus, List<MemberError> errors, bool lowest)
    {
        var certain = cpus.Where(cpu => cpu.CertainBbm is not null).ToList();
        if (certain.Count == 0)
        {
            return;
        }

        CpuMatch weakest = certain.MinBy(cpu => cpu.CertainBbm)!;
        bool all = certain.Count == cpus.Count;
        bool possible = lowest
            ? level <= weakest.CertainBbm && (!all || level == weakest.CertainBbm)
            : !all || certain.Exists(cpu => cpu.CertainBbm == level);
        if (!possible)
        {
            Add(errors, (member, value), ("cpu", string.Join(",", cpus.Select(cpu => cpu.Given))), $"{weakest.Label} has ID_AA64MMFR2_EL1.BBM = {weakest.CertainBbm}");
        }
    }

    private static void OfFeatures(CapabilityInput input, in IdRegisterValues registers, List<MemberError> errors)
    {
        Features implemented = registers.Implemented;
        for (ulong rest = (ulong)(input.Features & IdRegisterValues.Reportable & ~implemented); rest != 0; rest &= rest - 1)
        {
            var feature = (Features)(1UL << BitOperations.TrailingZeroCount(rest));
            foreach (IdRegister reporter in IdRegisterValues.ReportersOf(feature).Where(input.Registers.ContainsKey))
            {
                Add(errors, ("features", $"{feature}"), (reporter.Member(), Value(input, reporter)), $"{reporter} says that it is not implemented");
            }
        }
    }

    private static void OfControls(CapabilityInput input, in IdRegisterValues registers, List<MemberError> errors)
    {
        if (input.Granule is Granule granule && registers.Supports(granule, input.Stage) == false)
        {
            Against("granule", granule.Name(), IdRegister.ID_AA64MMFR0_EL1, $"that granule is not supported at stage {(int)input.Stage}");
        }

        if (input.Ds && input.Granule is Granule wide && registers.Supports52Bits(wide, input.Stage) == false)
        {
            Against("ds", "true", IdRegister.ID_AA64MMFR0_EL1, $"52-bit addresses with {wide.Name()} are not supported at stage {(int)input.Stage}");
        }

        if (input.Ha && registers.Read(IdFieldTable.Hafdbs) < 1)
        {
            Against("ha", "true", IdRegister.ID_AA64MMFR1_EL1, "HAFDBS = 0: hardware does not set the Access flag");
        }

        if (input.Hd && registers.Read(IdFieldTable.Hafdbs) is int hafdbs and < 2)
        {
            Against("hd", "true", IdRegister.ID_AA64MMFR1_EL1, $"HAFDBS = {hafdbs}: hardware does not manage the dirty state");
        }

        if (input.Fwb && input.Stage == Stage.Two && registers.Read(IdFieldTable.Fwb) == 0)
        {
            Against("fwb", "true", IdRegister.ID_AA64MMFR2_EL1, "FWB = 0: HCR_EL2.FWB is not implemented");
        }

        if (input.Cnp && registers.Read(IdFieldTable.Cnp) == 0)
        {
            Against("cnp", "true", IdRegister.ID_AA64MMFR2_EL1, "CnP = 0: TTBR.CnP is not implemented");
        }

        void Against(string member, string value, IdRegister register, string because) =>
            Add(errors, (member, value), (register.Member(), Value(input, register)), because);
    }

    private static void Add(List<MemberError> errors, (string Name, string Value) one, (string Name, string Value) other, string because)
    {
        errors.Add(new(one.Name, $"Given {one.Value}, which contradicts {other.Name} = {other.Value}: {because}. {Either}"));
        errors.Add(new(other.Name, $"Given {other.Value}, which contradicts {one.Name} = {one.Value}: {because}. {Either}"));
    }

    private static string Value(CapabilityInput input, IdRegister register) => Hex64.ToText(input.Registers[register]);
}
