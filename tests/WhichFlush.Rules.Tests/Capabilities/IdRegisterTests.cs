using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Rules.Tests.Capabilities;

public sealed class IdRegisterTests
{
    [Fact]
    public void Fields_of_one_register_do_not_overlap_and_are_all_listed_from_the_top()
    {
        foreach (var register in IdFieldTable.Fields.GroupBy(field => field.Register))
        {
            int[] lows = [.. register.Select(field => field.Low)];
            Assert.Equal(lows.OrderDescending().Distinct(), lows);
            Assert.All(lows, low => Assert.Equal(0, low % 4));
        }

        Assert.Equal(IdRegisters.All, IdFieldTable.Fields.Select(field => field.Register).Distinct());
    }

    [Theory]
    [InlineData(IdRegister.ID_AA64MMFR0_EL1, 0x6UL, Features.FEAT_LPA)]
    [InlineData(IdRegister.ID_AA64MMFR0_EL1, 0x5UL, Features.None)]
    [InlineData(IdRegister.ID_AA64MMFR0_EL1, 0x1UL << 28, Features.FEAT_LPA2)]
    [InlineData(IdRegister.ID_AA64MMFR0_EL1, 0xfUL << 28, Features.None)]
    [InlineData(IdRegister.ID_AA64MMFR0_EL1, 0x2UL << 20, Features.FEAT_LPA2)]
    [InlineData(IdRegister.ID_AA64MMFR0_EL1, 0x3UL << 40, Features.FEAT_LPA2)]
    [InlineData(IdRegister.ID_AA64MMFR0_EL1, 0x3UL << 32, Features.FEAT_LPA2)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x2UL, Features.None)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x3UL, Features.FEAT_HAFT)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x4UL, Features.FEAT_HAFT)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x2UL << 12, Features.FEAT_HPDS2)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x1UL << 28, Features.FEAT_XNX)]
    [InlineData(IdRegister.ID_AA64MMFR2_EL1, 0x1UL << 48, Features.FEAT_TTL)]
    [InlineData(IdRegister.ID_AA64MMFR3_EL1, 0x1UL << 8, Features.FEAT_S1PIE)]
    [InlineData(IdRegister.ID_AA64MMFR3_EL1, 0x1UL << 12, Features.FEAT_S2PIE)]
    [InlineData(IdRegister.ID_AA64MMFR3_EL1, 0x1UL << 16, Features.FEAT_S1POE)]
    [InlineData(IdRegister.ID_AA64MMFR3_EL1, 0x1UL << 20, Features.FEAT_S2POE)]
    [InlineData(IdRegister.ID_AA64MMFR3_EL1, 0x1UL << 24, Features.FEAT_AIE)]
    [InlineData(IdRegister.ID_AA64ISAR0_EL1, 0x1UL << 56, Features.FEAT_TLBIOS)]
    [InlineData(IdRegister.ID_AA64ISAR0_EL1, 0x2UL << 56, Features.FEAT_TLBIOS | Features.FEAT_TLBIRANGE)]
    [InlineData(IdRegister.ID_AA64ISAR1_EL1, 0x1UL << 56, Features.FEAT_XS)]
    [InlineData(IdRegister.ID_AA64ISAR3_EL1, 0x1UL << 8, Features.FEAT_TLBIW)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x1UL << 36, Features.None)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x2UL << 36, Features.FEAT_ETS2)]
    [InlineData(IdRegister.ID_AA64MMFR1_EL1, 0x3UL << 36, Features.FEAT_ETS2)]
    [InlineData(IdRegister.ID_AA64MMFR3_EL1, 0x1UL << 28, Features.FEAT_MEC)]
    [InlineData(IdRegister.ID_AA64MMFR4_EL1, 0xffff_ffff_ffff_ffffUL, Features.None)]
    [InlineData(IdRegister.ID_AA64PFR0_EL1, 0x1UL << 52, Features.FEAT_RME)]
    [InlineData(IdRegister.ID_AA64PFR0_EL1, 0x3UL << 52, Features.FEAT_RME)]
    [InlineData(IdRegister.ID_AA64PFR0_EL1, 0x1111UL, Features.None)]
    [InlineData(IdRegister.ID_AA64PFR1_EL1, 0x1UL << 8, Features.None)]
    [InlineData(IdRegister.ID_AA64PFR1_EL1, 0x2UL << 8, Features.FEAT_MTE2)]
    [InlineData(IdRegister.ID_AA64PFR1_EL1, 0x3UL << 8, Features.FEAT_MTE2)]
    [InlineData(IdRegister.ID_AA64PFR1_EL1, 0x1UL << 48, Features.FEAT_THE)]
    [InlineData(IdRegister.ID_AA64PFR1_EL1, 0x1UL, Features.FEAT_BTI)]
    public void Tell_features(IdRegister register, ulong value, Features expected) => Assert.Equal(expected, Of(register, value).Implemented);

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(1UL, 1)]
    [InlineData(2UL, 2)]
    [InlineData(3UL, 3)]
    [InlineData(4UL, 3)]
    [InlineData(15UL, 3)]
    public void Tell_the_level(ulong bbm, int expected) => Assert.Equal(expected, Of(IdRegister.ID_AA64MMFR2_EL1, bbm << 52).Bbm);

    [Fact]
    public void All_zero_supports_4K_and_64K_and_nothing_optional()
    {
        IdRegisterValues values = All(0);

        Assert.Equal((Features.None, (int?)0), (values.Implemented, values.Bbm));
        foreach (Stage stage in Enum.GetValues<Stage>())
        {
            Assert.Equal((true, false, true), (values.Supports(Granule.Size4K, stage), values.Supports(Granule.Size16K, stage), values.Supports(Granule.Size64K, stage)));
            Assert.False(values.Supports52Bits(Granule.Size4K, stage));
        }

        Assert.DoesNotContain(values.Fields(), field => field.Reserved);
    }

    [Fact]
    public void All_ones_is_read_by_the_ID_scheme()
    {
        IdRegisterValues values = All(ulong.MaxValue);

        Assert.Equal(IdRegisterValues.Reportable, values.Implemented);
        Assert.Equal(3, values.Bbm);
        Assert.Equal((false, true, false), (values.Supports(Granule.Size4K, Stage.One), values.Supports(Granule.Size16K, Stage.One), values.Supports(Granule.Size64K, Stage.One)));
        Assert.Equal(IdFieldTable.Fields.Length - 3, values.Fields().Count(field => field.Reserved));
    }

    [Theory]
    [InlineData(0xf0000000UL, Stage.One, false)]
    [InlineData(0xf0000000UL, Stage.Two, false)]
    [InlineData(0x20_f0000000UL, Stage.Two, false)]
    [InlineData(0x200_f0000000UL, Stage.Two, true)]
    [InlineData(0x100_00000000UL, Stage.Two, false)]
    [InlineData(0x100_00000000UL, Stage.One, true)]
    public void Tell_the_4K_granule_by_stage(ulong value, Stage stage, bool expected) =>
        Assert.Equal(expected, Of(IdRegister.ID_AA64MMFR0_EL1, value).Supports(Granule.Size4K, stage));

    [Theory]
    [InlineData("ID_AA64MMFR2_EL1", IdRegister.ID_AA64MMFR2_EL1)]
    [InlineData("id_aa64isar0", IdRegister.ID_AA64ISAR0_EL1)]
    [InlineData("idAa64mmfr3", IdRegister.ID_AA64MMFR3_EL1)]
    [InlineData("idAa64mmfr4", IdRegister.ID_AA64MMFR4_EL1)]
    [InlineData("ID_AA64PFR0", IdRegister.ID_AA64PFR0_EL1)]
    [InlineData("idAa64pfr1", IdRegister.ID_AA64PFR1_EL1)]
    [InlineData("idAa64isar3", IdRegister.ID_AA64ISAR3_EL1)]
    [InlineData("MIDR_EL1", null)]
    public void Are_found_by_name(string name, IdRegister? expected) => Assert.Equal(expected, IdRegisters.Find(name));

    internal static IdRegisterValues All(ulong value) => new(IdRegisters.All.ToDictionary(register => register, _ => value));

    private static IdRegisterValues Of(IdRegister register, ulong value) => new(new Dictionary<IdRegister, ulong> { [register] = value });
}
