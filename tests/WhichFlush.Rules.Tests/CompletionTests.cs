using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;
using static WhichFlush.Rules.Tests.Ask;

namespace WhichFlush.Rules.Tests;

/// <summary>What makes a sequence complete: the ISB, the clean of the entry, and the Exception level where the operations execute.</summary>
public sealed class CompletionTests
{
    private const ulong NoExecute1 = S1Page | 1UL << 53 | 1UL << 54, NoExecute2 = S2Page | 1UL << 54;

    /// <summary>RBLDZX: with FEAT_ETS2 the DSB suffices where nothing is executable.</summary>
    [Fact]
    public void An_ISB_ends_the_sequence_except_with_ETS2_where_nothing_is_executable()
    {
        foreach (TranslationContext context in new[] { Stage1(), Stage2(), Stage1(2), Stage2(2) })
        {
            bool leaf = context.Level == 3;
            ulong executable = leaf ? context.Stage == Stage.One ? NoExecute1 & ~(1UL << 54) : S2Page : Table;
            ulong data = context.Stage == Stage.One ? NoExecute1 : NoExecute2;
            TranslationContext ets2 = context with { Features = Features.FEAT_ETS2 };
            foreach ((ulong old, ulong @new) in new[] { (executable, 0UL), (0UL, executable), (executable, executable + 0x1000) })
            {
                Assert.True(HasIsb(Explain(context, old, @new)));
                Assert.True(HasIsb(Explain(ets2, old, @new)));
            }

            ulong[] children = [.. Pages(data).Select((page, i) => i == 7 ? 0 : page)];
            Answer unmapped = leaf ? Explain(ets2, data, 0) : Explain(ets2, Table, 0, children);
            Assert.False(HasIsb(unmapped));
            Assert.True(HasIsb(leaf ? Explain(ets2, data, executable) : Explain(ets2, Table, 0, [.. children[..^1], data & ~(1UL << 54)])));
            Assert.True(leaf || HasIsb(Explain(ets2, Table, 0, children[..^1])));
        }

        Assert.DoesNotContain("ISB", Explain(Stage2() with { Features = Features.FEAT_ETS2 }, 0, NoExecute2).Summary, StringComparison.Ordinal);
        Assert.Contains("ISB", Explain(Stage2(), 0, NoExecute2).Summary, StringComparison.Ordinal);
    }

    /// <summary>Walks that are not coherent: each store that hardware looks at is cleaned, and a DSB for all accesses follows.</summary>
    [Fact]
    public void Every_store_is_cleaned_where_walks_are_not_coherent()
    {
        int checkedAnswers = 0;
        foreach (Question question in Corpus.Questions())
        {
            Question incoherent = question with { Context = question.Context with { WalksCoherent = false } };
            Answer coherent = FlushAdvisor.Explain(question), answer = FlushAdvisor.Explain(incoherent);
            for (int i = 0; i < answer.Sequence.Count; i++)
            {
                bool clean = answer.Decision.Verdict != Requirements.Route.None && answer.Sequence[i].Kind == StepKind.Store;
                Assert.True(!clean || (answer.Sequence[i + 1].Notation == Step.CleanEntry && answer.Sequence[i + 2].Assembly is "DSB NSH" or "DSB ISH" or "DSB OSH"), $"{question}");
                checkedAnswers += clean ? 1 : 0;
            }

            Assert.Equal(coherent.Sequence.Select(step => step.Kind), answer.Sequence.Where(step => step.Notation != Step.CleanEntry).Select(step => step.Kind));
            Assert.Equal(coherent.Decision, answer.Decision);
        }

        Assert.True(checkedAnswers > 1000, $"{checkedAnswers}");
    }

    /// <summary>RULES.md 4.1, for each of the 166 operations by its name.</summary>
    [Fact]
    public void Each_operation_has_the_lowest_level_where_it_is_not_UNDEFINED()
    {
        foreach (TlbiOperation operation in TlbiCatalogue.Operations)
        {
            string name = operation.Name;
            ExceptionLevel expected = name.Contains("E3", StringComparison.Ordinal) || name.Contains("PA", StringComparison.Ordinal) && !name.Contains("IPA", StringComparison.Ordinal) ? ExceptionLevel.El3
                : name.Contains("E2", StringComparison.Ordinal) || name.Contains("S2", StringComparison.Ordinal) || name.Contains("S12", StringComparison.Ordinal) || name.StartsWith("ALLE", StringComparison.Ordinal) ? ExceptionLevel.El2
                : ExceptionLevel.El1;

            Assert.True(expected == operation.Family.LowestLevel(), name);
        }
    }

    [Fact]
    public void A_sequence_that_may_not_run_where_it_is_said_to_run_says_so()
    {
        Assert.Contains("UNDEFINED at EL1", TextOf(Stage2() with { RunsAt = ExceptionLevel.El1 }, S2Page), StringComparison.Ordinal);
        Assert.Contains("executes at EL2 or EL3: it is UNDEFINED below", TextOf(Stage2(), S2Page), StringComparison.Ordinal);
        Assert.Contains("UNDEFINED at EL2", TextOf(Stage1() with { Regime = Regime.El3, RunsAt = ExceptionLevel.El2 }, S1Page), StringComparison.Ordinal);
        Assert.Equal("", TextOf(Stage1() with { Regime = Regime.El3, RunsAt = ExceptionLevel.El3 }, S1Page));
        Assert.Equal("", TextOf(Stage1(), S1Page));
    }

    private static string TextOf(TranslationContext context, ulong old) =>
        Explain(context, old, 0).Conditions.Where(condition => condition.Code is "runsAtEl2" or "undefinedHere").Select(condition => condition.Text).SingleOrDefault("");

    private static bool HasIsb(Answer answer) => answer.Sequence.Any(step => step.Kind == StepKind.Isb);
}
