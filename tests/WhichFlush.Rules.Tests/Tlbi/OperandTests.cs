using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>Examples of operands that are built and examined.</summary>
public sealed class OperandTests
{
    private const ulong Kernel = 0xffff_8000_8000_0000;

    [Theory]
    [InlineData("VAE1IS", 0xffff_8000_8000_0000, 7, null, "0x70ff800080000")]
    [InlineData("VAE1IS", 0xffff_8000_8000_0000, 7, 3, "0x77ff800080000")]
    [InlineData("VAAE1IS", 0xffff_8000_8000_0000, 7, null, "0xff800080000")]
    [InlineData("VAE2IS", 0xffff_8000_8000_0000, 7, null, "0xff800080000")]
    [InlineData("VAE1IS", 0xffff_8000_8000_0000, null, null, "ASID<<48 | 0xff800080000")]
    [InlineData("VAE1IS", null, null, null, "ASID<<48 | VA[55:12]")]
    [InlineData("IPAS2LE1IS", 0x4020_0000ul, null, 2, "0x600000040200")]
    [InlineData("ASIDE1IS", null, 7, null, "0x7000000000000")]
    [InlineData("RPAOS", 0x8000_0000ul, null, null, "0x80000")]
    public void Are_built_from_parts(string op, ulong? address, int? asid, int? level, string expected) =>
        Assert.Equal(expected, OperandBuilder.Build(Op(op), new OperandParts { Address = address, Asid = asid, Level = level }).Operands[0].Text);

    [Fact]
    public void E2_forms_take_an_ASID_in_EL2_and_0_only()
    {
        var parts = new OperandParts { Address = 0x1000, Asid = 7 };

        Assert.Equal(0x1ul, OperandBuilder.Build(Op("VAE2"), parts).Operands[0].Value);
        Assert.Equal(0x7_0000_0000_0001ul, OperandBuilder.Build(Op("VAE2"), parts with { El20 = true }).Operands[0].Value);
    }

    [Fact]
    public void NS_is_set_on_request_only()
    {
        var parts = new OperandParts { Address = 0x1000 };

        Assert.Equal(1ul, OperandBuilder.Build(Op("IPAS2E1"), parts with { Ns = false }).Operands[0].Value);
        Assert.Equal(0x8000_0000_0000_0001, OperandBuilder.Build(Op("IPAS2E1"), parts with { Ns = true }).Operands[0].Value);
        Assert.Contains(OperandFaultCode.NsNotTaken, Codes("IPAS2E1", 0x8000_0000_0000_0001, new OperandParts()));
        Assert.Contains(OperandFaultCode.WrongIpaSpace, Codes("IPAS2E1", 1, parts with { Ns = true }));
    }

    [Theory]
    [InlineData(2, "RVAE1IS 2")]
    [InlineData(1, "VAE1IS 1")]
    [InlineData(7, "RVAE1IS 6, VAE1IS 1")]
    [InlineData(66, "RVAE1IS 64, RVAE1IS 2")]
    [InlineData(0x20_0000, "RVAE1IS 2097152")]
    [InlineData(0x20_0003, "RVAE1IS 2097152, RVAE1IS 2, VAE1IS 1")]
    [InlineData(0x60_0000, "RVAE1IS 6291456 (3)")]
    public void A_range_is_split_as_tightly_as_the_format_allows(ulong pages, string expected)
    {
        var built = OperandBuilder.Build(Op("RVAE1IS"), new OperandParts { Address = Kernel, Asid = 7, Bytes = pages << 12 });

        Assert.Equal(expected, string.Join(", ", built.Operands.Select(one => $"{one.Operation.Name} {one.Bytes >> 12}{(one.Count > 1 ? $" ({one.Count})" : "")}")));
    }

    [Fact]
    public void With_DS_a_range_starts_at_a_multiple_of_64_KiB()
    {
        var parts = new OperandParts { Address = 0x20_3000, Asid = 7, Bytes = 0x3000, Ds = true };
        var built = OperandBuilder.Build(Op("RVAE1IS"), parts);

        Assert.Contains(built.Notes, note => note.Code == "dsBaseRounding");
        var one = Assert.Single(built.Operands);
        Assert.Equal((0x20_0000ul, 0x6000ul, 0x20ul), (one.Start, one.Bytes, one.Value & 0xffff));

        // NUM for a range that starts at the given address: too short once the base is rounded down.
        Assert.Equal([OperandFaultCode.DsBaseRounding], Codes("RVAE1IS", (one.Value & ~(31ul << 39)) | (1ul << 39), parts));
    }

    [Theory]
    [InlineData("VAE1IS", 0xffff_8000_8000_0000, "RawAddress AddressBitsInAsid AddressBitsInTtl")]
    [InlineData("VAAE1IS", 0xffff_8000_8000_0000, "RawAddress AddressBitsInAsid AddressBitsInTtl")]
    [InlineData("VAE1IS", 0x0000_7f12_3456_7000, "RawAddress AddressBitsInTtl")]
    [InlineData("VAE1IS", 0x000f_fff8_0008_0000, "SignExtended AddressBitsInAsid AddressBitsInTtl")]
    [InlineData("VAE1IS", 0xffff_fff8_0008_0001, "SignExtended AddressBitsInAsid AddressBitsInTtl")]
    [InlineData("VAE1IS", 0x0007_3000_0000_0001, "HintWithoutGranule")]
    [InlineData("VAE1IS", 0x0007_4000_0000_0001, "HintNotLegal")]
    [InlineData("VAE1IS", 0x0007_9000_0000_0001, "HintNotLegal")]
    [InlineData("VAAE1IS", 0x0007_0000_0000_0001, "AsidNotTaken")]
    [InlineData("ASIDE1IS", 7, "AsidNotShifted")]
    [InlineData("ASIDE1IS", 0x0007_0000_0000_0000, "")]
    [InlineData("VMALLE1IS", 1, "TakesNoOperand")]
    [InlineData("IPAS2E1IS", 0x0000_0100_0000_0001, "ReservedBits")]
    [InlineData("RVAE1IS", 0x0007_3e02_0000_0000, "ReservedTg")]
    [InlineData("RVAE1IS", 0x0007_4040_0000_0001, "MisalignedBase")]
    [InlineData("RPAOS", 0x0000_a000_0000_0001, "ReservedSize")]
    [InlineData("RPAOS", 0x0000_3000_0000_0001, "MisalignedBase")]
    [InlineData("VAE1IS", 0x0007_7000_00ab_cdef, "")]
    public void Faults_are_found_in_the_value_alone(string op, ulong value, string faults) =>
        Assert.Equal(faults, string.Join(' ', Codes(op, value, new OperandParts())));

    /// <summary>With FEAT_LPA2 TTL names 4K level 0 and 16K level 1 even where DS = 0 leaves no leaf there: nothing need then be invalidated.</summary>
    [Theory]
    [InlineData(0x0007_4000_0000_0001, "with FEAT_LPA2 nothing need be invalidated")]
    [InlineData(0x0007_9000_0000_0001, "with FEAT_LPA2 nothing need be invalidated")]
    [InlineData(0x0007_8000_0000_0001, "parts take it as no hint")]
    [InlineData(0x0007_c000_0000_0001, "parts take it as no hint")]
    public void A_hint_that_is_none_without_FEAT_LPA2_is_one_with_it(ulong value, string says) =>
        Assert.Contains(says, Assert.Single(OperandExaminer.Examine(Op("VAE1IS"), value, new OperandParts()).Faults).Text, StringComparison.Ordinal);

    [Fact]
    public void A_register_for_an_operation_without_operand_is_unpredictable() => Assert.Contains(
        "CONSTRAINED UNPREDICTABLE", Assert.Single(OperandExaminer.Examine(Op("VMALLE1IS"), 1, new OperandParts()).Faults).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("VAE1IS", 0x0007_b002_0000_0000, "")]
    [InlineData("VAE1IS", 0x0007_0002_0000_0000, "")]
    [InlineData("VAE1IS", 0x0007_0000_8000_0000, "ShiftedByGranule")]
    [InlineData("VAE1IS", 0x0000_2000_0000_0000, "RawAddress AddressBitsInTtl")]
    [InlineData("VAE1IS", 0x0007_7002_0000_0000, "HintForOtherGranule")]
    [InlineData("VAE1IS", 0x0007_a002_0000_0000, "HintForOtherLevel")]
    [InlineData("VAE1IS", 0x0008_b002_0000_0000, "WrongAsid")]
    [InlineData("VAE1IS", 0x0007_b002_0000_0004, "WrongAddress")]
    [InlineData("RVAE1IS", 0x0007_8060_8000_0000, "")]
    [InlineData("RVAE1IS", 0x0007_8002_0000_0000, "WrongBaseShift")]
    [InlineData("RVAE1IS", 0x0007_4060_8000_0000, "OtherTg WrongAddress")]
    public void Faults_are_found_against_the_intended_parts(string op, ulong value, string faults) => Assert.Equal(
        faults,
        string.Join(' ', Codes(op, value, new OperandParts { Address = 0x2000_0000_0000, Asid = 7, Granule = Granule.Size16K, Level = 3 })));

    [Fact]
    public void The_fault_of_a_short_range_names_the_missing_size()
    {
        var fault = Assert.Single(OperandExaminer.Examine(Op("RVAE1IS"), 0x7_4082_0000_0000, Range(9)).Faults);

        Assert.Equal(OperandFaultCode.RangeTooShort, fault.Code);
        Assert.Contains("20 KiB stay", fault.Text, StringComparison.Ordinal);
        Assert.Empty(Codes("RVAE1IS", 0x7_4082_0000_0000, Range(4)));
    }

    [Fact]
    public void The_right_value_keeps_credible_fields_of_the_wrong_one()
    {
        var shifted = OperandExaminer.Examine(Op("VAE1IS"), 0x7_0000_8000_0000, new OperandParts { Address = 0x2000_0000_0000, Granule = Granule.Size16K });

        Assert.Equal("0x7000200000000", Assert.Single(shifted.Right).Text);
        Assert.Equal("ASID<<48 | 0xff800080000", Assert.Single(OperandExaminer.Examine(Op("VAE1IS"), Kernel, new OperandParts()).Right).Text);
    }

    [Fact]
    public void Every_invalid_part_is_named()
    {
        var parts = new OperandParts { Asid = 65536, Level = 0, Granule = Granule.Size64K, Address = 1ul << 60 };

        Assert.Equal(["address", "asid", "level"], parts.Validate(Op("IPAS2E1")).Select(error => error.Member));
        Assert.Equal(["pages"], new OperandParts().Validate(Op("RVAE1")).Select(error => error.Member));
        Assert.Empty(OperandBuilder.Build(Op("IPAS2E1"), parts).Operands);
    }

    private static OperandParts Range(ulong pages) => new() { Address = 0x2000_0000_0000, Asid = 7, Granule = Granule.Size4K, Bytes = pages << 12 };

    private static TlbiOperation Op(string name) => TlbiCatalogue.Find(name)!;

    private static IEnumerable<OperandFaultCode> Codes(string op, ulong value, in OperandParts parts) =>
        OperandExaminer.Examine(Op(op), value, parts).Faults.Select(fault => fault.Code);
}
