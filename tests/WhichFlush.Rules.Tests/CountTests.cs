using WhichFlush.Rules.Explanation;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>The counts of conditions and warnings are the lengths of the lists in the explanation.</summary>
public sealed class CountTests
{
    [Theory]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("aarch64-paging")]
    public void Vectors_have_the_counts_of_their_explanations(string file) =>
        Assert.All(Vectors.Read(file), vector => Assert.True(Agrees(VectorTests.QuestionOf(vector.Request)), vector.Id));

    [Fact]
    public void Every_kind_of_change_has_the_counts_of_its_explanation()
    {
        var conditions = new HashSet<int>();
        var warnings = new HashSet<int>();
        foreach ((string name, Question question) in Corpus.Golden())
        {
            Assert.True(Agrees(question), name);
            CountedDecision counted = FlushAdvisor.DecideAndCount(question);
            conditions.Add(counted.ConditionCount);
            warnings.Add(counted.WarningCount);
        }

        Assert.Subset(conditions, new HashSet<int> { 0, 1, 2, 3, 4 });
        Assert.Subset(warnings, new HashSet<int> { 0, 1, 2 });
    }

    /// <summary>Whether decision and counts are those of the explanation.</summary>
    internal static bool Agrees(in Question question)
    {
        Answer answer = FlushAdvisor.Explain(question);
        return FlushAdvisor.DecideAndCount(question) == new CountedDecision(answer.Decision, answer.Conditions.Count, answer.Warnings.Count);
    }
}
