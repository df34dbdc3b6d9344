using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Explanation;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The engine's sequence for a whole Contiguous run, as the model judges it for each member.</summary>
public sealed class RunSequenceTests
{
    private const ulong Base = 0x8000_0000;
    private const ulong Page = 0x0060_0000_6000_0f03 | 1UL << 52;
    private const ulong Contiguous = 1UL << 52;

    /// <summary>Bits that one member of the new run has otherwise.</summary>
    [Theory]
    [InlineData(0UL, 1UL << 7, 0UL)]
    [InlineData(0UL, Contiguous, 0UL)]
    [InlineData(0UL, Contiguous, 1UL << 30)]
    [InlineData(0UL, Contiguous, 1UL)]
    [InlineData(0UL, 0UL, 1UL)]
    [InlineData(1UL << 7, 0UL, 1UL << 7)]
    [InlineData(Contiguous, Contiguous, 0UL)]
    [InlineData(0UL, 1UL << 54 | 1UL << 7, 1UL << 6)]
    public void The_sequence_of_a_run_is_safe_for_each_member(ulong oldFlip, ulong newFlip, ulong ofOne)
    {
        ulong[] old = [.. Enumerable.Range(0, 16).Select(i => (Page + ((ulong)i << 12)) ^ oldFlip)];
        ulong[] @new = [.. old.Select((raw, i) => raw ^ newFlip ^ (i == 3 ? ofOne : 0))];
        for (int bbm = 0; bbm <= 3; bbm++)
        {
            var context = new TranslationContext
            {
                Stage = Stage.One, Level = 3, Bbm = bbm, Address = Base, Asid = 7, Features = bbm % 2 == 0 ? Features.FEAT_TLBIRANGE : Features.FEAT_TTL,
            };
            var question = new Question { Old = old[0], New = @new[0], Context = context, Run = new ContiguousRun(old, @new) };
            Assert.Empty(question.Validate());
            Answer answer = FlushAdvisor.Explain(question);
            string[] steps = EngineSequence.Of(answer);
            foreach (int i in new[] { 0, 3, 15 })
            {
                var member = new Question { Old = old[i], New = @new[i], Context = context with { Address = Base + ((ulong)i << 12) } };
                var result = ModelCheck.Run(EngineSequence.Ask(member, steps), CancellationToken.None);
                Assert.True(result.Safe && result.Bounded is null, $"bbm {bbm}, member {i}: {string.Join("; ", steps)}\n{string.Join('\n', result.Violations.Select(violation => violation.Text))}");
            }
        }
    }
}
