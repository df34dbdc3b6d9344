using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tests.Architecture;

public sealed class NearestNamesTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "ac", 1)]
    [InlineData("abc", "abxc", 1)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("ca", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("abc", "ABC", 3)]
    public void The_distance_counts_edits_and_swaps(string one, string other, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(one, other));
        Assert.Equal(distance, EditDistance.Between(other, one));
    }

    [Fact]
    public void Orders_by_distance_and_then_by_name() =>
        Assert.Equal(["bat", "cat", "bath", "zebra"], NearestNames.Of("at", Named("zebra", "cat", "bath", "bat"), 5));

    [Fact]
    public void Returns_at_most_the_maximum() => Assert.Equal(["bat"], NearestNames.Of("at", Named("zebra", "cat", "bath", "bat"), 1));

    [Fact]
    public void Takes_the_nearest_spelling_of_a_name_and_names_it_once() =>
        Assert.Equal(["Cat", "Dog"], NearestNames.Of("dogg", [("dooog", "Dog"), ("dogg", "Cat"), ("feline", "Cat"), ("xyz", "Dog")], 5));

    [Fact]
    public void Compares_a_bounded_part_of_the_text() =>
        Assert.Equal(NearestNames.Of(new string('a', 40), Named("a", "ab", "b"), 3), NearestNames.Of(new string('a', 1_000_000), Named("a", "ab", "b"), 3));

    private static IEnumerable<(string Spelling, string Name)> Named(params string[] names) => names.Select(name => (name, name));
}
