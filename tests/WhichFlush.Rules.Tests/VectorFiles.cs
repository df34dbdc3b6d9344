using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>The vectors themselves: that they are there, and that no two cases share a name.</summary>
public sealed class VectorFiles
{
    [Theory]
    [InlineData("aarch64-paging")]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("sequences")]
    public void Hold_cases_that_expect_something(string name) => Assert.NotEmpty(Vectors.ReadExpecting(name));

    [Fact]
    public void Name_every_case_differently()
    {
        var ids = Directory.EnumerateFiles(Repository.PathOf("tests", "vectors"), "*.ndjson")
            .SelectMany(file => Vectors.Read(Path.GetFileNameWithoutExtension(file)))
            .Select(vector => vector.Id)
            .ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }
}
