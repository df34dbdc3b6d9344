using Microsoft.Extensions.Options;

namespace WhichFlush.Api.Platform.Configuration;

/// <summary>The settings. <c>deploy/README.md</c> documents the same keys.</summary>
internal sealed record Settings
{
    /// <summary>OpenTelemetry's standard key of the collector's URL.</summary>
    public const string OtlpEndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Maximum length of a request body in bytes; the batch has no limit.</summary>
    public long MaxBodyBytes { get; init; }

    /// <summary>Maximum time for the head of a request to arrive.</summary>
    public TimeSpan RequestHeadTimeout { get; init; }

    /// <summary>Maximum time from the head of a request to its answer; the batch has no limit.</summary>
    public TimeSpan RequestTimeout { get; init; }

    /// <summary>Minimum data rate of a request body in bytes per second; 0 for no minimum.</summary>
    public int MinBodyBytesPerSecond { get; init; }

    /// <summary>True if the rate and the concurrency of clients are limited.</summary>
    public bool RateLimitingEnabled { get; init; }

    /// <summary>Requests per second of one client in the long run.</summary>
    public int RequestsPerSecond { get; init; }

    /// <summary>Requests that one client may send at once after a pause: the size of its token bucket.</summary>
    public int Burst { get; init; }

    /// <summary>Maximum concurrent requests of one client.</summary>
    public int Concurrent { get; init; }

    /// <summary>Proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed.</summary>
    public IReadOnlyList<System.Net.IPNetwork> KnownProxies { get; init; } = [];

    /// <summary>Origins whose pages may call the service; <c>*</c> for all.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Time that the service goes on serving, but is not ready, after SIGTERM.</summary>
    public TimeSpan DrainTime { get; init; }

    /// <summary>Time for running requests to finish after that, before they are cut.</summary>
    public TimeSpan ShutdownTimeout { get; init; }

    /// <summary>The collector of traces and metrics; <c>null</c> for none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OptionsValidationException">Settings are wrong; each failure names its key.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = new Settings
        {
            MaxBodyBytes = reader.Number("Limits:MaxBodyBytes", 1 << 20, 1, 1 << 30),
            RequestHeadTimeout = reader.Seconds("Limits:RequestHeadSeconds", 15, 1, 3600),
            RequestTimeout = reader.Seconds("Limits:RequestSeconds", 30, 1, 3600),
            MinBodyBytesPerSecond = reader.Number("Limits:MinBodyBytesPerSecond", 240, 0, 1 << 30),
            RateLimitingEnabled = reader.Boolean("RateLimiting:Enabled", true),
            RequestsPerSecond = reader.Number("RateLimiting:PerSecond", 1000, 1, 1_000_000),
            Burst = reader.Number("RateLimiting:Burst", 10_000, 1, 1_000_000),
            Concurrent = reader.Number("RateLimiting:Concurrent", 64, 1, 1_000_000),
            KnownProxies = reader.Networks("ForwardedHeaders:KnownProxies"),
            CorsOrigins = reader.Origins("Cors:Origins"),
            DrainTime = reader.Seconds("Shutdown:DrainSeconds", 5, 0, 3600),
            ShutdownTimeout = reader.Seconds("Shutdown:TimeoutSeconds", 25, 0, 3600),
            OtlpEndpoint = reader.HttpAddress(OtlpEndpointKey),
        };

        // Hosting uses this one, before the settings are read.
        reader.OneOf("Logging:Format", "text", "json");
        reader.RejectUnknown("Limits", "RateLimiting", "ForwardedHeaders", "Cors", "Shutdown");
        return reader.Errors.Count == 0
            ? settings
            : throw new OptionsValidationException(nameof(Settings), typeof(Settings), reader.Errors);
    }
}
