using Microsoft.Extensions.Options;

namespace WhichFlush.Api.Platform.Configuration;

/// <summary>What an operator can set. The README's section Configuration lists the same keys.</summary>
internal sealed record Settings
{
    /// <summary>The key that names a collector, as every OpenTelemetry program has it.</summary>
    public const string OtlpEndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The largest body, in bytes, of every operation but the batch.</summary>
    public long MaxBodyBytes { get; init; }

    /// <summary>How long the head of a request may take to arrive.</summary>
    public TimeSpan RequestHeadTimeout { get; init; }

    /// <summary>How long a request may take from its head to its answer; the batch is exempt.</summary>
    public TimeSpan RequestTimeout { get; init; }

    /// <summary>The slowest that a body may arrive, in bytes a second; 0 is as slow as it likes.</summary>
    public int MinBodyBytesPerSecond { get; init; }

    /// <summary>Whether clients are limited at all.</summary>
    public bool RateLimitingEnabled { get; init; }

    /// <summary>Requests a second that one client may send in the long run.</summary>
    public int RequestsPerSecond { get; init; }

    /// <summary>Requests that one client may send at once after a pause.</summary>
    public int Burst { get; init; }

    /// <summary>Requests of one client that may run at the same time.</summary>
    public int Concurrent { get; init; }

    /// <summary>The proxies, as addresses or networks, whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed.</summary>
    public IReadOnlyList<System.Net.IPNetwork> KnownProxies { get; init; } = [];

    /// <summary>The origins whose pages may call the service; <c>*</c> is all of them.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>How long the service goes on serving, no longer ready, after it was told to terminate.</summary>
    public TimeSpan DrainTime { get; init; }

    /// <summary>How long running requests may then take to finish before they are cut.</summary>
    public TimeSpan ShutdownTimeout { get; init; }

    /// <summary>Where traces and metrics are sent to; <c>null</c> for nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OptionsValidationException">Something is not accepted; each failure names its key.</exception>
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

        // Used where the logs are set up, which is before this.
        reader.OneOf("Logging:Format", "text", "json");
        reader.RejectUnknown("Limits", "RateLimiting", "ForwardedHeaders", "Cors", "Shutdown");
        return reader.Errors.Count == 0
            ? settings
            : throw new OptionsValidationException(nameof(Settings), typeof(Settings), reader.Errors);
    }
}
