using System.Globalization;

namespace WhichFlush.Api.Platform;

/// <summary>
/// <c>WhichFlush.Api --health-check [url]</c>: exits with 0 if a running service is ready, else with 1. For container runtimes,
/// since the image has no other HTTP client.
/// </summary>
internal static class HealthCheckCommand
{
    private const string Switch = "--health-check";
    private const string Path = "/health/ready";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>True if the command line has the switch.</summary>
    public static bool IsRequested(string[] args) => args.Contains(Switch, StringComparer.Ordinal);

    /// <summary>
    /// Asks the service at the URL after the switch, or at the first address of <paramref name="configuration"/> if there is no URL.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, IConfiguration configuration)
    {
        string? given = args.SkipWhile(argument => argument != Switch).ElementAtOrDefault(1);
        string address = given ?? ConfiguredAddress(configuration);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"'{address}' is not a URL; accepted is http://host:port or a whole URL.");
            return 1;
        }

        if (url.AbsolutePath == "/")
        {
            url = new Uri(url, Path);
        }

        try
        {
            using var client = new HttpClient { Timeout = Timeout };
            using HttpResponseMessage answer = await client.GetAsync(url);
            await Console.Out.WriteLineAsync($"{url} answered {(int)answer.StatusCode}.");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url} did not answer: {exception.Message}");
            return 1;
        }
    }

    private static string ConfiguredAddress(IConfiguration configuration)
    {
        string? urls = configuration[WebHostDefaults.ServerUrlsKey];
        if (string.IsNullOrEmpty(urls))
        {
            string port = First(configuration[WebHostDefaults.HttpPortsKey] ?? Hosting.DefaultPort);
            return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        }

        // A wildcard address is no destination.
        return First(urls)
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
    }

    private static string First(string list) => list.Split(';', StringSplitOptions.TrimEntries)[0];
}
