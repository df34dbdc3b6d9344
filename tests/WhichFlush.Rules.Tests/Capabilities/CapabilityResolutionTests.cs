using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Rules.Tests.Capabilities;

public sealed class CapabilityResolutionTests
{
    private const ulong Bbm2 = 2UL << 52;

    [Theory]
    [InlineData("Cortex-A715", 3, true)]
    [InlineData("AMPERE1", 3, true)]
    [InlineData("Cortex-X4 r0p3", 3, true)]
    [InlineData("Cortex-X4 r0p2", 0, false)]
    [InlineData("Cortex-X4", 0, false)]
    [InlineData("Neoverse-V1", 2, false)]
    [InlineData("Neoverse-N2", 0, false)]
    [InlineData("Cortex-A72", 0, false)]
    [InlineData("0x410f0000", 0, false)]
    [InlineData("Cortex-A725,Cortex-A715", 3, true)]
    [InlineData("Cortex-A725,Cortex-X4 r0p3", 3, true)]
    [InlineData("Cortex-A725,Cortex-X4 r0p2", 0, false)]
    [InlineData("Cortex-A715,Neoverse-V1", 2, false)]
    [InlineData("Neoverse-V1,Cortex-A72,Cortex-A715", 0, false)]
    [InlineData("Cortex-A715,0x410f0000", 0, false)]
    [InlineData("Cortex-A53", null, false)]
    [InlineData("Cortex-A55,Cortex-A76", null, false)]
    [InlineData("Neoverse-V1,Cortex-A76", null, false)]
    [InlineData("Cortex-A76,Cortex-A715", null, false)]
    [InlineData("Cortex-A53,Cortex-A72", 0, false)]
    [InlineData("Cortex-A72,Cortex-A53", 0, false)]
    [InlineData("Cortex-A55,Cortex-X4 r0p2", 0, false)]
    public void The_weakest_part_counts(string cpus, int? level, bool noConflictAbort)
    {
        CapabilityResult result = Resolve(cpus);

        Assert.Empty(result.Errors);
        Assert.Equal(level, result.Bbm);
        Assert.Equal(level, result.EffectiveLevel);
        Assert.Equal(noConflictAbort, result.NoConflictAbort == true);
        Assert.All(cpus.Split(','), cpu => Assert.Contains(result.Reasons, reason => reason.Text.Contains(CpuList.Find(cpu)!.Label, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("0x410f0000,Cortex-A72,0x410f0000")]
    [InlineData("0x410f0000,0x410f0000,Cortex-A72")]
    [InlineData("Cortex-A72,0x410f0000,Cortex-A72")]
    public void A_part_that_is_named_again_does_not_hide_a_weaker_one(string cpus) =>
        Assert.Equal(0, WithRegister(IdRegister.ID_AA64MMFR2_EL1, Bbm2, new() { Cpus = cpus.Split(',') }).Bbm);

    [Fact]
    public void Errata_of_all_parts_count_and_are_named_with_their_revisions()
    {
        CapabilityResult result = Resolve("Cortex-A76 r3p0,C1-Ultra r1p0,Neoverse-V3 r0p1");

        Assert.Equal(Errata.CVE_2025_10263 | Errata.E1286807 | Errata.E3053180 | Errata.E3683289, result.Errata);
        Assert.Contains(result.Reasons, reason => reason.Subject == "1286807" && reason.Text.Contains("r0p0 to r3p0", StringComparison.Ordinal));
        Assert.Contains(result.Reasons, reason => reason.Subject == "3683289" && reason.Text.Contains("C1-Ultra r1p0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Cortex-A55,Cortex-A76", "Cortex-A55 (weakest revision),Cortex-A76 (weakest revision)")]
    [InlineData("Cortex-A76 r4p0,Neoverse-V1", "Cortex-A76 r4p0")]
    [InlineData("Cortex-A76 r4p0,Cortex-A72", "")]
    [InlineData("Neoverse-V1", "")]
    public void Names_the_parts_whose_level_has_to_be_given(string cpus, string expected) =>
        Assert.Equal(expected, string.Join(',', Resolve(cpus).WithoutLevel.Select(cpu => cpu.Label)));

    [Fact]
    public void A_makers_own_id_is_named()
    {
        Assert.Contains(Resolve("NVIDIA Olympus").Reasons, reason => reason.Subject == "CVE-2025-10263" && reason.Text.Contains("T410-OLY-1029", StringComparison.Ordinal));
        Assert.Contains(Resolve("Azure Cobalt 100").Reasons, reason => reason.Subject == "CVE-2025-10263" && reason.Text.Contains("4193789", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0x410f0000", "unknownCpu")]
    [InlineData("Cortex-A53,Cortex-A72", null)]
    [InlineData("Cortex-A76 r3p0", "unknownLevel")]
    [InlineData("Neoverse-N2", "maskedLevel")]
    [InlineData("Cortex-X4", "cpuRevision")]
    [InlineData("Cortex-A715", null)]
    public void What_is_not_known_is_a_condition(string cpu, string? code) =>
        Assert.Equal(code, Resolve(cpu).Conditions.Select(condition => condition.Code).SingleOrDefault());

    [Theory]
    [InlineData("Cortex-X4 r0p2", 2, 0)]
    [InlineData("C1-Ultra r1p0", 3, 0)]
    [InlineData("Cortex-A76", 2, 2)]
    [InlineData("0x410fd034", 3, 3)]
    [InlineData("0x410f0000", 3, 3)]
    [InlineData("Cortex-A55,Cortex-A76", 0, 0)]
    [InlineData("Cortex-A55,Cortex-A76", 1, 1)]
    [InlineData("Azure Cobalt 100", 2, 2)]
    [InlineData("Neoverse-N2", 2, 2)]
    [InlineData("Neoverse-V1", 2, 2)]
    [InlineData("Cortex-A715", 2, 3)]
    [InlineData("Cortex-A715", 3, 3)]
    [InlineData("AMPERE1", 0, 0)]
    [InlineData("Cortex-A715,Cortex-A76", 1, 1)]
    public void An_explicit_level_is_taken_at_its_word(string cpus, int bbm, int effective)
    {
        CapabilityResult result = CapabilityResolution.Resolve(new() { Bbm = bbm, Cpus = cpus.Split(',') });

        Assert.Empty(result.Errors);
        Assert.Equal((bbm, effective), (result.Bbm, result.EffectiveLevel));
    }

    [Theory]
    [InlineData("Cortex-A72", 2)]
    [InlineData("Neoverse-V1", 0)]
    [InlineData("Neoverse-V1,Cortex-A76", 3)]
    [InlineData("Neoverse-V1,Cortex-A72", 2)]
    public void An_explicit_level_that_the_list_contradicts_is_an_error_of_both(string cpus, int bbm)
    {
        CapabilityResult result = CapabilityResolution.Resolve(new() { Bbm = bbm, Cpus = cpus.Split(',') });

        AssertContradict(result, "bbm", "cpu");
    }

    [Theory]
    [InlineData("Cortex-A55,Cortex-A76", Bbm2, 2)]
    [InlineData("AMPERE1", 0UL, 3)]
    [InlineData("Cortex-A715", Bbm2, 3)]
    [InlineData("Cortex-A76", Bbm2, 2)]
    [InlineData("Cortex-X4 r0p2", Bbm2, 0)]
    [InlineData("Neoverse-V1,Cortex-A72", Bbm2, 0)]
    [InlineData("Neoverse-V1,Cortex-A72", 0UL, 0)]
    public void A_register_joins_the_list(string cpus, ulong mmfr2, int effective)
    {
        CapabilityResult result = WithRegister(IdRegister.ID_AA64MMFR2_EL1, mmfr2, new() { Cpus = cpus.Split(',') });

        Assert.Empty(result.Errors);
        Assert.Equal(effective, result.EffectiveLevel);
    }

    [Fact]
    public void Registers_contradict_level_list_features_granule_and_controls()
    {
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR2_EL1, Bbm2, new() { Bbm = 1 }), "bbm", "idAa64mmfr2");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR2_EL1, Bbm2, new() { Cpus = ["Cortex-A72"] }), "idAa64mmfr2", "cpu");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR2_EL1, Bbm2, new() { Features = Features.FEAT_TTL }), "features", "idAa64mmfr2");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR0_EL1, 0, new() { Granule = Granule.Size16K }), "granule", "idAa64mmfr0");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR0_EL1, 0, new() { Granule = Granule.Size4K, Ds = true }), "ds", "idAa64mmfr0");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR1_EL1, 0, new() { Ha = true }), "ha", "idAa64mmfr1");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR1_EL1, 1, new() { Hd = true }), "hd", "idAa64mmfr1");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR2_EL1, 0, new() { Fwb = true }), "fwb", "idAa64mmfr2");
        AssertContradict(WithRegister(IdRegister.ID_AA64MMFR2_EL1, 0, new() { Cnp = true }), "cnp", "idAa64mmfr2");
    }

    [Fact]
    public void Implemented_is_not_enabled()
    {
        CapabilityResult result = CapabilityResolution.Resolve(new() { Registers = IdRegisterTests.All(ulong.MaxValue).Values.ToDictionary() });

        Assert.Equal(IdRegisterValues.InEffect, result.Features);
        Assert.Equal(IdRegisterValues.Reportable & ~IdRegisterValues.InEffect, result.Available);
        Assert.Equal(["notEnabled", "reservedField"], result.Conditions.Select(condition => condition.Code));
        Assert.Equal(3, result.Bbm);
    }

    [Fact]
    public void Nothing_given_gives_nothing()
    {
        CapabilityResult result = CapabilityResolution.Resolve(new());

        Assert.Equal((null, null, Features.None, Errata.None), (result.Bbm, result.NoConflictAbort, result.Features, result.Errata));
        Assert.Empty(result.Reasons);
        Assert.Empty(result.Conditions);
        Assert.Empty(result.Errors);
        Assert.Equal(new TranslationContext { Bbm = 1 }, result.ApplyTo(new TranslationContext { Bbm = 1 }));
    }

    [Fact]
    public void An_unknown_name_is_an_error_with_the_nearest_names()
    {
        CapabilityResult result = Resolve("Cortex-X5,Cortex-A715");

        MemberError error = Assert.Single(result.Errors);
        Assert.Equal("cpu", error.Member);
        Assert.Contains("Cortex-X1", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Cortex-X5'", error.Message, StringComparison.Ordinal);
    }

    private static CapabilityResult Resolve(string cpus) => CapabilityResolution.Resolve(new() { Cpus = cpus.Split(',') });

    private static CapabilityResult WithRegister(IdRegister register, ulong value, CapabilityInput input) =>
        CapabilityResolution.Resolve(input with { Registers = new Dictionary<IdRegister, ulong> { [register] = value } });

    private static void AssertContradict(CapabilityResult result, string one, string other)
    {
        Assert.Equal([one, other], result.Errors.Select(error => error.Member));
        Assert.Contains(other, result.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains(one, result.Errors[1].Message, StringComparison.Ordinal);
    }
}
