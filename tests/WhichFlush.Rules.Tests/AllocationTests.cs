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
        long least = long.MaxValue;

        // The runtime itself allocates now and then while it compiles; what the engine allocates would come in every round.
        for (int round = 0; round < 6 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (ref readonly Question question in questions.AsSpan())
            {
                rules |= FlushAdvisor.Decide(question).RuleMask;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.NotEqual(0UL, rules);
    }
}
