using Microsoft.Extensions.Configuration.Memory;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform;

/// <summary>Defaults of addresses and logging.</summary>
internal static class Hosting
{
    /// <summary>The port if no address is configured.</summary>
    public const string DefaultPort = "8080";

    /// <summary>Makes a builder whose defaults have the lowest precedence: the command line, the environment and files override them.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // By default the host watches the whole tree of the working directory for settings files, which takes forever in "/".
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });

        ConfigurationManager configuration = builder.Configuration;
        var defaults = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            // A log line for each request costs a third of the throughput.
            ["Logging:LogLevel:Default"] = "Warning",
            // Logs the addresses.
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
            // A readiness probe during shutdown is no error.
            ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
        };

        // Conditional, because the server warns about a port that it ignores in favour of URLs.
        if (!NamesAnAddress(configuration))
        {
            defaults[WebHostDefaults.HttpPortsKey] = DefaultPort;
        }

        // Read once at start. Without a collector nobody reads OpenTelemetry's attributes of an activity.
        AppContext.SetSwitch(
            "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData",
            isEnabled: string.IsNullOrEmpty(configuration[Settings.OtlpEndpointKey]));

        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (string.Equals(configuration["Logging:Format"], "json", StringComparison.OrdinalIgnoreCase))
        {
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        }

        return builder;
    }

    private static bool NamesAnAddress(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
