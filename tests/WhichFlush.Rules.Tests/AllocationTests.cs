using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>A brief decision allocates nothing, with or without the counts of conditions and warnings.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("aarch64-paging")]
    public void A_brief_decision_allocates_nothing(string file)
    {
        Question[] questions = [.. Vectors.Read(file).Select(vector => VectorTests.QuestionOf(vector.Request))];
        questions = [.. questions, .. questions.Select(question => question with { Children = new ulong[] { 0x3, 0x403, 0x7ff } })];
        ulong rules = 0;
        int counted = 0;
        long min = long.MaxValue;

        // The runtime may allocate while it compiles. An allocation by the engine would occur in every round, so the minimum counts.
        for (int round = 0; round < 6 && min > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (ref readonly Question question in questions.AsSpan())
            {
                rules |= FlushAdvisor.Decide(question).RuleMask;
                counted += FlushAdvisor.DecideAndCount(question).ConditionCount;
            }

            min = Math.Min(min, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, min);
        Assert.NotEqual(0UL, rules);
        Assert.NotEqual(0, counted);
    }
}
