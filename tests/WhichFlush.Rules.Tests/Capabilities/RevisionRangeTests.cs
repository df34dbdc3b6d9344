using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Rules.Tests.Capabilities;

public sealed class RevisionRangeTests
{
    public static TheoryData<string, string> Words => new()
    {
        { $"{RevisionRange.All}", "all" },
        { $"{RevisionRange.UpTo(0, 2)}", "up to r0p2" },
        { $"{RevisionRange.From(0, 3)}", "from r0p3" },
        { $"{new RevisionRange(new(0, 0), new(3, 0))}", "r0p0 to r3p0" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void Reads_as_words(string actual, string expected) => Assert.Equal(expected, actual);

    [Fact]
    public void Is_all_only_if_both_ends_are_open()
    {
        Assert.True(RevisionRange.All.IsAll);
        Assert.False(RevisionRange.UpTo(15, 15).IsAll);
        Assert.False(RevisionRange.From(0, 0).IsAll);
    }

    [Fact]
    public void Overlaps_if_some_revision_belongs_to_both()
    {
        Revision?[] ends = [null, new(0, 0), new(0, 2), new(0, 15), new(1, 0), new(3, 1), new(15, 15)];
        RevisionRange[] ranges = [.. ends.SelectMany(first => ends.Select(last => new RevisionRange(first, last))).Where(range => range.First is null || range.Last is null || range.First.Value.Order <= range.Last.Value.Order)];
        foreach (RevisionRange one in ranges)
        {
            foreach (RevisionRange other in ranges)
            {
                Assert.Equal(OrdersOf(one).Intersect(OrdersOf(other)).Any(), one.Overlaps(other));
            }
        }
    }

    [Theory]
    [InlineData("r0p0", 0)]
    [InlineData("R1P2", 0x12)]
    [InlineData("r15p15", 255)]
    [InlineData("r16p0", null)]
    [InlineData("r0p16", null)]
    [InlineData("r0", null)]
    [InlineData("rp", null)]
    [InlineData("p1r0", null)]
    [InlineData("r-1p0", null)]
    [InlineData("", null)]
    public void A_revision_is_parsed(string text, int? order) =>
        Assert.Equal(order, Revision.TryParse(text, out Revision revision) ? revision.Order : null);

    private static IEnumerable<int> OrdersOf(RevisionRange range)
    {
        int first = range.First?.Order ?? 0, last = range.Last?.Order ?? 255;
        return Enumerable.Range(first, last - first + 1);
    }
}
