using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>Every condition, hazard, dispute and warning has a case that shows the code, and a similar case without the code.</summary>
public sealed class CodeTests
{
    private const ulong ReadOnly2 = S2Page & ~(1UL << 7);
    private const ulong NonGlobal = S1Page | Bit11;

    private static readonly TranslationContext Haft = Stage1(2) with { Ha = true, Features = Features.FEAT_HAFT };
    private static readonly TranslationContext Tags = Stage2() with { Fwb = true, Features = Features.FEAT_MTE_PERM };
    private static readonly TranslationContext Device = Stage1() with { Mair = 0 };
    private static readonly TranslationContext Realm = Stage2() with { Security = SecurityState.Realm, Features = Features.FEAT_MEC };
    private static readonly TranslationContext Ranges52 = Stage1(2) with { Ds = true, Features = Features.FEAT_TLBIRANGE };

    private static readonly TranslationContext The = Stage1() with { Features = Features.FEAT_THE };
    private static readonly TranslationContext Assumed = Stage2() with { StageAssumed = true };

    public static readonly TheoryData<string> Conditions = [.. ConditionCases.Keys];

    public static readonly TheoryData<string> Hazards = [.. HazardCases.Keys];

    public static readonly TheoryData<string> Disputes = [.. DisputeCases.Keys];

    public static readonly TheoryData<string> Warnings = [.. WarningCases.Keys];

    private static Dictionary<string, (Question Shows, Question Not)> ConditionCases => new(StringComparer.Ordinal)
    {
        ["noInvalidationDue"] = (Question(Stage2(), 0, S2Page), Question(Stage2(), S2Page, 0)),
        ["noOverlappingNonGlobal"] = (Question(Stage1(), 0, S1Page), Question(Stage1() with { OverlapsNonGlobal = false }, 0, S1Page)),
        ["compareAndSwapOnOld"] = (Question(Stage2() with { Ha = true }, S2Page & ~AF, S2Page), Question(Stage2(), S2Page & ~AF, S2Page)),
        ["sameMapping"] = (Question(Stage2(2), S2Block, Table), Question(Stage2(2) with { SameMapping = true }, S2Block, Table)),
        ["sameContents"] = (Question(Stage2(), ReadOnly2, ReadOnly2 + 0x1000), Question(Stage2(), S2Page, S2Page + 0x1000)),
        ["handlersRetry"] = (Question(Stage2(), ReadOnly2, S2Page), Question(Stage2(), S2Page, ReadOnly2)),
        ["panClear"] = (Question(Stage1(), NonGlobal, NonGlobal | 1UL << 6), Question(Stage1() with { Pan = false }, NonGlobal, NonGlobal | 1UL << 6)),
        ["hpd"] = (Question(Stage1(2), Table, Table | 1UL << 62), Question(Stage1(2) with { Hpd = false }, Table, Table | 1UL << 62)),
        ["pnch"] = (Question(The, NonGlobal, NonGlobal | Contiguous), Question(The with { Pnch = true }, NonGlobal, NonGlobal | Contiguous)),
        ["oneAsid"] = (Question(Stage1(), NonGlobal, 0), Question(Stage1(), S1Page, 0)),
        ["currentVmid"] = (Question(Stage2(), S2Page, 0), Question(Stage1() with { Regime = Regime.El3 }, S1Page, 0)),
        ["hostRegime"] = (Question(Stage1() with { Regime = Regime.El20 }, S1Page, 0), Question(Stage1() with { Regime = Regime.El20, Tge = false }, S1Page, 0)),
        ["securityState"] = (Question(Stage1() with { Security = SecurityState.Secure }, S1Page, 0), Question(Stage1(), S1Page, 0)),
        ["runsAtEl2"] = (Question(Stage2(), S2Page, 0), Question(Stage2() with { RunsAt = ExceptionLevel.El2 }, S2Page, 0)),
        ["secureIpaSpace"] = (Question(Stage2() with { Security = SecurityState.Secure }, S2Page, 0), Question(Realm, S2Page, 0)),
        ["newTableVisible"] = (Question(Stage2(2), 0, Table), Question(Stage2(2), Table, 0)),
        ["runAgrees"] = (Question(Stage2(), 0, S2Page | Contiguous), Question(Stage2(), 0, S2Page)),
        ["wholeRun"] = (Question(Stage2(), S2Page, S2Page | Contiguous), Question(Stage2(), S2Page, ReadOnly2)),
        ["memberOfRun"] = (Question(Stage2(), S2Page | Contiguous, 0), Question(Stage2(), S2Page, 0)),
        ["notThroughTheHole"] = (Question(Stage2(), S2Page, S2Page + 0x1000), Question(Stage2(), S2Page, ReadOnly2)),
        ["neverMigrates"] = (Question(Stage2() with { Sharing = Sharing.Single }, S2Page, 0), Question(Stage2(), S2Page, 0)),
        ["localIsBroadcast"] = (Question(Stage1() with { Fb = true }, S1Page | 1UL << 7, S1Page), Question(Stage1() with { Fb = true }, S1Page, S1Page | 1UL << 7)),
        ["trappedInGuest"] = (Question(Stage1() with { Ttlb = true }, S1Page, 0), Question(Stage1() with { Ttlb = true, RunsAt = ExceptionLevel.El2 }, S1Page, 0)),
        ["undefinedHere"] = (Question(Stage2() with { RunsAt = ExceptionLevel.El1 }, S2Page, 0), Question(Stage1() with { RunsAt = ExceptionLevel.El1 }, S1Page, 0)),
        ["smmuInvalidation"] = (Question(Stage2() with { Smmu = 2 }, S2Page, 0), Question(Stage2() with { Smmu = 2 }, 0, S2Page)),
        ["lastOfItsKind"] = (Question(Stage2(), S2Page, 0), Question(Stage2(), S2Page, ReadOnly2)),
        ["contextSynchronization"] = (Question(Stage2(), S2Page, 0), Question(Stage2() with { Sharing = Sharing.Single }, S2Page, 0)),
    };

    private static Dictionary<string, (Question Shows, Question Not)> HazardCases => new(StringComparer.Ordinal)
    {
        ["tlbConflictAbort"] = (Question(Stage2(2, 2), S2Block, Table), Question(Stage2(2, 3), S2Block, Table)),
        ["spuriousPermissionFault"] = (Question(Stage2(), ReadOnly2, S2Page), Question(Stage2() with { Cnp = true }, ReadOnly2, S2Page)),
        ["spuriousTranslationFault"] = (Question(Stage2(), 0, S2Page), Question(Stage2() with { Features = Features.FEAT_ETS2 }, 0, S2Page)),
        ["ntTranslationFault"] = (Question(Stage2(2, 1), S2Block, Table), Question(Stage2(2, 2), S2Block, Table)),
        ["staleAccessFlag"] = (Question(Stage2(), S2Page, S2Page & ~AF), Question(Stage2(), S2Page, 0)),
        ["lostHardwareUpdate"] = (Question(Stage2() with { Ha = true, Hd = true }, S2Page, ReadOnly2), Question(Stage2() with { Hd = true }, S2Page, ReadOnly2)),
        ["translationFaultWhileBroken"] = (Question(Stage2(), S2Page, S2Page + 0x1000), Question(Stage2(), S2Page, 0)),
        ["deferredInvalidation"] = (Question(Stage2(2, 3), S2Block, Table), Question(Stage2(2, 2), S2Block, Table)),
    };

    private static Dictionary<string, (Question Shows, Question Not)> DisputeCases => new(StringComparer.Ordinal)
    {
        ["tableAccessFlag"] = (Question(Haft, Table, 0), Question(Haft, Table | AF, 0)),
        ["noTagAccess"] = (Question(Tags, S2Page & ~(1UL << 5), S2Page), Question(Tags with { Features = Features.None }, S2Page & ~(1UL << 5), S2Page)),
        ["shareabilityOfUncached"] = (Question(Device, S1Page, S1Page & ~(1UL << 8)), Question(Device with { Mair = 0xff }, S1Page, S1Page & ~(1UL << 8))),
        ["attributeHints"] = (Question(Device with { Mair = 0xeeff }, S1Page, S1Page | 4), Question(Device with { Mair = 0x44ff }, S1Page, S1Page | 4)),
        ["sizeWithPermissions"] = (Question(Stage2(2, 2), S2Block, Table, Pages(ReadOnly2)), Question(Stage2(2, 2), S2Block, Table, Pages(S2Page))),
        ["ntCleared"] = (Question(Stage2(2, 1), S2Block | NT, S2Block), Question(Stage2(2, 1), S2Block, S2Block | NT)),
        ["amec"] = (Question(Realm, S2Page, S2Page | (1UL << 63)), Question(Stage2(), S2Page, S2Page | (1UL << 63))),
        ["singlePe"] = (Question(Stage2() with { Sharing = Sharing.Single }, S2Page, S2Page + 0x1000), Question(Stage2(), S2Page, S2Page + 0x1000)),
        ["asidForTable"] = (Question(Stage1(2), Table, 0), Question(Stage2(2), Table, 0)),
        ["tablePermissions"] = (Question(Stage1(2), Table, Table | 1UL << 62), Question(Stage1(2) with { Hpd = true }, Table, Table | 1UL << 62)),
        ["rangeBase"] = (Question(Ranges52, Table, 0), Question(Ranges52 with { Ds = false }, Table, 0)),
    };

    private static Dictionary<string, (Question Shows, Question Not)> WarningCases => new(StringComparer.Ordinal)
    {
        ["reservedType"] = (Question(Stage2(), S2Page, 1), Question(Stage2(), S2Page, 0)),
        ["reservedBits"] = (Question(Stage2(), S2Page, S2Page | (1UL << 50)), Question(Stage2(), S2Page, S2Page | (1UL << 55))),
        ["reservedShareability"] = (Question(Stage2(), S2Page, S2Page & ~(1UL << 9)), Question(Stage2(), S2Page, S2Page & ~(3UL << 8))),
        ["reservedMemoryAttributes"] = (Question(Stage2(), S2Page, (S2Page & ~0x3cUL) | (4UL << 2)), Question(Stage2() with { Features = Features.FEAT_MTE_PERM }, S2Page, (S2Page & ~0x3cUL) | (4UL << 2))),
        ["looksLikeLeaf"] = (Question(Stage2(2), 0, Table | 0x7c0), Question(Stage2(2), 0, Table)),
        ["stageNotGiven"] = (Question(Assumed, ReadOnly2, S2Page), Question(Assumed with { StageAssumed = false }, ReadOnly2, S2Page)),
        ["guardedPageWithoutBti"] = (Question(Stage1(), S1Page, S1Page | (1UL << 50)), Question(Stage1() with { Features = Features.FEAT_BTI }, S1Page, S1Page | (1UL << 50))),
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_is_listed_for_its_case_only(string code) =>
        Shows(code, ConditionCases[code], answer => answer.Conditions.Select(condition => condition.Code));

    [Theory]
    [MemberData(nameof(Hazards))]
    public void A_hazard_is_listed_for_its_case_only(string code) =>
        Shows(code, HazardCases[code], answer => answer.Hazards.Select(hazard => hazard.Code));

    [Theory]
    [MemberData(nameof(Disputes))]
    public void A_dispute_is_listed_for_its_case_only(string code) =>
        Shows(code, DisputeCases[code], answer => answer.Disputes.Select(dispute => dispute.Code));

    [Theory]
    [MemberData(nameof(Warnings))]
    public void A_warning_is_listed_for_its_case_only(string code) =>
        Shows(code, WarningCases[code], answer => answer.Warnings.Select(warning => warning.Code));

    /// <summary>A guest's own VMID is current where its kernel runs; at EL3 the Security state is selected, not given.</summary>
    [Fact]
    public void Where_the_sequence_runs_decides_what_must_be_in_place()
    {
        Assert.DoesNotContain("currentVmid", Codes(Stage1() with { RunsAt = ExceptionLevel.El1 }));
        Assert.Contains("currentVmid", Codes(Stage1() with { RunsAt = ExceptionLevel.El2 }));
        Assert.Contains("securityState", Codes(Stage1() with { RunsAt = ExceptionLevel.El3 }));
        Assert.DoesNotContain("securityState", Codes(Stage1() with { RunsAt = ExceptionLevel.El2 }));

        static string[] Codes(TranslationContext context) => [.. Explain(context, S1Page, 0).Conditions.Select(condition => condition.Code)];
    }

    [Fact]
    public void A_dispute_holds_the_decision_of_the_other_reading()
    {
        Dispute nt = Assert.Single(Explain(Stage2(2, 1), S2Block | NT, S2Block).Disputes);
        Assert.Equal((Reading.Strict, Requirements.Route.Write, false), (nt.Reading, nt.Other.Verdict, nt.SameAnswer));

        Dispute amec = Explain(Realm with { Reading = Reading.Permissive }, S2Page, S2Page | (1UL << 63)).Disputes.Single();
        Assert.Equal((Reading.Permissive, Requirements.Route.BreakBeforeMake, false), (amec.Reading, amec.Other.Verdict, amec.SameAnswer));
    }

    [Fact]
    public void The_first_difference_of_children_is_named_with_its_index()
    {
        ulong[] children = Pages(S2Page);
        children[300] += 0x1000;
        children[400] &= ~3UL;
        Assert.Contains(Explain(Stage2(2, 2), S2Block, Table, children).Changes, change => change.Field == "children" && change.Effect.Contains("child 300: OA", StringComparison.Ordinal));
        Assert.Contains(Explain(Stage2(2, 2), S2Block, Table, children).Changes, change => change.Field == "children" && change.Effect.Contains("child 400: Valid", StringComparison.Ordinal));
        Assert.DoesNotContain(Explain(Stage2(2, 2), S2Block, Table, Pages(S2Page)).Changes, change => change.Field == "children");
    }

    /// <summary>Guards the tests above: a code without a case is never checked.</summary>
    [Fact]
    public void Every_code_in_the_corpus_has_a_case()
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (Question question in Corpus.Questions())
        {
            Answer answer = FlushAdvisor.Explain(question);
            listed.UnionWith(answer.Conditions.Select(condition => condition.Code));
            listed.UnionWith(answer.Hazards.Select(hazard => hazard.Code));
            listed.UnionWith(answer.Disputes.Select(dispute => dispute.Code));
            listed.UnionWith(answer.Warnings.Select(warning => warning.Code));
        }

        string[] shown = [.. ConditionCases.Keys, .. HazardCases.Keys, .. DisputeCases.Keys, .. WarningCases.Keys];
        Assert.Empty(listed.Except(shown));
    }

    private static void Shows(string code, (Question Shows, Question Not) cases, Func<Answer, IEnumerable<string>> codes)
    {
        Assert.Contains(code, codes(FlushAdvisor.Explain(cases.Shows)));
        Assert.DoesNotContain(code, codes(FlushAdvisor.Explain(cases.Not)));
    }
}
