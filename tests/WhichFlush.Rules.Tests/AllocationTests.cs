using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>The brief path allocates nothing, whatever is asked.</summary>
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
        foreach (ref readonly Question question in questions.AsSpan())
        {
            rules |= FlushAdvisor.Decide(question).RuleMask;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly Question question in questions.AsSpan())
        {
            rules |= FlushAdvisor.Decide(question).RuleMask;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0UL, rules);
    }
}
