using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>Every cell of the table in RULES.md section 3 (rows 13 and 15), and the evidence from the children of a Table.</summary>
public sealed class SizeChangeTests
{
    [Theory]
    [InlineData(0, Route.BreakBeforeMake)]
    [InlineData(1, Route.ViaNt)]
    [InlineData(2, Route.WriteThenInvalidate)]
    [InlineData(3, Route.WriteThenInvalidate)]
    public void Row_13_Table_to_Block(int bbm, Route expected)
    {
        Decision decision = Decide(Stage2(2, bbm), Table, S2Block);

        Assert.Equal((expected, Scope.Inner, "VMALLS12E1IS"), (decision.Verdict, decision.Requirement.Scope, decision.Ops()));
    }

    [Theory]
    [InlineData(0, Route.BreakBeforeMake)]
    [InlineData(1, Route.ViaNt)]
    [InlineData(2, Route.WriteThenInvalidate)]
    [InlineData(3, Route.WriteThenInvalidate)]
    public void Row_13_Block_to_Table(int bbm, Route expected)
    {
        Decision decision = Decide(Stage2(2, bbm) with { Features = Features.FEAT_TTL }, S2Block, Table);

        Assert.Equal((expected, Scope.Inner, "IPAS2LE1IS, VMALLE1IS"), (decision.Verdict, decision.Requirement.Scope, decision.Ops()));
        Assert.Equal(0, decision.Tlbi.First.Ttl);
    }

    [Theory]
    [InlineData(0, Route.BreakBeforeMake)]
    [InlineData(1, Route.WriteThenInvalidate)]
    [InlineData(2, Route.WriteThenInvalidate)]
    [InlineData(3, Route.WriteThenInvalidate)]
    public void Row_15_Contiguous(int bbm, Route expected)
    {
        Decision set = Decide(Stage2(3, bbm), S2Page, S2Page | Contiguous), cleared = Decide(Stage2(3, bbm), S2Page | Contiguous, S2Page);

        Assert.Equal((expected, Scope.Inner, "16 x IPAS2LE1IS, VMALLE1IS"), (set.Verdict, set.Requirement.Scope, set.Ops()));
        Assert.Equal((expected, Scope.Inner, "16 x IPAS2LE1IS, VMALLE1IS"), (cleared.Verdict, cleared.Requirement.Scope, cleared.Ops()));
    }

    [Theory]
    [InlineData(Granule.Size4K, 3, 16)]
    [InlineData(Granule.Size4K, 2, 16)]
    [InlineData(Granule.Size4K, 1, 16)]
    [InlineData(Granule.Size16K, 3, 128)]
    [InlineData(Granule.Size16K, 2, 32)]
    [InlineData(Granule.Size64K, 3, 32)]
    [InlineData(Granule.Size64K, 2, 32)]
    public void Runs_have_the_length_of_their_granule_and_level(Granule granule, int level, int entries)
    {
        ulong leaf = level == 3 ? 0x7ffUL : 0x7fdUL;
        Decision decision = Decide(Stage2(level) with { Granule = granule }, leaf, leaf | Contiguous);

        Assert.Equal(entries, decision.Tlbi.First.Count);
    }

    [Fact]
    public void Nt_on_either_side_makes_level_1_direct()
    {
        Assert.Equal(Route.WriteThenInvalidate, Decide(Stage2(2, 1), S2Block | NT, Table).Verdict);
        Assert.Equal(Route.WriteThenInvalidate, Decide(Stage2(2, 1), Table, S2Block | NT).Verdict);
    }

    [Fact]
    public void The_lowest_level_of_all_agents_counts()
    {
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage2(2, 3) with { Smmu = 0 }, S2Block, Table).Verdict);
        Assert.Equal(Route.ViaNt, Decide(Stage2(2, 2) with { Smmu = 1 }, S2Block, Table).Verdict);
    }

    /// <summary>An SMMU with BBML2 reports no conflict, one with BBML1 none for the Contiguous bit alone (IHI 0070 3.21.1.3).</summary>
    [Theory]
    [InlineData(3, null, false, false)]
    [InlineData(3, 2, false, false)]
    [InlineData(3, 1, true, false)]
    [InlineData(2, null, true, true)]
    [InlineData(2, 2, true, true)]
    [InlineData(2, 1, true, true)]
    public void Conflict_aborts_are_possible_by_PEs_and_by_SMMU(int bbm, int? smmu, bool size, bool contiguous)
    {
        TranslationContext context = Stage2(2, bbm) with { Smmu = smmu };
        Assert.Equal(size, Conflicts(Explain(context, S2Block | NT, Table)));
        Assert.Equal(contiguous, Conflicts(Explain(context, S2Block, S2Block | Contiguous)));
        Assert.Equal(size && bbm == 3, Explain(context, S2Block | NT, Table).Hazards.Any(hazard => hazard.Text.Contains("F_TLB_CONFLICT", StringComparison.Ordinal)));

        static bool Conflicts(Answer answer) => answer.Hazards.Any(hazard => hazard.Code == "tlbConflictAbort");
    }

    [Fact]
    public void An_SMMU_with_BBML2_ignores_nT() =>
        Assert.Contains(Explain(Stage2(2) with { Smmu = 2 }, S2Block, S2Block | NT).Warnings, warning => warning.Code == "reservedBits");

    [Fact]
    public void A_change_of_size_with_another_type_breaks_at_every_level()
    {
        ulong[] device = Pages(S2Page & ~(0xcUL << 2));
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage2(2, 3), S2Block, Table, device).Verdict);
    }

    [Fact]
    public void Children_that_reproduce_the_block_remove_the_condition()
    {
        Assert.Equal(Route.WriteThenInvalidate, Decide(Stage2(2, 2), S2Block, Table, Pages(S2Page)).Verdict);
        Assert.DoesNotContain(Explain(Stage2(2, 2), S2Block, Table, Pages(S2Page)).Conditions, condition => condition.Code == "sameMapping");
        Assert.Contains(Explain(Stage2(2, 2), S2Block, Table, Pages(S2Page)[..100]).Conditions, condition => condition.Code == "sameMapping");
        Assert.Contains(Explain(Stage2(2, 2), S2Block, Table).Conditions, condition => condition.Code == "sameMapping");
    }

    [Fact]
    public void Row_13d_a_mapping_that_is_known_to_differ_breaks()
    {
        ulong[] moved = Pages(S2Page);
        moved[7] += 0x1000;
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage2(2, 3), S2Block, Table, moved).Verdict);
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage2(2, 3) with { SameMapping = false }, S2Block, Table).Verdict);
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage2(2, 3), Table, S2Block, moved).Verdict);
    }

    [Fact]
    public void An_empty_table_in_place_of_a_block_is_disputed_as_a_change_of_rights()
    {
        ulong[] empty = new ulong[512];
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage2(2, 2), S2Block, Table, empty).Verdict);
        Assert.Equal(Route.WriteThenInvalidate, Decide(Stage2(2, 2) with { Reading = Reading.Permissive }, S2Block, Table, empty).Verdict);
    }

    [Fact]
    public void A_removed_table_that_is_known_to_be_empty_needs_one_operation()
    {
        Assert.Equal("VAAE1IS", Decide(Stage1(2), Table, 0, new ulong[512]).Ops());
        Assert.Equal("IPAS2E1IS, VMALLE1IS", Decide(Stage2(2), Table, 0, new ulong[512]).Ops());
        Assert.Equal("VMALLE1IS", Decide(Stage1(2), Table, 0, new ulong[511]).Ops());
    }

    [Fact]
    public void A_block_with_other_rights_than_the_table_allows_is_a_change_of_permissions()
    {
        ulong writable = S1Block;
        Assert.Equal(Route.BreakBeforeMake, Decide(Stage1(2, 2), writable, Table | (1UL << 62)).Verdict);
        Assert.Equal(Route.WriteThenInvalidate, Decide(Stage1(2, 2) with { Reading = Reading.Permissive }, writable, Table | (1UL << 62)).Verdict);
    }
}
