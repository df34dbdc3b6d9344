using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>The answers of a wrong engine (RULES.md section 6): one test for each trap.</summary>
public sealed class TrapTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Trap_1_level_2_does_not_let_any_entry_be_replaced(int bbm)
    {
        Assert.False(Decide(Stage2(bbm: bbm), S2Page, S2Page + 0x1000).MayProceed);
        Assert.False(Decide(Stage2(bbm: bbm), S2Page, S2Page & ~(0xcUL << 2)).MayProceed);
        Assert.False(Decide(Stage2(bbm: bbm), S2Page, S2Page ^ (3UL << 8)).MayProceed);
        Assert.False(Decide(Stage1(bbm: bbm), S1Page | Bit11, S1Page).MayProceed);
    }

    [Fact]
    public void Trap_2_level_2_may_raise_conflict_aborts_and_level_3_or_a_listed_part_does_not()
    {
        Assert.True(Has(Stage2(2, 2), "tlbConflictAbort"));
        Assert.False(Has(Stage2(2, 3), "tlbConflictAbort"));
        Assert.False(Has(Stage2(2, 2) with { NoConflictAbort = true }, "tlbConflictAbort"));
        Assert.True(Has(Stage2(2, 3) with { NoConflictAbort = false }, "tlbConflictAbort"));

        static bool Has(TranslationContext context, string code) =>
            Explain(context, S2Block, Table).Hazards.Any(hazard => hazard.Code == code);
    }

    [Fact]
    public void Trap_3_a_changed_table_never_gets_a_TTL_hint()
    {
        TranslationContext ttl = Stage1(2) with { Features = Features.FEAT_TTL };
        Assert.Equal(0, Decide(ttl, Table, 0, new ulong[512]).Tlbi.First.Ttl);
        Assert.Equal(0, Decide(ttl with { Bbm = 2 }, S1Block, Table).Tlbi.First.Ttl);
        Assert.Equal(0b0110, Decide(ttl, S1Block, 0).Tlbi.First.Ttl);
        Assert.Equal(0b0111, Decide(ttl with { Level = 3 }, S1Page, 0).Tlbi.First.Ttl);
        Assert.Equal(0, Decide(Stage1(3), S1Page, 0).Tlbi.First.Ttl);
    }

    [Fact]
    public void Trap_4_runs_kernel_tables_and_stage_2_get_every_operation_they_need()
    {
        Assert.Equal(16, Decide(Stage1(), S1Page | Contiguous, S1Page).Tlbi.First.Count);
        Assert.Equal("VMALLE1IS", Decide(Stage1(2), Table, 0).Ops());
        Answer stage2 = Explain(Stage2(), S2Page, 0);
        Assert.Equal(["STR X1, [X0]", "DSB ISHST", "TLBI IPAS2LE1IS, X3", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH"],
            stage2.Sequence.Where(step => step.Kind != StepKind.Cache).Select(step => step.Assembly).Take(6));
    }

    [Fact]
    public void Trap_5_a_pure_relaxation_is_invalidated() =>
        Assert.Equal(Scope.Local, Decide(Stage2(), S2Page & ~(1UL << 7), S2Page).Requirement.Scope);

    [Fact]
    public void Trap_6_a_change_that_removes_any_right_is_broadcast()
    {
        ulong readOnlyExecutable = S2Page & ~(1UL << 7), writableNotExecutable = S2Page | (1UL << 54);
        Assert.Equal(Scope.Inner, Decide(Stage2(), readOnlyExecutable, writableNotExecutable).Requirement.Scope);
    }

    [Fact]
    public void Trap_7_bit_16_of_a_page_is_an_address_bit_and_of_a_table_too()
    {
        Assert.False(Decide(Stage2(3, 2), S2Page, S2Page ^ NT).MayProceed);
        Assert.True(Ask.Changes(Stage2(2, 2), Table, Table ^ NT).HasFlag(Rules.Changes.Change.NextTable));
    }

    [Fact]
    public void Trap_8_a_dirty_managed_entry_counts_as_writable()
    {
        TranslationContext hd = Stage2() with { Ha = true, Hd = true, SameContents = true };
        ulong clean = (S2Page & ~(1UL << 7)) | DBM;
        Assert.False(Decide(hd, clean, clean + 0x1000).MayProceed);
        Assert.True(Decide(hd with { Hd = false }, clean, clean + 0x1000).MayProceed);
        Assert.True(Decide(hd with { Ha = false }, clean, clean + 0x1000).MayProceed);
    }

    [Fact]
    public void Trap_9_the_break_writes_an_invalid_value_never_one_with_AF_clear() =>
        Assert.Equal("STR XZR, [X0]", Explain(Stage2(), S2Page, S2Page + 0x1000).Sequence[0].Assembly);

    [Fact]
    public void Trap_10_global_entries_and_tables_are_invalidated_for_all_ASIDs()
    {
        Assert.Equal("VAALE1IS", Decide(Stage1() with { Asid = 7 }, S1Page, 0).Ops());
        Assert.Equal("VALE1IS", Decide(Stage1() with { Asid = 7 }, S1Page | Bit11, 0).Ops());
        Assert.Equal("RVAAE1IS", Decide(Stage1(2) with { Asid = 7, Features = Features.FEAT_TLBIRANGE }, Table, 0).Ops());
    }
}
