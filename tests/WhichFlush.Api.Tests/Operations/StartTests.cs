using System.Diagnostics;
using System.Text;

namespace WhichFlush.Api.Tests.Operations;

public sealed class StartTests
{
    private const string Listening = "Now listening on: ";

    /// <summary>Assemblies that would delay the first answer.</summary>
    private static readonly string[] NotNeeded = ["System.Linq.Expressions", "Swashbuckle.AspNetCore.SwaggerUI", "OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Instrumentation.AspNetCore"];

    [Fact]
    public async Task The_first_answer_loads_nothing_that_it_does_not_need()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Asks /proc what a process has loaded.");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WhichFlush.Api.dll"), "--urls=http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOf(process) };
            using var question = new StringContent("""{"old": "0x600007ff", "new": "0x6000077f", "level": 3, "bbm": 2}""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/v1/flush", question);
            answer.EnsureSuccessStatusCode();

            var loaded = AssembliesOf(process);
            Assert.Contains("WhichFlush.Rules", loaded);
            Assert.Empty(loaded.Intersect(NotNeeded));

            using var document = await client.GetAsync("/openapi/v1.json");
            document.EnsureSuccessStatusCode();
            using var page = await client.GetAsync("/swagger/index.html");
            page.EnsureSuccessStatusCode();
            Assert.Contains("Swashbuckle.AspNetCore.SwaggerUI", AssembliesOf(process));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<Uri> AddressOf(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                return new Uri(line[(at + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException("The service did not start.");
    }

    private static HashSet<string> AssembliesOf(Process process) =>
        [.. File.ReadLines($"/proc/{process.Id}/maps").Where(line => line.EndsWith(".dll", StringComparison.Ordinal)).Select(line => Path.GetFileNameWithoutExtension(line)!)];
}
