using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>The vector files hold cases with expectations, under unique names.</summary>
public sealed class VectorFiles
{
    [Theory]
    [InlineData("aarch64-paging")]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("sequences")]
    public void Hold_cases_with_expectations(string name) => Assert.NotEmpty(Vectors.ReadExpecting(name));

    [Fact]
    public void Give_every_case_a_unique_name()
    {
        var ids = Directory.EnumerateFiles(Repository.PathOf("tests", "vectors"), "*.ndjson")
            .SelectMany(file => Vectors.Read(Path.GetFileNameWithoutExtension(file)))
            .Select(vector => vector.Id)
            .ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }
}
