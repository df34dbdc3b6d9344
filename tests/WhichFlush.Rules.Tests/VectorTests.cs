using System.Globalization;
using System.Text.Json;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>The engine agrees with the expectations of the vectors, which come from code of other projects.</summary>
public sealed class VectorTests
{
    [Theory]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("aarch64-paging")]
    public void Match_their_expectations(string file)
    {
        var failures = new List<string>();
        foreach (var vector in Vectors.ReadExpecting(file))
        {
            var question = QuestionOf(vector.Request);
            Assert.Empty(question.Validate());
            var decision = FlushAdvisor.Decide(question);
            var got = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["mayProceed"] = decision.MayProceed ? "true" : "false",
                ["tlbiScope"] = decision.Requirement.Scope.ToString().ToLowerInvariant(),
            };
            failures.AddRange(vector.Expect.EnumerateObject()
                .Where(expected => !got[expected.Name].Equals(expected.Value.ToString(), StringComparison.OrdinalIgnoreCase))
                .Select(expected => $"{vector.Id} {vector.Request}: {expected.Name} expected {expected.Value}, got {got[expected.Name]} ({vector.Note})"));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} cases disagree:\n{string.Join('\n', failures.Take(20))}");
    }

    /// <summary>Every case has an explanation with the same decision, including cases without expectations.</summary>
    [Theory]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("aarch64-paging")]
    public void Are_explained_as_they_are_decided(string file)
    {
        foreach (var vector in Vectors.Read(file))
        {
            var question = QuestionOf(vector.Request);
            var answer = FlushAdvisor.Explain(question);

            Assert.Equal(FlushAdvisor.Decide(question), answer.Decision);
            Assert.Equal(answer.Decision.Tlbi.Length > 0, answer.Sequence.Any(step => step.Assembly.StartsWith("TLBI", StringComparison.Ordinal)));
            Assert.NotEmpty(answer.Summary);
            Assert.True(question.Old == question.New || answer.Changes.Count > 0, vector.Id);
            Assert.True(answer.Decision.Verdict == Route.None || answer.Reasons.Count > 0, vector.Id);
        }
    }

    internal static Question QuestionOf(JsonElement request)
    {
        var context = new TranslationContext();
        foreach (var member in request.EnumerateObject())
        {
            var value = member.Value;
            context = member.Name switch
            {
                "old" or "new" or "steps" => context,
                "level" => context with { Level = value.GetInt32() },
                "bbm" => context with { Bbm = value.GetInt32() },
                "stage" => context with { Stage = (Stage)value.GetInt32() },
                "regime" => context with { Regime = Enum.Parse<Regime>(value.GetString()!, ignoreCase: true) },
                "granule" => context with { Granule = Enum.Parse<Granule>("Size" + value.GetString(), ignoreCase: true) },
                "features" => context with { Features = value.EnumerateArray().Aggregate(Features.None, (all, one) => all | Enum.Parse<Features>(one.GetString()!)) },
                "address" => context with { Address = Hex(value) },
                "mair" => context with { Mair = Hex(value) },
                "asid" => context with { Asid = value.GetInt32() },
                "fwb" => context with { Fwb = value.GetBoolean() },
                "sharedWalk" => context with { SharedWalk = value.GetBoolean() },
                "sameContents" => context with { SameContents = value.GetBoolean() },
                _ => throw new InvalidOperationException($"a vector has the member {member.Name}, which this test does not read"),
            };
        }

        return new Question { Old = Hex(request.GetProperty("old")), New = Hex(request.GetProperty("new")), Context = context };
    }

    private static ulong Hex(JsonElement value) => ulong.Parse(value.GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
