using WhichFlush.Tests;

namespace WhichFlush.Api.Tests;

/// <summary>
/// Whole reports, as they are read: <c>tests/vectors/reports</c>. A file is the request, an empty line and the report.
/// With <c>WRITE_REPORTS=1</c> in the environment the files are written anew from their first lines, to be read and committed
/// (<c>tests/vectors/reports/regenerate</c>).
/// </summary>
public sealed class ReportTests(Service service) : IClassFixture<Service>
{
    private static readonly string Folder = Repository.PathOf("tests", "vectors", "reports");

    public static TheoryData<string> Reports => [.. Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task The_report_is_the_one_that_was_read(string file)
    {
        string path = Path.Combine(Folder, file);
        string golden = await File.ReadAllTextAsync(path);
        string request = golden[..golden.IndexOf('\n', StringComparison.Ordinal)];
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/plain");

        string report = await client.GetStringAsync(request["GET ".Length..]);

        Assert.All(report.Split('\n'), line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), $"Longer than 80, or ends with a blank: '{line}'"));
        string written = $"{request}\n\n{report}";
        if (Environment.GetEnvironmentVariable("WRITE_REPORTS") == "1")
        {
            await File.WriteAllTextAsync(path, written);
            return;
        }

        Assert.True(golden == written, $"{file} differs; if it is meant to, run tests/vectors/reports/regenerate. Now it is:\n{written}");
    }
}
