using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WhichFlush.Api.Platform.Configuration;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests.Operations;

public sealed partial class SettingsTests
{
    [Fact]
    public void Nothing_needs_to_be_set()
    {
        var settings = Read();

        Assert.Equal(1 << 20, settings.MaxBodyBytes);
        Assert.True(settings.RateLimitingEnabled);
        Assert.Empty(settings.KnownProxies);
        Assert.Empty(settings.CorsOrigins);
        Assert.Null(settings.OtlpEndpoint);
    }

    [Fact]
    public void A_list_is_one_value_with_commas_or_an_array()
    {
        var settings = Read(
            ("ForwardedHeaders:KnownProxies", "10.0.0.1, 192.168.0.0/16"),
            ("Cors:Origins:0", "https://a.example"),
            ("Cors:Origins:1", "http://b.example:8080"));

        Assert.Equal(["10.0.0.1/32", "192.168.0.0/16"], settings.KnownProxies.Select(network => network.ToString()));
        Assert.Equal(["https://a.example", "http://b.example:8080"], settings.CorsOrigins);
    }

    [Theory]
    [InlineData("Limits:MaxBodyBytes", "1MiB", "a whole number from 1 to 1073741824")]
    [InlineData("Limits:RequestSeconds", "0", "a number of seconds from 1 to 3600")]
    [InlineData("Limits:RequestHeadSeconds", "-1", "a number of seconds from 1 to 3600")]
    [InlineData("RateLimiting:Enabled", "yes", "true or false")]
    [InlineData("RateLimiting:PerSecond", "0", "a whole number from 1 to 1000000")]
    [InlineData("ForwardedHeaders:KnownProxies", "proxy.local", "addresses such as 10.0.0.1")]
    [InlineData("Cors:Origins", "https://a.example/path", "without a path")]
    [InlineData("Cors:Origins", "https://a.example,*", "* alone")]
    [InlineData("Shutdown:DrainSeconds", "NaN", "a number of seconds from 0 to 3600")]
    [InlineData("Logging:Format", "xml", "text or json")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "an address such as http://collector:4317")]
    public void What_is_not_accepted_is_told_by_key_value_and_what_would_be(string key, string given, string accepted)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read((key, given)));

        string failure = Assert.Single(exception.Failures);
        Assert.StartsWith($"{key}: given '", failure, StringComparison.Ordinal);
        Assert.Contains(accepted, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_key_is_told_with_the_ones_there_are()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read(("RateLimiting:Enable", "false"), ("Cors:Origin", "*")));

        Assert.Equal(2, exception.Failures.Count());
        Assert.Contains(
            "RateLimiting:Enable: there is no such setting. Accepted: RateLimiting:Enabled, RateLimiting:PerSecond, RateLimiting:Burst, RateLimiting:Concurrent.",
            exception.Failures);
    }

    [Fact]
    public async Task A_service_with_a_wrong_setting_does_not_start()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "WhichFlush.Api.dll"), "--urls=http://127.0.0.1:0", "--Limits:MaxBodyBytes=lots" },
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;

        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("Limits:MaxBodyBytes: given 'lots'.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_README_of_the_deployment_lists_every_setting()
    {
        string source = File.ReadAllText(Repository.PathOf("src", "WhichFlush.Api", "Platform", "Configuration", "Settings.cs"));
        string readme = File.ReadAllText(Repository.PathOf("src", "WhichFlush.Api", "deploy", "README.md"));
        var keys = Keys().Matches(source).Select(match => match.Groups["key"].Value).Where(key => key.Contains(':') || key.Contains('_')).ToList();

        Assert.True(keys.Count > 10);
        Assert.All(keys, key => Assert.Contains($"| `{key}` |", readme, StringComparison.Ordinal));
    }

    private static Settings Read(params (string Key, string Value)[] settings) => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build());

    [GeneratedRegex("""reader\.[A-Z]\w+\("(?<key>[A-Za-z_:]+)"[,)]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keys();
}
