using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The searches agree with each other, and stop at their bounds.</summary>
public sealed class SearchTests
{
    private static readonly string[] Instructions =
    [
        "STR new", "STR invalid", "STR old", "TLBI VALE1", "TLBI VALE1IS", "TLBI IPAS2LE1IS", "TLBI IPAS2E1", "TLBI VMALLE1IS",
        "TLBI VMALLS12E1IS", "DSB ISH", "DSB ISHST", "DSB NSH", "DSB ISHLD",
    ];

    /// <summary>On random sequences the reduced search finds the same violations as the search that leaves out no move.</summary>
    [Fact]
    public void Agree_on_sequences_by_chance()
    {
        var random = new Random(20260101);
        TranslationContext[] contexts = [new() { Level = 3 }, new() { Level = 3, Bbm = 2 }, ModelQuestions.Stage1, ModelQuestions.Stage1 with { Sharing = WhichFlush.Rules.Architecture.Sharing.Single }];
        for (int i = 0; i < 400; i++)
        {
            TranslationContext context = contexts[i % contexts.Length];
            string[] steps = [.. Enumerable.Range(0, 2 + random.Next(5)).Select(_ => Instructions[random.Next(Instructions.Length)])];
            ModelQuestion question = context.Stage == WhichFlush.Rules.Architecture.Stage.Two
                ? ModelQuestions.Ask(0x40800007ff, (i & 8) == 0 ? 0x40800017ffUL : 0x408000077f, context, steps)
                : ModelQuestions.Ask(ModelQuestions.Page, (i & 8) == 0 ? ModelQuestions.OtherPage : ModelQuestions.Page & ~(1UL << 11), context, steps);
            var bounds = new Bounds(3_000_000, default);
            var all = PathSearch.All(new CompiledSequence(question, ModelSwitches.None), bounds);

            Assert.Null(bounds.Reached);
            string told = string.Join(", ", ModelCheck.Run(question).Violations.Select(one => one.Property).Where(one => one != Property.Refilled).Order());
            Assert.True(string.Join(", ", all.Violated.Order()) == told, $"{string.Join("; ", steps)}: {string.Join(", ", all.Violated.Order())} and {told}");
        }
    }

    [Fact]
    public void Say_which_bound_was_reached()
    {
        ModelQuestion question = NamedCases.Find("remap without TLBI").Question;
        using var over = new CancellationTokenSource();
        over.Cancel();
        ModelQuestion many = ModelQuestions.Ask(ModelQuestions.Page, ModelQuestions.OtherPage, ModelQuestions.Stage1, [.. Enumerable.Range(1, 64).Select(i => $"STR 0x{ModelQuestions.Page + ((ulong)i << 12):x}")]);

        Assert.Equal("more than 3 states", ModelCheck.Run(question, ModelSwitches.None, 3, default).Bounded);
        Assert.Contains("64 different things", ModelCheck.Run(many).Bounded, StringComparison.Ordinal);
        ModelResult timed = ModelCheck.Run(ModelQuestions.Ask(ModelQuestions.Page, ModelQuestions.OtherPage, ModelQuestions.Stage1, [.. Enumerable.Repeat("STR new", 64)]), over.Token);
        Assert.StartsWith("the time limit", timed.Bounded, StringComparison.Ordinal);
        Assert.False(timed.Safe);
        Assert.Null(ModelCheck.Run(question).Bounded);
    }

    [Fact]
    public void Judge_the_longest_sequences_within_the_bounds()
    {
        string[] steps = ["STR invalid", "DSB ISH", .. Enumerable.Repeat("TLBI VALE1IS", 59), "DSB ISH", "STR new", "DSB ISHST"];
        ModelResult result = ModelCheck.Run(ModelQuestions.Ask(ModelQuestions.Page, ModelQuestions.OtherPage, ModelQuestions.Stage1, steps));

        Assert.Null(result.Bounded);
        Assert.True(result.Safe);
    }
}
