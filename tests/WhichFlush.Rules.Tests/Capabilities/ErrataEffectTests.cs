using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests.Capabilities;

/// <summary>What errata do to answers.</summary>
public sealed class ErrataEffectTests
{
    private const ulong Stage2Page = 0x4000_07ff, Stage2ReadOnlyPage = 0x4000_077f, Stage2Block = 0x4000_07fd, Table = 0x5000_0003;
    private const ulong Stage1Page = 0x0040_0000_4000_0f43 | 3, Stage1ReadOnlyPage = Stage1Page | 1 << 7;

    private static readonly TranslationContext Page = new() { Level = 3, Bbm = 2 };
    private static readonly TranslationContext Block = new() { Level = 2, Bbm = 2, NoConflictAbort = true, SameMapping = true };

    [Theory]
    [InlineData(Errata.None, Route.WriteThenInvalidate)]
    [InlineData(Errata.RepeatInvalidation, Route.WriteThenInvalidate)]
    [InlineData(Errata.E3053180, Route.BreakBeforeMake)]
    [InlineData(Errata.E3683289, Route.BreakBeforeMake)]
    public void A_size_change_breaks_under_3053180_and_3683289(Errata errata, Route expected)
    {
        foreach ((ulong old, ulong @new) in new[] { (Stage2Block, Table), (Table, Stage2Block) })
        {
            Answer answer = Explain(Block with { Errata = errata }, old, @new);

            Assert.Equal(expected, answer.Decision.Verdict);
            Assert.Equal(expected == Route.BreakBeforeMake, answer.Reasons.Any(reason => reason.Rule is "3053180" or "3683289"));
            Assert.DoesNotContain(answer.Hazards, hazard => hazard.Code == "tlbConflictAbort");
        }
    }

    [Theory]
    [InlineData(Errata.None, Route.WriteThenInvalidate)]
    [InlineData(Errata.E3053180, Route.BreakBeforeMake)]
    public void So_does_the_Contiguous_bit(Errata errata, Route expected) =>
        Assert.Equal(expected, Explain(Page with { Errata = errata }, Stage2Page, Stage2Page | 1UL << 52).Decision.Verdict);

    [Theory]
    [InlineData(Stage2Page, Stage2ReadOnlyPage)]
    [InlineData(Stage2ReadOnlyPage, Stage2Page)]
    [InlineData(Stage2Page, Stage2Page | 1UL << 54)]
    [InlineData(Stage2Page, Stage2Page | 1UL << 51)]
    public void Permissions_break_under_3683289_alone(ulong old, ulong @new)
    {
        Assert.Equal(Route.WriteThenInvalidate, Explain(Page with { Errata = Errata.E3053180 }, old, @new).Decision.Verdict);
        Answer answer = Explain(Page with { Errata = Errata.E3683289 }, old, @new);

        Assert.Equal(Route.BreakBeforeMake, answer.Decision.Verdict);
        Assert.Equal(Scope.Inner, answer.Decision.Requirement.Scope);
        Reason reason = Assert.Single(answer.Reasons, reason => reason.Rule == "3683289");
        Assert.NotEmpty(reason.Changes);
        Assert.Contains("3683289", answer.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL, Stage2Page, Route.Write)]
    [InlineData(Stage2Page, 0UL, Route.WriteThenInvalidate)]
    [InlineData(Stage2Page, Stage2Page | 1UL << 55, Route.None)]
    public void What_changes_neither_stays_as_it_is(ulong old, ulong @new, Route expected) =>
        Assert.Equal(expected, Explain(Page with { Errata = Errata.AlwaysBreak }, old, @new).Decision.Verdict);

    [Fact]
    public void NT_follows_the_register()
    {
        TranslationContext context = new() { Level = 2, Bbm = 1, Errata = Errata.AlwaysBreak };

        Assert.Equal(Route.WriteThenInvalidate, Explain(context, Stage2Block, Stage2Block | 1UL << 16).Decision.Verdict);
    }

    [Theory]
    [InlineData(Errata.None, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    [InlineData(Errata.CVE_2025_10263, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    [InlineData(Errata.E1286807, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    public void Stage_2_repeats_what_reaches_stage_1(Errata errata, string expected)
    {
        Answer answer = Explain(Page with { Errata = errata }, Stage2Page, 0);

        Assert.Equal(expected, Invalidations(answer));
        Assert.Equal(errata != Errata.None, answer.Hazards.Any(hazard => hazard.Code == "earlyTlbiCompletion"));
        Assert.Equal(errata != Errata.None, answer.Reasons.Any(reason => reason.Rule is "CVE-2025-10263" or "1286807"));
        Assert.Equal(errata != Errata.None, answer.Sequence.Any(step => step.Why.Contains(errata == Errata.E1286807 ? "1286807" : "CVE-2025-10263", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_whole_VMID_is_repeated()
    {
        Answer answer = Explain(Block with { Level = 1, Errata = Errata.CVE_2025_10263 }, Table, 0);

        Assert.Equal("TLBI VMALLS12E1IS|DSB ISH|TLBI VMALLS12E1IS|DSB ISH", Invalidations(answer));
    }

    [Fact]
    public void Stage_1_is_repeated_also_between_break_and_make()
    {
        TranslationContext context = Page with { Stage = Stage.One, Errata = Errata.CVE_2025_10263 };

        Assert.Equal("TLBI VALE1IS, X3|DSB ISH|TLBI VALE1IS, X3|DSB ISH", Invalidations(Explain(context, Stage1Page, Stage1ReadOnlyPage)));
        Answer moved = Explain(context, Stage1Page, Stage1Page + 0x1000);
        Assert.Equal(Route.BreakBeforeMake, moved.Decision.Verdict);
        Assert.Equal("TLBI VALE1IS, X3|DSB ISH|TLBI VALE1IS, X3|DSB ISH", Invalidations(moved));
        Assert.StartsWith("STLR", moved.Sequence[6].Assembly, StringComparison.Ordinal);
    }

    [Fact]
    public void Through_nT_both_invalidations_are_repeated()
    {
        TranslationContext context = Block with { Bbm = 1, NoConflictAbort = null, Errata = Errata.CVE_2025_10263 };
        Answer answer = Explain(context, Stage2Block, Table);

        Assert.Equal(Route.ViaNt, answer.Decision.Verdict);
        Assert.Equal(4, answer.Sequence.Count(step => step.Assembly is "TLBI VMALLE1IS" or "TLBI VMALLS12E1IS"));
    }

    [Fact]
    public void A_local_invalidation_is_not_repeated()
    {
        Answer answer = Explain(Page with { Errata = Errata.RepeatInvalidation }, Stage2ReadOnlyPage, Stage2Page);

        Assert.Equal(Scope.Local, answer.Decision.Requirement.Scope);
        Assert.Equal("TLBI IPAS2LE1, X3|DSB NSH|TLBI VMALLE1|DSB NSH", Invalidations(answer));
        Assert.DoesNotContain(answer.Hazards, hazard => hazard.Code == "earlyTlbiCompletion");
    }

    [Fact]
    public void Errata_never_weaken_an_answer()
    {
        ulong[] values = [0, Stage2Page, Stage2ReadOnlyPage, Stage2Page ^ 0x1000, Stage2Page ^ 0x4, Stage2Page | 1UL << 52, Stage2Page | 1UL << 54, Stage2Block, Table];
        foreach (int level in new[] { 2, 3 })
        {
            for (int bbm = 0; bbm <= 3; bbm++)
            {
                foreach ((ulong old, ulong @new) in values.SelectMany(old => values.Select(@new => (old, @new))))
                {
                    TranslationContext context = new() { Level = level, Bbm = bbm };
                    Decision without = FlushAdvisor.Decide(new Question { Old = old, New = @new, Context = context });
                    for (int errata = 1; errata < 16; errata++)
                    {
                        Question question = new() { Old = old, New = @new, Context = context with { Errata = (Errata)errata } };
                        Assert.True(FlushAdvisor.Decide(question).Requirement.Covers(without.Requirement));
                        Assert.Equal(FlushAdvisor.Decide(question), FlushAdvisor.Explain(question).Decision);
                    }
                }
            }
        }
    }

    private static Answer Explain(TranslationContext context, ulong old, ulong @new) => FlushAdvisor.Explain(new Question { Old = old, New = @new, Context = context });

    /// <summary>The TLBIs, each with the DSB after it.</summary>
    private static string Invalidations(Answer answer) => string.Join('|', answer.Sequence
        .SelectMany((step, index) => step.Kind == StepKind.Tlbi ? new[] { step.Assembly, answer.Sequence[index + 1].Assembly } : []));
}
