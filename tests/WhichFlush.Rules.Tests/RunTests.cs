using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests;

/// <summary>Contiguous runs: the values of their stores, and questions that give all members.</summary>
public sealed class RunTests
{
    private const ulong Write = 1UL << 7;
    private const ulong Page = Ask.S2Page | Ask.Contiguous;
    private const ulong NonGlobal = Ask.S1Page | Ask.Contiguous | Ask.Bit11;

    /// <summary>Granule, level, DS or FEAT_LPA, number of members, and a descriptor whose output address is that of a first member.</summary>
    public static TheoryData<Granule, int, bool, int, ulong> Places => new()
    {
        { Granule.Size4K, 3, false, 16, 0x1000_6001_0743 },
        { Granule.Size4K, 2, false, 16, 0x1000_6000_0741 },
        { Granule.Size4K, 1, false, 16, 0x1004_0000_0741 },
        { Granule.Size4K, 3, true, 16, 0x2_1000_6001_0743 },
        { Granule.Size16K, 3, false, 128, 0x1000_6020_0743 },
        { Granule.Size16K, 2, true, 32, 0x2_1000_4000_0741 },
        { Granule.Size64K, 3, false, 32, 0x1000_6020_0743 },
        { Granule.Size64K, 3, true, 32, 0x1000_6020_a743 },
        { Granule.Size64K, 2, true, 32, 0x1004_0000_a741 },
    };

    /// <summary>The members of a run from its first one on, one page apart.</summary>
    public static ulong[] Run(ulong first, int count, ulong step = 0x1000) => [.. Enumerable.Range(0, count).Select(i => first + ((ulong)i * step))];

    [Theory]
    [MemberData(nameof(Places))]
    public void Any_member_tells_the_values_of_all(Granule granule, int level, bool wide, int count, ulong first)
    {
        TranslationContext context = Ask.Stage1(level, bbm: 2) with { Granule = granule, Ds = wide, Features = wide ? Features.FEAT_LPA : Features.None };
        ulong size = 1UL << Geometry.EntryShift(granule, level);
        ulong[] old = Run(first | Ask.Contiguous, count, size), @new = [.. old.Select(raw => raw | Write)];
        for (int i = 0; i < count; i += (count / 16) + 1)
        {
            foreach (ulong? address in new ulong?[] { null, (0x8000_0000_0000 - (1UL << 40)) + ((ulong)i * size) + 0x123 })
            {
                Answer answer = Ask.Explain(context with { Address = address, SharedWalk = true }, old[i], @new[i]);
                Step store = answer.Sequence.Single(step => step.Kind == StepKind.Store);
                Assert.Equal(count, store.Count);
                Assert.Equal(new StoredValues(@new[0], size, count, store.Values!.List), store.Values);
                Assert.Equal(new StoredValues(old[0], size, count, store.Expected!.List), store.Expected);
                Assert.Empty(store.Values.List);
                Assert.Equal(@new[0], Value(answer, "X1"));
                Assert.Equal(old[0], Value(answer, "X2"));
            }
        }
    }

    [Theory]
    [InlineData(Page, Page & ~Write, "0x600007ff")]
    [InlineData(Page, Page + 0x1_0000, "0x600007ff")]
    [InlineData(Ask.S2Page, Page, "0x600007ff")]
    [InlineData(Page, Ask.S2Page, "0x600007ff")]
    public void The_stores_of_a_run_rise_by_one_page(ulong old, ulong @new, string first)
    {
        Answer answer = Ask.Explain(Ask.Stage2(bbm: 2) with { Address = 0x8000_3000 }, old + 0x3000, @new + 0x3000);

        Step make = answer.Sequence.Last(step => step.Kind == StepKind.Store);
        Assert.Equal((@new, (ulong?)0x1000, 16), (make.Values!.First, make.Values.Step, make.Values.Count));
        Assert.Equal(@new, Value(answer, "X1"));
        Assert.Contains("first of the 16 entries of the run, that of 0x80000000", answer.Registers[0].Meaning, StringComparison.Ordinal);
        Assert.Contains(first, Hex64.ToText(old & ~Ask.Contiguous), StringComparison.Ordinal);
    }

    [Fact]
    public void A_break_writes_the_same_value_to_all() => Assert.Equal(
        new StoredValues(0, 0, 16, []),
        Ask.Explain(Ask.Stage2(), Page, Page + 0x1_0000).Sequence.First(step => step.Kind == StepKind.Store).Values! with { List = [] });

    /// <summary>The new page of one member tells nothing of the others: a copy of one page leaves them where they are.</summary>
    [Theory]
    [InlineData(Page, Ask.S2Page + 0x1234_0000)]
    [InlineData(Ask.S2Block | Ask.Contiguous, Ask.Table)]
    public void Values_that_one_member_does_not_tell_are_absent(ulong old, ulong @new)
    {
        Answer answer = Ask.Explain(Ask.Stage2(level: (old & 2) == 0 ? 2 : 3, bbm: 2), old, @new);

        Step make = answer.Sequence.Last(step => step.Kind == StepKind.Store);
        Assert.Equal(16, make.Count);
        Assert.Null(make.Values);
        Assert.Null(Value(answer, "X1"));
    }

    [Fact]
    public void Each_register_that_the_assembly_names_is_listed_and_no_other()
    {
        foreach ((string id, Question question) in Corpus.Golden())
        {
            Answer answer = FlushAdvisor.Explain(question);
            string[] named = [.. Enumerable.Range(0, 6).Select(i => $"X{i}").Where(name => answer.Sequence.Any(step => step.Assembly.Contains(name, StringComparison.Ordinal)))];
            string[] prepared = answer.Decision.Verdict == Route.ViaNt ? ["X1", "X2"] : [];
            Assert.True(named.All(name => answer.Registers.Any(register => register.Name == name)), id);
            Assert.True(answer.Registers.All(register => named.Contains(register.Name) || prepared.Contains(register.Name)), id);
            Assert.Equal(answer.Registers.Select(register => register.Name).Order(StringComparer.Ordinal), answer.Registers.Select(register => register.Name));
            Assert.All(answer.Sequence, step => Assert.True(step.Values is null || step.Values.Count == step.Count, id));
        }
    }

    /// <summary>Members as one of them tells them: the answer is the same, but for what the caller need not be told.</summary>
    [Theory]
    [InlineData(Page, Page & ~Write)]
    [InlineData(Page & ~Write, Page)]
    [InlineData(Page, Page + 0x1_0000)]
    [InlineData(Page, Ask.S2Page)]
    [InlineData(Ask.S2Page, Page)]
    [InlineData(Page, Page & ~(3UL << 8))]
    public void A_run_as_one_member_tells_it_is_answered_alike(ulong old, ulong @new)
    {
        for (int bbm = 0; bbm <= 3; bbm++)
        {
            TranslationContext context = Ask.Stage2(bbm: bbm) with { Address = 0x8000_5000 };
            Answer one = Ask.Explain(context, old + 0x5000, @new + 0x5000), all = Explain(context, Run(old, 16), Run(@new, 16), 5);

            Assert.Equal(one.Decision, all.Decision);
            Assert.Equal(one.Summary, all.Summary);
            Assert.Equal(one.Sequence.Select(Shown), all.Sequence.Select(Shown));
            Assert.Equal(one.Registers, all.Registers);
            Assert.Equal(one.Conditions, all.Conditions);
            Assert.Equal(one.Hazards, all.Hazards);
            Assert.Equal(one.Alternatives.Select(other => other.Text), all.Alternatives.Select(other => other.Text));
            Assert.Empty(all.Warnings);
        }
    }

    [Fact]
    public void Requirements_of_the_members_are_joined()
    {
        var random = new Random(16);
        ulong[] flips = [0, 0, Write, 1, Ask.AF, Ask.Contiguous, 1UL << 40, 1UL << 2, 1UL << 55, Ask.Bit11, 1UL << 54];
        for (int round = 0; round < 3_000; round++)
        {
            bool stage1 = random.Next(2) == 0;
            TranslationContext context = (stage1 ? Ask.Stage1(bbm: random.Next(4)) : Ask.Stage2(bbm: random.Next(4))) with
            {
                Ha = random.Next(2) == 0,
                Features = random.Next(2) == 0 ? Features.FEAT_TLBIRANGE : Features.FEAT_TTL,
                Reading = random.Next(2) == 0 ? Reading.Permissive : Reading.Strict,
            };
            ulong[] old = [.. Run(stage1 ? NonGlobal : Page, 16).Select(raw => random.Next(4) == 0 ? raw ^ flips[random.Next(flips.Length)] : raw)];
            ulong[] @new = [.. old.Select(raw => raw ^ flips[random.Next(flips.Length)])];
            int asked = random.Next(16);
            var question = new Question { Old = old[asked], New = @new[asked], Context = context, Run = new(old, @new) };
            Decision[] members = [.. old.Zip(@new, (before, after) => Ask.Decide(context, before, after))];

            Decision whole = FlushAdvisor.Decide(question);

            Requirement joined = members.Aggregate(Requirement.Nothing, (all, one) => all.Join(one.Requirement));
            Assert.Equal(joined with { Reach = joined.Reach == Reach.LastLevelEntry ? Reach.Run : joined.Reach }, whole.Requirement);
            Assert.Equal(members.Aggregate(0UL, (all, one) => all | one.RuleMask), whole.RuleMask);
            if (round % 10 != 0)
            {
                continue;
            }

            Answer answer = FlushAdvisor.Explain(question);
            Assert.Equal(whole, answer.Decision);
            string[] codes = [.. answer.Conditions.Select(condition => condition.Code)];
            Assert.Equal(codes.Distinct(), codes);
            Assert.Equal(answer.Hazards.Select(hazard => hazard.Code).Distinct(), answer.Hazards.Select(hazard => hazard.Code));
        }
    }

    [Fact]
    public void One_member_that_moves_breaks_the_run_and_the_others_keep_their_values()
    {
        ulong[] old = Run(Page, 16), @new = [.. Run(Ask.S2Page, 16)];
        @new[3] = Ask.S2Page + 0x1234_0000;

        Answer answer = Explain(Ask.Stage2(bbm: 2) with { Address = 0x8000_0000 }, old, @new, 0);

        Assert.Equal(Route.BreakBeforeMake, answer.Decision.Verdict);
        Step make = answer.Sequence.Last(step => step.Kind == StepKind.Store);
        Assert.Equal(@new, make.Values!.List);
        Assert.Equal(16, make.Count);
        Assert.Contains("each store has its own", answer.Registers.Single(register => register.Name == "X1").Meaning, StringComparison.Ordinal);
        Assert.Contains(answer.Reasons, reason => reason.Clause.StartsWith("row 10", StringComparison.Ordinal));
    }

    /// <summary>Compare-and-swap is due if one member needs it, whichever member is asked about.</summary>
    [Fact]
    public void Stores_maintenance_and_hazards_are_those_of_all_members()
    {
        ulong[] old = [.. Run(Page, 15), 0], @new = [.. Run(Page & ~Write, 15), 0];
        Answer answer = Explain(Ask.Stage2(bbm: 2) with { Ha = true }, old, @new, 15);

        Assert.Equal(StoreOperation.CompareAndSwap, answer.Update.Operation);
        Assert.Contains(answer.Hazards, hazard => hazard.Code == "lostHardwareUpdate");
        Assert.Equal(old, answer.Sequence[0].Expected!.List);
    }

    /// <summary>Sixteen Tables become sixteen Blocks: nothing narrower than the context covers their spans.</summary>
    [Fact]
    public void A_fold_of_Tables_takes_the_whole_context()
    {
        ulong[] old = Run(Ask.Table, 16), @new = Run(Ask.S2Block | Ask.Contiguous, 16, 0x20_0000);
        TranslationContext context = Ask.Stage2(level: 2, bbm: 2) with { Features = Features.FEAT_TLBIRANGE | Features.FEAT_TTL };

        Answer answer = Explain(context, old, @new, 0);

        Assert.Equal("VMALLS12E1IS", answer.Decision.Ops());
        Assert.Equal(Route.WriteThenInvalidate, answer.Decision.Verdict);
        Assert.Equal(Route.ViaNt, Explain(context with { Bbm = 1 }, old, @new, 0).Decision.Verdict);
    }

    [Fact]
    public void The_way_through_nT_leads_in_one_direction_only()
    {
        ulong[] blocks = Run(Ask.S2Block | Ask.Contiguous, 16, 0x20_0000), tables = Run(Ask.Table, 16);
        Answer split = Explain(Ask.Stage2(level: 2, bbm: 1), blocks, tables, 0);
        Assert.Equal(Route.ViaNt, split.Decision.Verdict);
        Assert.Equal((blocks[0] | Ask.NT, (ulong?)0x20_0000), (split.Sequence[0].Values!.First, split.Sequence[0].Values!.Step));

        tables[7] = blocks[7] & ~Ask.Contiguous;
        Assert.Equal(Route.BreakBeforeMake, Explain(Ask.Stage2(level: 2, bbm: 1), blocks, tables, 0).Decision.Verdict);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(Ask.AF, true)]
    [InlineData(1UL << 55, true)]
    [InlineData(1, true)]
    [InlineData(Write, false)]
    [InlineData(Ask.Contiguous, false)]
    [InlineData(1UL << 20, false)]
    [InlineData(1UL << 4, false)]
    public void Members_that_do_not_agree_are_a_warning(ulong flip, bool agrees)
    {
        ulong[] old = Run(Page, 16), @new = Run(Page & ~Write, 16);
        @new[9] ^= flip;

        Answer answer = Explain(Ask.Stage2(), old, @new, 0);

        Assert.Equal(!agrees, answer.Warnings.Any(warning => warning.Code == "runDisagrees" && warning.Text.StartsWith("run.new[9]", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_run_that_is_none_is_an_error()
    {
        ulong[] run = Run(Page, 16), plain = Run(Ask.S2Page, 16);
        TranslationContext context = Ask.Stage2();
        Assert.Contains("16 of each", Error(context, run[0], run[0], run[..15], run, "run"), StringComparison.Ordinal);
        Assert.Contains("none is a Block or Page", Error(context, plain[0], plain[0], plain, plain, "run"), StringComparison.Ordinal);
        Assert.Contains("has no effect", Error(context with { Level = 0 }, 0, 0, run, run, "run"), StringComparison.Ordinal);
        Assert.Contains("no member that goes", Error(context, 0, run[1], run, run, "run"), StringComparison.Ordinal);
        Assert.Contains("run.old[2], the member at address, is 0x100000600027ff", Error(context with { Address = 0x8000_2000 }, run[1], run[2], run, run, "old"), StringComparison.Ordinal);
        Assert.Contains("run.new[2]", Error(context with { Address = 0x8000_2000 }, run[2], run[1], run, run, "new"), StringComparison.Ordinal);
        Assert.Contains("128 of each", Error(context with { Granule = Granule.Size16K }, run[0], run[0], run, run, "run"), StringComparison.Ordinal);
    }

    private static string Error(TranslationContext context, ulong old, ulong @new, ulong[] runOld, ulong[] runNew, string member) =>
        new Question { Old = old, New = @new, Context = context, Run = new(runOld, runNew) }.Validate().Single(error => error.Member == member).Message;

    private static Answer Explain(TranslationContext context, ulong[] old, ulong[] @new, int asked)
    {
        var question = new Question { Old = old[asked], New = @new[asked], Context = context, Run = new(old, @new) };
        Assert.Empty(question.Validate());
        return FlushAdvisor.Explain(question);
    }

    private static string Shown(Step step) => $"{step with { Values = null, Expected = null }} {step.Values?.First} {step.Values?.Step} {step.Values?.Count}";

    private static ulong? Value(Answer answer, string register) => answer.Registers.Single(one => one.Name == register).Value;
}
