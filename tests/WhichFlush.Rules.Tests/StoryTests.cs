using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>
/// The changes of a KVM patch that omitted the break on FEAT_BBM level 2, one test for each class of change: the answers at
/// <c>bbm=2</c> (tests/README.md, "A patch, read by WhichFlush").
/// </summary>
public sealed class StoryTests
{
    private const ulong ReadOnly = S2Page & ~(1UL << 7);

    [Fact]
    public void Mapping_an_invalid_entry_is_a_plain_write() =>
        Says(Explain(Stage2(bbm: 2), 0, S2Page), Route.Write, Scope.None, "IWZCBG");

    [Fact]
    public void A_split_that_maps_the_same_is_direct_but_broadcast_and_may_abort()
    {
        Answer answer = Explain(Stage2(2, 2) with { SameMapping = true }, S2Block, Table);
        Says(answer, Route.WriteThenInvalidate, Scope.Inner, "RKFLJB");
        Assert.Contains(answer.Hazards, hazard => hazard.Code == "tlbConflictAbort" && hazard.Recovery.Contains("VMALLS12E1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_split_into_an_empty_table_is_an_unmap_of_the_rest() =>
        Says(Explain(Stage2(2, 2), S2Block, Table, new ulong[512]), Route.BreakBeforeMake, Scope.Inner, "RPVTFW");

    [Fact]
    public void A_fold_is_direct_if_the_children_agree_and_breaks_if_not()
    {
        Says(Explain(Stage2(2, 2), Table, S2Block, Pages(S2Page)), Route.WriteThenInvalidate, Scope.Inner, "RKFLJB");
        Says(Explain(Stage2(2, 2), Table, S2Block, Pages(S2Page + 0x20_0000)), Route.BreakBeforeMake, Scope.Inner, "RWHZWS");
    }

    [Fact]
    public void A_remap_breaks_at_every_level() =>
        Says(Explain(Stage2(bbm: 2), S2Page, S2Page + 0x1000), Route.BreakBeforeMake, Scope.Inner, "RWHZWS");

    [Fact]
    public void A_change_of_memory_type_breaks_with_and_without_FWB()
    {
        Says(Explain(Stage2(bbm: 2), S2Page, S2Page & ~(0xfUL << 2)), Route.BreakBeforeMake, Scope.Inner, "RWHZWS");
        ulong forced = (S2Page & ~(0xfUL << 2)) | (6UL << 2);
        Says(Explain(Stage2(bbm: 2) with { Fwb = true }, forced, forced & ~(7UL << 2)), Route.BreakBeforeMake, Scope.Inner, "RWHZWS");
    }

    [Fact]
    public void Permissions_with_software_bits_go_by_direction()
    {
        Says(Explain(Stage2(bbm: 2), ReadOnly, S2Page | (1UL << 55)), Route.WriteThenInvalidate, Scope.Local, "RGPPYH");
        Says(Explain(Stage2(bbm: 2), S2Page, ReadOnly | (1UL << 55)), Route.WriteThenInvalidate, Scope.Inner, "RGPPYH");
    }

    [Fact]
    public void Software_bits_alone_need_nothing() =>
        Says(Explain(Stage2(bbm: 2), S2Page, S2Page | (1UL << 55)), Route.None, Scope.None, "RGPPYH");

    [Fact]
    public void An_owner_annotation_is_an_unmap_and_is_broadcast() =>
        Says(Explain(Stage2(bbm: 2), S2Page, 0x2000_0000_0000_0200), Route.WriteThenInvalidate, Scope.Inner, "RGPPYH");

    [Fact]
    public void Without_a_break_the_make_claims_the_entry_and_can_fail()
    {
        Update broken = Explain(Stage2(2) with { SharedWalk = true }, S2Block, Table).Update;
        Assert.Equal((Claim.Break, StoreOperation.CompareAndSwap), (broken.Claim, broken.Operation));
        Assert.Contains("make is a store-release and cannot fail", broken.OnFailure, StringComparison.Ordinal);

        Update direct = Explain(Stage2(2, 2) with { SharedWalk = true }, S2Block, Table).Update;
        Assert.Equal((Claim.Make, StoreOperation.CompareAndSwap, true), (direct.Claim, direct.Operation, direct.CanFail));
        Assert.Contains("retry", direct.OnFailure, StringComparison.Ordinal);
    }

    [Fact]
    public void Stores_follow_the_claim()
    {
        string[] broken = [.. Explain(Stage2(2) with { SharedWalk = true }, S2Block, Table).Sequence.Where(step => step.Kind == StepKind.Store).Select(step => step.Assembly)];
        Assert.Equal(["CASAL X2, XZR, [X0]", "STLR X1, [X0]"], broken);
        string[] direct = [.. Explain(Stage2(2, 2) with { SharedWalk = true }, S2Block, Table).Sequence.Where(step => step.Kind == StepKind.Store).Select(step => step.Assembly)];
        Assert.Equal(["CASAL X2, X1, [X0]"], direct);
    }

    private static void Says(Answer answer, Route route, Scope scope, string rule)
    {
        Assert.Equal((route, scope), (answer.Decision.Verdict, answer.Decision.Requirement.Scope));
        Assert.Contains(answer.Reasons, reason => reason.Rule == rule);
    }
}
