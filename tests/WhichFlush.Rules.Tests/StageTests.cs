using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>Questions whose stage nobody gave: an error where stage 2 makes no sense, a warning where stage 1 would need more.</summary>
public sealed class StageTests
{
    private static readonly TranslationContext Assumed = Stage2(bbm: 2) with { StageAssumed = true };

    [Theory]
    [InlineData(3, 0x0050_0000_8100_0783, 0x0070_0000_8100_0783, "53", "PXN")] // an execute right is taken away
    [InlineData(3, 0x0060_0000_9000_1f53, 0x0, "53,11", "PXN")] // a user page is unmapped
    [InlineData(3, 0x0040_0000_8000_07c3, 0x0040_0000_8000_0fc3, "11", "nG")]
    [InlineData(3, 0x0044_0000_8000_07c3, 0x0040_0000_8000_07c3, "50", "GP")]
    [InlineData(2, 0x0000_0000_8000_3003, 0x2000_0000_8000_3003, "61", "APTable")]
    [InlineData(2, 0x0800_0000_8000_3003, 0x0, "59", "PXNTable")]
    public void A_change_that_only_stage_1_defines_is_an_error(int level, ulong old, ulong @new, string bits, string field)
    {
        TranslationContext context = Assumed with { Level = level };
        MemberError error = Assert.Single(new Question { Old = old, New = @new, Context = context }.Validate());

        Assert.Equal("stage", error.Member);
        Assert.Contains($"Bits {bits} ", error.Message, StringComparison.Ordinal);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Accepted: 1 or 2.", error.Message, StringComparison.Ordinal);
        Assert.Empty(new Question { Old = old, New = @new, Context = context with { StageAssumed = false } }.Validate());
        Assert.Empty(new Question { Old = old, New = @new, Context = context with { Stage = Stage.One, StageAssumed = false } }.Validate());
    }

    [Theory]
    [InlineData(3, 0x0, 0x0060_0000_9000_1f53)] // row 3: nothing was mapped
    [InlineData(3, 0x0060_0000_9000_1b53, 0x0)] // row 3: AF is 0 in the old value
    [InlineData(3, 0x0040_0000_8000_07c3, 0x0040_0000_9000_07c3)]
    [InlineData(2, 0x0040_0000_8000_07c1, 0x0800_0000_8000_3003)] // values of two kinds
    [InlineData(3, 0x0180_0000_8000_07c3, 0x0)] // software bits
    public void A_change_that_makes_sense_at_stage_2_is_answered(int level, ulong old, ulong @new) =>
        Assert.Empty(new Question { Old = old, New = @new, Context = Assumed with { Level = level } }.Validate());

    [Fact]
    public void A_change_that_stage_1_would_need_more_for_is_warned_of()
    {
        // At stage 2 bits 7:6 gain write; at stage 1 they make a writable page read-only.
        Warning warning = Assert.Single(Explain(Assumed, 0x0040_0000_8000_0743, 0x0040_0000_8000_07c3).Warnings);
        Assert.Equal("stageNotGiven", warning.Code);
        Assert.Contains("writeThenInvalidate, with VAALE1IS", warning.Text, StringComparison.Ordinal);
        Assert.Empty(Explain(Assumed with { StageAssumed = false }, 0x0040_0000_8000_0743, 0x0040_0000_8000_07c3).Warnings);
        Assert.Empty(Explain(Assumed, 0x0040_0000_8000_07c3, 0x0040_0000_9000_07c3).Warnings);
    }

    /// <summary>For every pair of encodings: no error and no warning only if stage 1 needs no more than stage 2.</summary>
    [Fact]
    public void An_answer_without_error_and_warning_needs_no_less_than_stage_1()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            ulong old = 0x8000_0403 | ((ulong)random.NextInt64() & 0x787f_0000_0000_0bfc), @new = old ^ (1UL << random.Next(64)) ^ (1UL << random.Next(64));
            TranslationContext context = Assumed with { Level = random.Next(1, 4), Bbm = random.Next(4) };
            var question = new Question { Old = old, New = @new, Context = context };
            if (question.Validate().Count != 0)
            {
                continue;
            }

            Requirement two = FlushAdvisor.Decide(question).Requirement, one = Decide(context.AtStageOne(), old, @new).Requirement;
            bool warned = FlushAdvisor.Explain(question).Warnings.Any(warning => warning.Code == "stageNotGiven");
            Assert.Equal(one.Route > two.Route || one.Scope > two.Scope || one.Reach > two.Reach, warned);
        }
    }

    [Fact]
    public void Several_ASIDs_and_the_upper_VA_range_ask_for_all_of_them()
    {
        const ulong NonGlobal = S1Page | Bit11;
        TranslationContext user = Stage1() with { Asid = 7, Address = 0x1000_0000 };
        Assert.Equal("VALE1IS", Decide(user, NonGlobal, 0).Ops());
        Assert.Equal("VALE1IS", Decide(user with { AsidList = [7] }, NonGlobal, 0).Ops());
        Assert.Equal("VAALE1IS", Decide(user with { AsidList = [7, 8] }, NonGlobal, 0).Ops());
        Assert.Equal("VAALE1IS", Decide(user with { AsidList = [8] }, NonGlobal, 0).Ops());
        Assert.Equal("VAALE1IS", Decide(user with { Address = 0xffff_8000_1000_0000 }, NonGlobal, 0).Ops());
        Assert.Equal("VAALE1IS", Decide(user with { Regime = Regime.El20, Address = 0xffff_8000_1000_0000 }, NonGlobal, 0).Ops());
        Assert.Equal("VALE2IS", Decide(user with { Regime = Regime.El20, Tge = false }, S1Page, 0).Ops());
        Assert.Equal("ALLE2IS", Decide(user with { Regime = Regime.El20, Tge = false, AsidList = [7, 8] }, NonGlobal, 0).Ops());
        Assert.Contains(Explain(user, NonGlobal, 0).Conditions, condition => condition.Code == "oneAsid");
        Assert.DoesNotContain(Explain(user with { AsidList = [7] }, NonGlobal, 0).Conditions, condition => condition.Code == "oneAsid");
        Assert.Contains(Explain(user with { AsidList = [7, 8] }, NonGlobal, 0).Alternatives, other => other is { Ops: ["VALE1IS"], Instructions: 2 });
    }

    [Theory]
    [InlineData(false, "VAE1IS")]
    [InlineData(true, "RVAE1IS")]
    public void A_freed_user_table_may_go_under_its_ASID(bool ranges, string op)
    {
        TranslationContext context = Stage1(2) with { Asid = 7, Address = 0x4000_0000, Features = ranges ? Features.FEAT_TLBIRANGE : Features.None };
        Assert.Contains(Explain(context, Table, 0).Alternatives, other => other.Ops.SequenceEqual([op]));
        Assert.Contains(Explain(context with { AsidList = [7] }, Table, 0).Alternatives, other => other.Ops.SequenceEqual([op]));
        Assert.DoesNotContain(Explain(context with { Address = 0xffff_8000_4000_0000 }, Table, 0).Alternatives, other => other.Ops.SequenceEqual([op]));
    }
}
