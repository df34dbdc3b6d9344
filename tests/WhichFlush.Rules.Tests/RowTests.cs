using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>Every row of RULES.md section 2 by its id: verdict, scope and operations of a change that triggers the row.</summary>
public sealed class RowTests
{
    private const ulong ReadOnly2 = S2Page & ~(1UL << 7);
    private const ulong NonGlobal = S1Page | Bit11;

    [Fact]
    public void Row_1_the_same_bits_or_software_bits_only()
    {
        Is(Route.None, Scope.None, "", Decide(Stage2(), S2Page, S2Page));
        Is(Route.None, Scope.None, "", Decide(Stage2(), S2Page, S2Page | (5UL << 55)));
        Is(Route.None, Scope.None, "", Decide(Stage1(), S1Page, S1Page | (1UL << 63)));
    }

    [Fact]
    public void Row_2_a_spurious_fault_needs_a_local_invalidation()
    {
        Is(Route.WriteThenInvalidate, Scope.Local, "VAALE1", Decide(Stage1() with { SpuriousFault = true }, S1Page, S1Page));
        Is(Route.WriteThenInvalidate, Scope.Local, "IPAS2LE1, VMALLE1", Decide(Stage2() with { SpuriousFault = true }, S2Page, S2Page | (1UL << 55)));
        Is(Route.None, Scope.None, "", Decide(Stage2() with { SpuriousFault = true }, S2Page & ~1UL, S2Page & ~1UL));
    }

    [Fact]
    public void Row_3_an_old_value_that_cannot_be_cached_needs_no_invalidation()
    {
        Is(Route.Write, Scope.None, "", Decide(Stage2(), 0, S2Page));
        Is(Route.Write, Scope.None, "", Decide(Stage2(), 0x8000_0000_0000_0000, 0));
        Is(Route.Write, Scope.None, "", Decide(Stage2(), S2Page & ~AF, S2Page | (1UL << 20)));
        Is(Route.Write, Scope.None, "", Decide(Stage2(2), 0, Table));
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(Stage1() with { OverlapsNonGlobal = true }, 0, S1Page));
        Is(Route.BreakBeforeMake, Scope.Inner, "VMALLE1IS", Decide(Stage1(2) with { OverlapsNonGlobal = true }, 0, S1Block));
        Is(Route.Write, Scope.None, "", Decide(Stage1() with { OverlapsNonGlobal = true }, 0, NonGlobal));
    }

    [Fact]
    public void Row_4_an_unmap_is_broadcast()
    {
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(), S2Page, 0));
        Is(Route.WriteThenInvalidate, Scope.Inner, "VMALLS12E1IS", Decide(Stage2(2), Table, 0));
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(), S2Page, S2Page & ~AF));
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(), S2Page, (S2Page & ~AF) | (1UL << 21)));
    }

    [Fact]
    public void Row_4a_clearing_AF_under_hardware_management_joins_with_the_other_changes()
    {
        TranslationContext ha = Stage2() with { Ha = true };
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(ha, S2Page, S2Page & ~AF));
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(ha, S2Page, (S2Page & ~AF) | (1UL << 21)));
    }

    [Fact]
    public void Row_4b_setting_AF_of_a_cached_run_member_needs_no_TLBI() =>
        Is(Route.Write, Scope.None, "", Decide(Stage2(), (S2Page & ~AF) | Contiguous, S2Page | Contiguous));

    [Fact]
    public void Row_5_a_relaxation_is_local_unless_others_share_the_TLB_or_the_table()
    {
        Is(Route.WriteThenInvalidate, Scope.Local, "IPAS2LE1, VMALLE1", Decide(Stage2(), ReadOnly2, S2Page));
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2() with { Cnp = true }, ReadOnly2, S2Page));
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2() with { Smmu = 2 }, ReadOnly2, S2Page));
        Is(Route.WriteThenInvalidate, Scope.Local, "VALE1", Decide(Stage1(), NonGlobal, NonGlobal | DBM));
        TranslationContext pie = Stage1() with { Features = Features.FEAT_S1PIE };
        Is(Route.WriteThenInvalidate, Scope.Local, "VALE1", Decide(pie, NonGlobal | 0x80, NonGlobal));
    }

    [Fact]
    public void Row_6_a_restriction_or_a_permission_index_is_broadcast()
    {
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(), S2Page, ReadOnly2));
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(), S2Page & ~(1UL << 6), ReadOnly2));
        TranslationContext pie = Stage2() with { Features = Features.FEAT_S2PIE };
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(pie, S2Page, S2Page ^ (1UL << 53)));
        TranslationContext poe = Stage1() with { Features = Features.FEAT_S1POE };
        Is(Route.WriteThenInvalidate, Scope.Inner, "VALE1IS", Decide(poe, NonGlobal, NonGlobal | (1UL << 60)));
    }

    [Theory]
    [InlineData(1, DBM, 0, Features.None)]
    [InlineData(2, DBM, 0, Features.None)]
    [InlineData(1, 0, 1UL << 50, Features.FEAT_BTI)]
    [InlineData(2, 0, Bit11, Features.FEAT_XS)]
    [InlineData(1, 0, 1UL << 59, Features.FEAT_HPDS2)]
    [InlineData(2, 0, 1UL << 62, Features.FEAT_HPDS2)]
    [InlineData(2, 0, 1UL << 58, Features.FEAT_THE)]
        [InlineData(1, 0, 1UL << 7, Features.FEAT_S1PIE)]
    [InlineData(2, 1UL << 7, 0, Features.FEAT_S2PIE)]
    public void Row_7_other_attributes_are_broadcast(int stage, ulong oldBits, ulong newBits, Features features)
    {
        TranslationContext context = (stage == 1 ? Stage1() : Stage2()) with { Features = features };
        ulong page = (stage == 1 ? NonGlobal : S2Page) & ~(oldBits | newBits);
        Is(Route.WriteThenInvalidate, Scope.Inner, stage == 1 ? "VALE1IS" : "IPAS2LE1IS, VMALLE1IS", Decide(context, page | oldBits, page | newBits));
    }

    [Fact]
    public void Row_7_nG_set_removes_a_global_entry() =>
        Is(Route.WriteThenInvalidate, Scope.Inner, "VAALE1IS", Decide(Stage1(), S1Page, NonGlobal));

    [Theory]
    [InlineData(1UL << 59)]
    [InlineData(1UL << 60)]
    [InlineData(1UL << 61)]
    [InlineData(1UL << 62)]
    public void Row_8_table_limits_are_broadcast_over_the_span_in_both_directions(ulong limit)
    {
        foreach (int bbm in new[] { 0, 1, 2, 3 })
        {
            Is(Route.BreakBeforeMake, Scope.Inner, "VMALLE1IS", Decide(Stage1(2, bbm), Table, Table | limit));
            Is(Route.BreakBeforeMake, Scope.Inner, "VMALLE1IS", Decide(Stage1(2, bbm), Table | limit, Table));
        }

        Is(Route.WriteThenInvalidate, Scope.Inner, "VMALLE1IS", Decide(Stage1(2) with { Reading = Reading.Permissive }, Table | limit, Table));
        Answer answer = Explain(Stage1(2), Table, Table | limit);
        Assert.Contains(answer.Disputes, dispute => dispute.Code == "tablePermissions");
        Assert.Contains(answer.Conditions, condition => condition.Code == "hpd");
        Assert.DoesNotContain(Explain(Stage1(2) with { Hpd = false }, Table, Table | limit).Conditions, condition => condition.Code == "hpd");
    }

    [Theory]
    [InlineData(true, Features.None)]
    [InlineData(null, Features.FEAT_S1PIE)]
    [InlineData(false, Features.FEAT_S1PIE)]
    [InlineData(null, Features.FEAT_S1POE)]
    [InlineData(null, Features.FEAT_AIE)]
    public void Row_8_limits_that_are_off_are_ignored(bool? hpd, Features features)
    {
        TranslationContext off = Stage1(2) with { Hpd = hpd, Features = features };
        Is(Route.None, Scope.None, "", Decide(off, Table, Table | (15UL << 59)));
        ulong[] pages = Pages(S1Page);
        Assert.Equal(Route.WriteThenInvalidate, Decide(off with { Bbm = 2 }, S1Block, Table | (15UL << 59), pages).Verdict);
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage1(2, 2), S1Block, Table | (15UL << 59), pages).Verdict);
    }

    [Fact]
    public void Protected_is_bit_52_where_PnCH_says_so()
    {
        TranslationContext the = Stage1() with { Features = Features.FEAT_THE };
        Is(Route.WriteThenInvalidate, Scope.Inner, "VALE1IS", Decide(the with { Pnch = true }, NonGlobal, NonGlobal | Contiguous));
        Is(Route.BreakBeforeMake, Scope.Inner, "16 x VALE1IS", Decide(the, NonGlobal, NonGlobal | Contiguous));
        Is(Route.BreakBeforeMake, Scope.Inner, "16 x VALE1IS", Decide(the with { Pnch = false }, NonGlobal, NonGlobal | Contiguous));
        Assert.Contains(Explain(the, NonGlobal, NonGlobal | Contiguous).Conditions, condition => condition.Code == "pnch");
        Is(Route.WriteThenInvalidate, Scope.Inner, "VMALLE1IS", Decide(the with { Level = 2 }, Table, Table | Contiguous));
        Is(Route.WriteThenInvalidate, Scope.Inner, "VMALLE1IS", Decide(the with { Level = 2, Pnch = true }, Table, Table | Contiguous));
        Is(Route.None, Scope.None, "", Decide(the with { Level = 2, Pnch = false }, Table, Table | Contiguous));
        Is(Route.None, Scope.None, "", Decide(Stage1(2), Table, Table | Contiguous));
    }

    [Fact]
    public void Row_7_PBHA_counts_only_where_it_may_have_an_effect()
    {
        const ulong Pbha = 15UL << 59;
        TranslationContext hpds2 = Stage1() with { Features = Features.FEAT_HPDS2 };
        Is(Route.WriteThenInvalidate, Scope.Inner, "VALE1IS", Decide(hpds2, NonGlobal, NonGlobal | Pbha));
        Assert.Contains(Explain(hpds2, NonGlobal, NonGlobal | Pbha).Conditions, condition => condition.Code == "hpd");
        Is(Route.None, Scope.None, "", Decide(hpds2 with { Hpd = false }, NonGlobal, NonGlobal | Pbha));
        Is(Route.None, Scope.None, "", Decide(hpds2 with { Features = Features.FEAT_HPDS2 | Features.FEAT_S1POE }, NonGlobal, NonGlobal | (1UL << 59)));
        Is(Route.WriteThenInvalidate, Scope.Inner, "VALE1IS", Decide(hpds2 with { Hpd = false, Features = Features.FEAT_HPDS2 | Features.FEAT_S1PIE }, NonGlobal, NonGlobal | Pbha));
        Is(Route.None, Scope.None, "", Decide(hpds2 with { Features = Features.FEAT_HPDS2 | Features.FEAT_AIE }, NonGlobal, NonGlobal | (7UL << 60)));
    }

    [Fact]
    public void Row_8n_NSTable_is_a_change_of_address_space()
    {
        TranslationContext secure = Stage1(2) with { Security = SecurityState.Secure };
        Is(Route.BreakBeforeMake, Scope.Inner, "VMALLE1IS", Decide(secure, Table, Table | (1UL << 63)));
        Is(Route.BreakBeforeMake, Scope.Inner, "VMALLE1IS", Decide(secure, Table | (1UL << 63), Table));
        Is(Route.None, Scope.None, "", Decide(Stage1(2), Table, Table | (1UL << 63)));
        Is(Route.None, Scope.None, "", Decide(Stage1(2) with { Regime = Regime.El2, Security = SecurityState.Realm }, Table, Table | (1UL << 63)));
        Is(Route.None, Scope.None, "", Decide(Stage1(2) with { Regime = Regime.El3, Security = SecurityState.Root }, Table, Table | (1UL << 63)));
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage1(2) with { Regime = Regime.El3, Security = SecurityState.Secure }, Table, Table | (1UL << 63)).Verdict);
    }

    [Fact]
    public void Bits_that_are_RES0_in_the_context_are_warned_of_and_not_compared()
    {
        (TranslationContext Context, ulong Value, ulong Bit)[] reserved =
        [
            (Stage2(), S2Page, 1UL << 63),
            (Stage2() with { Security = SecurityState.Realm }, S2Page, 1UL << 63),
            (Stage2() with { Security = SecurityState.Realm, Features = Features.FEAT_MEC }, S2Page | (1UL << 55), 1UL << 63),
            (Stage2(2), Table, 1UL << 63),
            (Stage2(2), Table, 1UL << 59),
            (Stage1(2), Table, 1UL << 63),
            (Stage1() with { Regime = Regime.El3, Security = SecurityState.Secure }, S1Page, Bit11),
            (Stage1() with { Regime = Regime.El2, Security = SecurityState.Realm, Features = Features.FEAT_MEC }, S1Page | (1UL << 5), 1UL << 63),
        ];
        Assert.All(reserved, one =>
        {
            Is(Route.None, Scope.None, "", Decide(one.Context, one.Value, one.Value | one.Bit));
            Assert.Contains(Explain(one.Context, one.Value, one.Value | one.Bit).Warnings, warning => warning.Code == "reservedBits");
        });
        Is(Route.None, Scope.None, "", Decide(Stage2(2) with { Features = Features.FEAT_S2PIE }, Table, Table | (1UL << 59)));
        Assert.Empty(Explain(Stage2(2) with { Features = Features.FEAT_S2PIE }, Table, Table | (1UL << 59)).Warnings);
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage1() with { Regime = Regime.El3, Features = Features.FEAT_RME }, S1Page, S1Page | Bit11).Verdict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Row_9_type_and_shareability_break_at_every_level(int bbm)
    {
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(bbm: bbm), S2Page, S2Page & ~(0xcUL << 2)));
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(bbm: bbm), S2Page, S2Page & ~(1UL << 8)));
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(Stage1(bbm: bbm), S1Page, S1Page | (1UL << 2)));
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(Stage1(bbm: bbm) with { Mair = 0x0400 }, S1Page, S1Page | (1UL << 2)));
    }

    [Fact]
    public void Row_9a_shareability_of_uncached_memory_is_disputed()
    {
        TranslationContext device = Stage1() with { Mair = 0x00 };
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(device, S1Page, S1Page & ~(1UL << 8)));
        Is(Route.WriteThenInvalidate, Scope.Inner, "VAALE1IS", Decide(device with { Reading = Reading.Permissive }, S1Page, S1Page & ~(1UL << 8)));
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(device with { Mair = 0xff, Reading = Reading.Permissive }, S1Page, S1Page & ~(1UL << 8)));
    }

    [Fact]
    public void Row_9b_attribute_hints_are_disputed_and_equal_attributes_are_no_change()
    {
        TranslationContext hints = Stage1() with { Mair = 0xbbff };
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(hints with { Mair = 0xeeff }, S1Page, S1Page | 4));
        Is(Route.WriteThenInvalidate, Scope.Inner, "VAALE1IS", Decide(hints with { Mair = 0xeeff, Reading = Reading.Permissive }, S1Page, S1Page | 4));
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(hints with { Reading = Reading.Permissive }, S1Page, S1Page | 4));
        Is(Route.None, Scope.None, "", Decide(hints with { Mair = 0xffff }, S1Page, S1Page | 4));
        TranslationContext tagged = Stage1() with { Mair = 0xf0ff, Features = Features.FEAT_MTE2 };
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(tagged, S1Page, S1Page | 4));
        Is(Route.WriteThenInvalidate, Scope.Inner, "VAALE1IS", Decide(tagged with { Reading = Reading.Permissive }, S1Page, S1Page | 4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Row_10_an_output_address_that_matters_breaks_at_every_level(int bbm)
    {
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(bbm: bbm), S2Page, S2Page + 0x1000));
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(bbm: bbm), ReadOnly2, ReadOnly2 + 0x1000));
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(bbm: bbm) with { SameContents = true }, ReadOnly2, S2Page + 0x1000));
        TranslationContext secure = Stage1(bbm: bbm) with { Security = SecurityState.Secure };
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(secure, S1Page, S1Page | (1UL << 5)));
        TranslationContext realm = Stage2(bbm: bbm) with { Security = SecurityState.Realm };
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(realm, S2Page, S2Page | (1UL << 55)));
    }

    [Fact]
    public void Row_11_a_read_only_copy_with_the_same_contents_needs_no_break() =>
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2() with { SameContents = true }, ReadOnly2, ReadOnly2 + 0x1000));

    [Fact]
    public void Row_12_a_leaf_that_becomes_global_breaks_for_all_ASIDs()
    {
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(Stage1(bbm: 3), NonGlobal, S1Page));
        Is(Route.BreakBeforeMake, Scope.Inner, "VAALE1IS", Decide(Stage1(bbm: 3) with { OverlapsNonGlobal = false }, NonGlobal, S1Page));
    }

    [Fact]
    public void Row_14_another_next_level_table_is_invalidated_over_its_span()
    {
        Is(Route.WriteThenInvalidate, Scope.Inner, "VMALLS12E1IS", Decide(Stage2(2), Table, Table + 0x1000));
        Is(Route.WriteThenInvalidate, Scope.Inner, "VMALLE1IS", Decide(Stage1(2) with { SameMapping = true }, Table, Table + 0x1000));
        Is(Route.BreakBeforeMake, Scope.Inner, "VMALLE1IS", Decide(Stage1(2) with { SameMapping = false }, Table, Table + 0x1000));
    }

    [Fact]
    public void Row_16_one_entry_of_a_run_concerns_the_whole_run()
    {
        Is(Route.WriteThenInvalidate, Scope.Local, "16 x IPAS2LE1, VMALLE1", Decide(Stage2(), ReadOnly2 | Contiguous, S2Page | Contiguous));
        Is(Route.BreakBeforeMake, Scope.Inner, "16 x VAALE1IS", Decide(Stage1(), S1Page | Contiguous, (S1Page | Contiguous) + 0x1000));
        Is(Route.WriteThenInvalidate, Scope.Inner, "16 x VAALE1IS", Decide(Stage1(), S1Page | Contiguous, 0));
    }

    [Fact]
    public void Row_17_nT_set()
    {
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(2, 1), S2Block, S2Block | NT));
        Is(Route.None, Scope.None, "", Decide(Stage2(2, 0), S2Block, S2Block | NT));
    }

    [Fact]
    public void Row_18_nT_cleared_is_disputed()
    {
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(Stage2(2, 2), S2Block | NT, S2Block));
        Is(Route.Write, Scope.None, "", Decide(Stage2(2, 2) with { Reading = Reading.Permissive }, S2Block | NT, S2Block));
    }

    [Fact]
    public void Row_19_AMEC_is_disputed()
    {
        TranslationContext realm = Stage2() with { Security = SecurityState.Realm, Features = Features.FEAT_MEC };
        Is(Route.BreakBeforeMake, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(realm, S2Page, S2Page | (1UL << 63)));
        Is(Route.WriteThenInvalidate, Scope.Inner, "IPAS2LE1IS, VMALLE1IS", Decide(realm with { Reading = Reading.Permissive }, S2Page, S2Page | (1UL << 63)));
        Is(Route.None, Scope.None, "", Decide(realm, S2Page | (1UL << 55), S2Page | (1UL << 55) | (1UL << 63)));
        Is(Route.None, Scope.None, "", Decide(Stage2(), S2Page, S2Page | (1UL << 63)));
        Is(Route.None, Scope.None, "", Decide(realm with { Features = Features.None }, S2Page, S2Page | (1UL << 63)));
        TranslationContext el2 = realm with { Stage = Stage.One, Regime = Regime.El2 };
        Assert.Equal(Route.BreakBeforeMake, Decide(el2, S1Page, S1Page | (1UL << 63)).Verdict);
        Is(Route.None, Scope.None, "", Decide(el2, S1Page | (1UL << 5), S1Page | (1UL << 5) | (1UL << 63)));
        Is(Route.None, Scope.None, "", Decide(el2 with { Regime = Regime.El10 }, S1Page, S1Page | (1UL << 63)));
    }

    [Fact]
    public void A_single_PE_invalidates_locally_and_only_the_permissive_reading_omits_the_break()
    {
        TranslationContext single = Stage2() with { Sharing = Sharing.Single };
        Is(Route.BreakBeforeMake, Scope.Local, "IPAS2LE1, VMALLE1", Decide(single, S2Page, S2Page + 0x1000));
        Is(Route.WriteThenInvalidate, Scope.Local, "IPAS2LE1, VMALLE1", Decide(single with { Reading = Reading.Permissive }, S2Page, S2Page + 0x1000));
        Is(Route.BreakBeforeMake, Scope.Local, "IPAS2LE1, VMALLE1", Decide(single with { Level = 2, Reading = Reading.Permissive }, S2Block, Table));
        Is(Route.BreakBeforeMake, Scope.Local, "16 x IPAS2LE1, VMALLE1", Decide(single with { Reading = Reading.Permissive }, S2Page, S2Page | Contiguous));
    }

    [Fact]
    public void Outer_sharing_uses_the_OS_forms() =>
        Is(Route.WriteThenInvalidate, Scope.Outer, "IPAS2LE1OS, VMALLE1OS", Decide(Stage2() with { Sharing = Sharing.Outer, Features = Features.FEAT_TLBIOS }, S2Page, 0));

    private static void Is(Route route, Scope scope, string ops, Decision decision) =>
        Assert.Equal((route, scope, ops), (decision.Verdict, decision.Requirement.Scope, decision.Ops()));
}
