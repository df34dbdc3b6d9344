using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
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

    private const ulong UserText = 0x4000_0fc3, Uxn = 1UL << 54, Pxn = 1UL << 53;

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
    [InlineData(Errata.E1286807, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    [InlineData(Errata.E2441007, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    [InlineData(Errata.E2441009, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    [InlineData(Errata.E1009, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    [InlineData(Errata.E813419, "TLBI IPAS2LE1IS, X3|DSB ISH|TLBI VMALLE1IS|DSB ISH")]
    public void Stage_2_repeats_what_reaches_stage_1(Errata errata, string expected)
    {
        Answer answer = Explain(Page with { Errata = errata }, Stage2Page, 0);

        Assert.Equal(expected, Invalidations(answer));
        bool repeats = errata is not (Errata.None or Errata.E813419);
        string id = ErrataBook.In(errata).SingleOrDefault()?.Id ?? "no erratum";
        Assert.Equal(repeats, answer.Hazards.Any(hazard => hazard.Code == "earlyTlbiCompletion" && hazard.Text.Contains(id, StringComparison.Ordinal)));
        Assert.Equal(repeats, answer.Reasons.Any(reason => reason.Rule == id && reason.Section == "erratum"));
        Assert.Equal(repeats, answer.Sequence.Any(step => step.Why.Contains(id, StringComparison.Ordinal)));
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
                    foreach (Errata errata in Enumerable.Range(0, 16).Select(bit => (Errata)(1 << bit)).Append((Errata)0xffff))
                    {
                        Question question = new() { Old = old, New = @new, Context = context with { Errata = errata } };
                        Assert.True(FlushAdvisor.Decide(question).Requirement.Covers(without.Requirement));
                        Assert.Equal(FlushAdvisor.Decide(question), FlushAdvisor.Explain(question).Decision);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(Regime.El3, Errata.E813419, "TLBI VALE3IS, X3|DSB ISH|TLBI VALE3IS, X3|DSB ISH")]
    [InlineData(Regime.El3, Errata.E2441007, "TLBI VALE3IS, X3|DSB ISH|TLBI VALE3IS, X3|DSB ISH")]
    [InlineData(Regime.El2, Errata.E813419, "TLBI VALE2IS, X3|DSB ISH")]
    [InlineData(Regime.El2, Errata.E1009, "TLBI VALE2IS, X3|DSB ISH|TLBI VALE2IS, X3|DSB ISH")]
    public void EL3_repeats_for_813419_and_nothing_else_does(Regime regime, Errata errata, string expected)
    {
        TranslationContext context = Page with { Stage = Stage.One, Regime = regime, Security = regime == Regime.El3 ? SecurityState.Secure : SecurityState.NonSecure, Errata = errata };

        Assert.Equal(expected, Invalidations(Explain(context, Stage1Page, Stage1ReadOnlyPage)));
    }

    [Fact]
    public void Every_form_of_EL3_repeats_for_813419_and_no_IPAS2_form_for_any()
    {
        var seen = new HashSet<string>();
        foreach (TranslationContext context in
            from stage in Enum.GetValues<Stage>()
            from regime in Enum.GetValues<Regime>()
            from features in new[] { Features.None, Features.FEAT_TLBIRANGE | Features.FEAT_TLBIOS }
            from sharing in features == Features.None ? new[] { Sharing.Inner, Sharing.Single } : Enum.GetValues<Sharing>()
            select new TranslationContext
            {
                Stage = stage,
                Regime = regime,
                Security = stage == Stage.One && regime == Regime.El3 ? SecurityState.Secure : SecurityState.NonSecure,
                Features = features,
                Sharing = sharing,
                Errata = (Errata)0xffff,
            })
        {
            foreach ((int level, ulong old) in new[] { (3, Stage1Page), (3, Stage1Page | 1UL << 52), (2, Table) })
            {
                TlbiList list = Explain(context with { Level = level }, old, 0).Decision.Tlbi;
                for (int i = 0; i < list.Length; i++)
                {
                    string family = $"{list[i].Family}";
                    Assert.Equal(
                        IsLocal(context) || family.Contains("IPAS2", StringComparison.Ordinal) ? Errata.None
                        : family.EndsWith('3') ? Errata.RepeatInvalidation
                        : Errata.RepeatStage1,
                        RepeatedInvalidation.After(list[i], context.Errata));
                    seen.Add(family);
                }
            }
        }

        Assert.Superset(new HashSet<string>(["VALE3", "RVALE3", "ALLE3", "RVAE3", "IPAS2LE1", "RIPAS2LE1", "RIPAS2E1", "VMALLE1", "VMALLS12E1", "ALLE2"]), seen);

        static bool IsLocal(in TranslationContext context) => context.Sharing == Sharing.Single;
    }

    [Theory]
    [InlineData(Regime.El10, UserText, UserText | Uxn, true)]
    [InlineData(Regime.El20, UserText, UserText | Uxn, true)]
    [InlineData(Regime.El10, UserText | Uxn, UserText, false)]
    [InlineData(Regime.El10, UserText, UserText | Pxn, false)]
    [InlineData(Regime.El10, UserText, UserText & ~(1UL << 7), false)]
    [InlineData(Regime.El2, UserText, UserText | Uxn, false)]
    public void EL0_execute_taken_away_breaks_under_2645198(Regime regime, ulong old, ulong @new, bool breaks)
    {
        TranslationContext context = Page with { Stage = Stage.One, Regime = regime, Bbm = 3 };
        Answer without = Explain(context, old, @new), with = Explain(context with { Errata = Errata.E2645198 }, old, @new);

        Assert.Equal(Route.WriteThenInvalidate, without.Decision.Verdict);
        Assert.Equal(breaks ? Route.BreakBeforeMake : Route.WriteThenInvalidate, with.Decision.Verdict);
        Assert.Equal(breaks, with.Reasons.Any(reason => reason.Rule == "2645198" && reason.Changes.Count != 0));
        Assert.Equal(breaks, with.Changes.Any(change => change.Rules.Contains("e2645198")));
        Assert.Equal(breaks, with.Summary.ToString().Contains("2645198", StringComparison.Ordinal));
    }

    [Fact]
    public void WXN_takes_EL0_execute_away_too()
    {
        TranslationContext context = Page with { Stage = Stage.One, Wxn = true, Errata = Errata.E2645198 };

        Assert.Equal(Route.BreakBeforeMake, Explain(context, UserText, UserText & ~(1UL << 7)).Decision.Verdict);
    }

    [Theory]
    [InlineData(Table, Table | 1UL << 60, true)]
    [InlineData(Table | 1UL << 60, Table, false)]
    [InlineData(Table, Table | 1UL << 62, false)]
    public void UXNTable_counts_as_execute_taken_away(ulong old, ulong @new, bool breaks)
    {
        TranslationContext context = Block with { Stage = Stage.One, Reading = Reading.Permissive, Errata = Errata.E2645198 };

        Assert.Equal(breaks ? Route.BreakBeforeMake : Route.WriteThenInvalidate, Explain(context, old, @new).Decision.Verdict);
    }

    [Fact]
    public void At_stage_2_and_on_removal_2645198_changes_nothing()
    {
        TranslationContext errata = Page with { Errata = Errata.E2645198 };

        Assert.Equal(Route.WriteThenInvalidate, Explain(errata, Stage2Page, Stage2Page | 1UL << 54).Decision.Verdict);
        Assert.Equal(Route.WriteThenInvalidate, Explain(errata with { Stage = Stage.One }, UserText, 0).Decision.Verdict);
    }

    [Theory]
    [InlineData(Errata.E1165522, "1165522")]
    [InlineData(Errata.E1319367 | Errata.E1319537, "1319367, 1319537")]
    [InlineData(Errata.E1530923, "1530923")]
    [InlineData(Errata.RepeatInvalidation, null)]
    public void Speculative_translation_is_a_hazard_wherever_the_current_VMID_is_a_condition(Errata errata, string? ids)
    {
        foreach ((TranslationContext context, ulong old, ulong @new, bool current) in new[]
        {
            (Page, Stage2Page, 0UL, true),
            (Page, 0UL, Stage2Page, false),
            (Page with { Regime = Regime.El20 }, Stage2Page, 0UL, true),
            (Page with { Stage = Stage.One }, Stage1Page, 0UL, true),
            (Page with { Stage = Stage.One, Regime = Regime.El20 }, Stage1Page, 0UL, false),
            (Page with { Stage = Stage.One, Regime = Regime.El2 }, Stage1Page, 0UL, false),
        })
        {
            Answer answer = Explain(context with { Errata = errata }, old, @new);

            Assert.Equal(current, answer.Conditions.Any(condition => condition.Code == "currentVmid"));
            Assert.Equal(current && ids is not null, answer.Hazards.Any(hazard => hazard.Code == "speculativeAt" && hazard.Text.Contains($"({ids})", StringComparison.Ordinal)));
            Assert.Equal(Explain(context, old, @new).Decision.Requirement, answer.Decision.Requirement);
        }
    }

    [Theory]
    [InlineData(Stage2Page, 0UL, Sharing.Inner, true)]
    [InlineData(Stage2Page, 0UL, Sharing.Single, false)]
    [InlineData(Stage2ReadOnlyPage, Stage2Page, Sharing.Inner, false)]
    [InlineData(0UL, Stage2Page, Sharing.Inner, false)]
    public void SME_accesses_are_a_condition_of_a_broadcast_invalidation(ulong old, ulong @new, Sharing sharing, bool expected)
    {
        TranslationContext context = Page with { Sharing = sharing };

        Assert.Equal(expected, Explain(context with { Errata = Errata.E4193714 }, old, @new).Conditions.Any(condition => condition.Code == "smeAccesses"));
        Assert.DoesNotContain(Explain(context, old, @new).Conditions, condition => condition.Code == "smeAccesses");
    }

    [Theory]
    [InlineData(Errata.CarmelCnp, true, "NVIDIA_CARMEL_CNP_ERRATUM")]
    [InlineData(Errata.E162100125, true, "162100125")]
    [InlineData(Errata.CnpUnusable, false, null)]
    [InlineData(Errata.SpeculativeAt, true, null)]
    public void CnP_is_a_warning_where_it_cannot_be_used(Errata errata, bool cnp, string? id)
    {
        Answer answer = Explain(Page with { Cnp = cnp, Errata = errata }, Stage2Page, 0);

        Assert.Equal(id is not null, answer.Warnings.Any(warning => warning.Code == "cnpUnusable" && warning.Text.Contains(id!, StringComparison.Ordinal)));
        Assert.Equal(id is null, answer.Warnings.Count == 0);
    }

    [Fact]
    public void Every_erratum_of_the_book_acts_on_some_answer()
    {
        foreach (Erratum erratum in ErrataBook.All)
        {
            TranslationContext context = Page with { Stage = Stage.One, Cnp = true };
            (TranslationContext Context, ulong Old, ulong New)[] questions =
            [
                (context, UserText, UserText | Uxn),
                (context with { Regime = Regime.El3, Security = SecurityState.Secure }, Stage1Page, Stage1ReadOnlyPage),
                (Block, Stage2Block, Table),
            ];
            Assert.Contains(questions, question => Words(Explain(question.Context with { Errata = erratum.Flag }, question.Old, question.New)).Contains(erratum.Id, StringComparison.Ordinal));
            Assert.All(questions, question => Assert.DoesNotContain(erratum.Id, Words(Explain(question.Context, question.Old, question.New)), StringComparison.Ordinal));
        }
    }

    private static string Words(Answer answer) => string.Join(' ', answer.Reasons.Select(reason => reason.Rule)
        .Concat(answer.Conditions.Select(condition => condition.Text))
        .Concat(answer.Hazards.Select(hazard => hazard.Text))
        .Concat(answer.Warnings.Select(warning => warning.Text)));

    private static Answer Explain(TranslationContext context, ulong old, ulong @new) => FlushAdvisor.Explain(new Question { Old = old, New = @new, Context = context });

    /// <summary>The TLBIs, each with the DSB after it.</summary>
    private static string Invalidations(Answer answer) => string.Join('|', answer.Sequence
        .SelectMany((step, index) => step.Kind == StepKind.Tlbi ? new[] { step.Assembly, answer.Sequence[index + 1].Assembly } : []));
}
