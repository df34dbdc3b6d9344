using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>Questions with the same projection have the same answer but for values, addresses and operands.</summary>
public sealed class QuestionWithoutAddressesTests
{
    [Theory]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("aarch64-paging")]
    public void Vectors_have_the_same_answer_at_other_addresses(string file)
    {
        var random = new Random(55);
        foreach (Vector vector in Vectors.Read(file))
        {
            AssertSameElsewhere(VectorTests.QuestionOf(vector.Request), random);
        }
    }

    [Fact]
    public void Every_kind_of_change_has_the_same_answer_at_other_addresses()
    {
        var random = new Random(56);
        foreach ((_, Question question) in Corpus.Golden())
        {
            AssertSameElsewhere(At(question, (ulong)random.NextInt64(), random), random);
            AssertSameElsewhere(question, random);
        }
    }

    [Fact]
    public void Children_have_addresses_that_are_compared_so_there_is_no_projection() =>
        Assert.Null(QuestionWithoutAddresses.Of(Ask.Question(Ask.Stage2(level: 2), Ask.S2Block, Ask.Table, Ask.Pages(Ask.S2Page))));

    [Fact]
    public void Questions_that_differ_in_more_than_addresses_differ_in_the_projection()
    {
        Question question = Ask.Question(Ask.Stage1(bbm: 2) with { Address = 0x8000_0000_0000 }, Ask.S1Page, Ask.S1Page | 1UL << 7);
        Question[] others =
        [
            question with { New = question.New ^ 1UL << 40 },
            question with { Old = question.Old ^ Ask.AF },
            question with { Context = question.Context with { Bbm = 1 } },
            question with { Context = question.Context with { Address = null } },
            question with { Context = question.Context with { Address = 0xffff_8000_0000_0000 } },
        ];

        Assert.All(others, other => Assert.NotEqual(QuestionWithoutAddresses.Of(question), QuestionWithoutAddresses.Of(other)));
    }

    /// <summary>The text of a condition names the start of a Contiguous run: such an answer must not be shared.</summary>
    [Fact]
    public void The_explanation_for_a_whole_run_names_an_address()
    {
        Question question = Ask.Question(Ask.Stage2() with { Address = 0x8000_0000 }, Ask.S2Page | Ask.Contiguous, (Ask.S2Page | Ask.Contiguous) & ~(1UL << 7));
        Answer answer = FlushAdvisor.Explain(question);

        Assert.Contains(answer.Conditions, condition => condition.Text.Contains("0x80000000", StringComparison.Ordinal));
        Assert.Contains(answer.Registers, register => register.Meaning.Contains("0x80000000", StringComparison.Ordinal));
        Assert.All(answer.Sequence.Where(step => step.Values is not null), step => Assert.Equal(16, step.Values!.Count));
        Assert.False(QuestionWithoutAddresses.CoversExplanationOf(answer.Decision));
    }

    /// <summary>Members of a run have addresses of their own: there is no projection.</summary>
    [Fact]
    public void A_run_has_no_projection()
    {
        ulong[] members = RunTests.Run(Ask.S2Page | Ask.Contiguous, 16);
        Question question = Ask.Question(Ask.Stage2(), members[0], 0) with { Run = new(members, new ulong[16]) };

        Assert.Null(QuestionWithoutAddresses.Of(question));
    }

    private static void AssertSameElsewhere(Question question, Random random)
    {
        Question other = Elsewhere(question, random);
        string asked = $"{question}\n{other}";
        Assert.True(QuestionWithoutAddresses.Of(question) == QuestionWithoutAddresses.Of(other), asked);
        Assert.True(QuestionWithoutAddresses.Of(question).GetHashCode() == QuestionWithoutAddresses.Of(other).GetHashCode(), asked);
        Assert.True(FlushAdvisor.Decide(question) == FlushAdvisor.Decide(other), asked);
        string[] here = [.. TextsOf(FlushAdvisor.Explain(question))], there = [.. TextsOf(FlushAdvisor.Explain(other))];
        Assert.True(here.SequenceEqual(there), $"{asked}\n{string.Join('\n', here.Except(there))}\n{string.Join('\n', there.Except(here))}");
    }

    /// <summary>Everything that an answer says, but for values, addresses and operands.</summary>
    private static IEnumerable<string> TextsOf(Answer answer) =>
    [
        $"{answer.Decision} {answer.Summary.Marked} {answer.Update} {answer.Linux} {answer.Old.Kind} {answer.New.Kind}",
        .. answer.Changes.Select(change => DescriptorField.IsAddressName(change.Field)
            ? $"{change.Field} {change.Bits} {change.Effect} {string.Join(',', change.Rules)}"
            : $"{change with { Rules = [] }} {string.Join(',', change.Rules)}"),
        .. answer.Reasons.Select(reason => $"{reason with { Changes = [], Text = new(reason.Text.Marked, 0, 0) }} {string.Join(',', reason.Changes)}"),
        .. answer.Sequence.Select(step => $"{step with { Notation = "", Values = null, Expected = null }}"),
        .. answer.Registers.Select(register => $"{register.Name} {register.Content} {(QuestionWithoutAddresses.CoversExplanationOf(answer.Decision) ? register.Meaning : "")}"),
        .. answer.Conditions.Select(condition => QuestionWithoutAddresses.CoversExplanationOf(answer.Decision) ? $"{condition}" : condition.Code),
        .. answer.Hazards.Select(hazard => $"{hazard}"),
        .. answer.Disputes.Select(dispute => $"{dispute}"),
        .. answer.Alternatives.Select(other => $"{string.Join(',', other.Ops)} {other.Instructions} {string.Join(',', other.Features)} {other.Text}"),
        .. answer.Warnings.Select(warning => $"{warning}"),
        .. answer.Assumptions.Select(assumption => $"{assumption}"),
    ];

    /// <summary>The same change at other addresses: descriptors of one kind move together, and the entry moves within its VA range.</summary>
    private static Question Elsewhere(in Question question, Random random)
    {
        DescriptorKind oldKind = Decoder.KindOf(question.Context, question.Old), newKind = Decoder.KindOf(question.Context, question.New);
        ulong flip = (ulong)random.NextInt64(long.MinValue, long.MaxValue), otherFlip = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        Question moved = question with
        {
            Old = question.Old ^ (flip & AddressBits(question.Context, oldKind)),
            New = question.New ^ ((oldKind == newKind ? flip : otherFlip) & AddressBits(question.Context, newKind)),
        };
        return At(moved, question.Context.Address, random);
    }

    private static Question At(in Question question, ulong? address, Random random)
    {
        ulong other = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        return question with
        {
            Context = question.Context with
            {
                Address = address is ulong known ? (other & ~(1UL << 55)) | (known & (1UL << 55)) : null,
                Asid = random.Next(2) == 0 ? null : random.Next(65536),
                Vmid = random.Next(2) == 0 ? null : random.Next(65536),
            },
        };
    }

    private static ulong AddressBits(in TranslationContext context, DescriptorKind kind) =>
        kind == DescriptorKind.Invalid ? 0 : Geometry.AddressMask(context, kind);
}
