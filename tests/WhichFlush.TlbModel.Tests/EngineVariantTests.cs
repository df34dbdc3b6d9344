using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The engine's answers are sound on machines with errata, hardware updates, walks that are not coherent, and other facts of a context.</summary>
public sealed class EngineVariantTests
{
    private delegate TranslationContext Variant(TranslationContext context);

    private static readonly (string Name, Variant Of)[] Variants =
    [
        ("CVE-2025-10263", static c => c with { Errata = Errata.CVE_2025_10263 }),
        ("1286807", static c => c with { Errata = Errata.E1286807 }),
        ("2441007", static c => c with { Errata = Errata.E2441007 }),
        ("813419", static c => c with { Errata = Errata.E813419 }),
        ("2645198", static c => c with { Errata = Errata.E2645198 }),
        ("3053180", static c => c with { Errata = Errata.E3053180 }),
        ("3683289", static c => c with { Errata = Errata.E3683289 }),
        ("sharedWalk", static c => c with { SharedWalk = true }),
        ("ha", static c => c with { Ha = true }),
        ("ha and hd", static c => c with { Ha = true, Hd = true }),
        ("walksCoherent=false", static c => c with { WalksCoherent = false }),
        ("walksCoherent=false, ha", static c => c with { WalksCoherent = false, Ha = true }),
        ("FEAT_ETS2", static c => c with { Features = c.Features | Features.FEAT_ETS2 }),
        ("asids of one", static c => c with { AsidList = [c.Asid ?? 1] }),
    ];

    [Fact]
    public void Answers_are_sound()
    {
        var failures = new List<string>();
        foreach ((string name, Question question) in Questions())
        {
            string[] steps = EngineSequence.Of(FlushAdvisor.Explain(question));
            ModelResult result = ModelCheck.Run(EngineSequence.Ask(question, steps));
            if (!result.Safe || result.Removable.Count > 0
                || result.Missing.Any(one => one.Demand is not (ManualDemand.TlbiOfOldSize or ManualDemand.TlbiAfterNt)))
            {
                failures.Add($"{name}: {string.Join("; ", steps)}: {(result.Safe ? "safe" : result.Violations.Count > 0 ? result.Violations[0].Text : result.Bounded)}"
                    + $" removable [{string.Join(';', result.Removable.Select(one => one.Step))}] missing [{string.Join(';', result.Missing.Select(one => one.Step))}]");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} answers:\n{string.Join('\n', failures.Take(60))}");
    }

    /// <summary>Without a clean of the entry no sequence is safe that changes a translation.</summary>
    [Fact]
    public void A_sequence_without_its_cleans_is_unsafe()
    {
        var failures = new List<string>();
        foreach ((string name, Question question) in Questions().Where(one => !one.Question.Context.WalksCoherent))
        {
            string[] steps = EngineSequence.Of(FlushAdvisor.Explain(question));
            string[] without = [.. steps.Where(step => step != "DC CVAC entry")];
            if (without.Length < steps.Length && ModelCheck.Run(EngineSequence.Ask(question, without)).Safe)
            {
                failures.Add($"{name}: {string.Join("; ", without)}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} sequences:\n{string.Join('\n', failures.Take(60))}");
    }

    /// <summary>Without the last broadcast TLBI and its DSB no sequence is safe that an erratum makes repeat.</summary>
    [Fact]
    public void A_sequence_without_its_repeats_is_unsafe_and_names_the_erratum()
    {
        var failures = new List<string>();
        int repeats = 0;
        foreach ((string name, Question question) in Questions().Where(one => one.Question.Context.Errata != Errata.None))
        {
            string[] steps = EngineSequence.Of(FlushAdvisor.Explain(question));
            for (int i = 2; i < steps.Length; i++)
            {
                if (steps[i].StartsWith("TLBI", StringComparison.Ordinal) && steps[i - 2].Split(' ')[1] == steps[i].Split(' ')[1]
                    && !steps[i].Contains("IPAS2", StringComparison.Ordinal) && steps[i - 1].StartsWith("DSB", StringComparison.Ordinal))
                {
                    repeats++;
                    ModelResult result = ModelCheck.Run(EngineSequence.Ask(question, [.. steps[..i], .. steps[(i + 2)..]]));
                    if (result.Safe ? result.Missing.Count == 0 : result.Violations.All(one => one.Errata != question.Context.Errata))
                    {
                        failures.Add($"{name}: {string.Join("; ", steps)} without step {i}");
                    }
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} sequences:\n{string.Join('\n', failures.Take(60))}");
        Assert.True(repeats > 100, $"{repeats}");
    }

    /// <summary>The direct write is unsafe wherever the engine asks for a break because of an erratum, and the erratum is named.</summary>
    [Fact]
    public void A_break_that_an_erratum_asks_for_is_needed()
    {
        var failures = new List<string>();
        int breaks = 0;
        foreach ((string name, Question question) in Questions().Where(one => one.Question.Context.Errata != Errata.None))
        {
            Question healthy = question with { Context = question.Context with { Errata = Errata.None } };
            if (FlushAdvisor.Decide(question).MayProceed || !FlushAdvisor.Decide(healthy).MayProceed)
            {
                continue;
            }

            breaks++;
            string[] steps = EngineSequence.Of(FlushAdvisor.Explain(healthy));
            ModelResult result = ModelCheck.Run(EngineSequence.Ask(question, steps));
            if (result.Safe || result.Violations.All(one => one.Errata != question.Context.Errata))
            {
                failures.Add($"{name}: {string.Join("; ", steps)}: {(result.Safe ? "safe" : result.Violations[0].Text)}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {breaks} questions:\n{string.Join('\n', failures.Take(60))}");
        Assert.True(breaks > 20, $"{breaks}");
    }

    private static IEnumerable<(string Name, Question Question)> Questions()
    {
        foreach (ChangeClass change in ChangeClasses.All())
        {
            foreach ((string name, Variant of) in Variants)
            {
                for (int bbm = 0; bbm <= 3; bbm++)
                {
                    TranslationContext context = of(change.Context with { Bbm = bbm, Sharing = bbm == 2 ? Sharing.Single : Sharing.Inner });
                    Question question = change.Question(context);
                    if (question.Validate().Count == 0)
                    {
                        yield return ($"{change.Name}, {name}, level {context.Bbm}, {context.Sharing}", question);
                    }
                }
            }
        }
    }
}
