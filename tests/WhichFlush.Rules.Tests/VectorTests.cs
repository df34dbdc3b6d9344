using System.Text.Json;
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
            Assert.NotEmpty(answer.Summary.ToString());
            Assert.True(question.Old == question.New || answer.Changes.Count > 0, vector.Id);
            Assert.True(answer.Decision.Verdict == Route.None || answer.Reasons.Count > 0, vector.Id);
        }
    }

    internal static Question QuestionOf(JsonElement request) => new()
    {
        Old = VectorRequest.DescriptorOf(request, "old"),
        New = VectorRequest.DescriptorOf(request, "new"),
        Context = VectorRequest.ContextOf(request),
    };
}
