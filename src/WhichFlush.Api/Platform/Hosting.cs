using Microsoft.Extensions.Configuration.Memory;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform;

/// <summary>Where the service listens and what it logs, unless it is told otherwise.</summary>
internal static class Hosting
{
    /// <summary>The port that is listened on if none is configured.</summary>
    public const string DefaultPort = "8080";

    /// <summary>
    /// A builder with the defaults below every other source, so that the command line, the environment and files all win over them.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // The working directory would be searched and watched for settings with all that is below it, which takes forever in "/".
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });

        var configuration = builder.Configuration;
        var defaults = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            // One line for each request would cost a third of the throughput.
            ["Logging:LogLevel:Default"] = "Warning",
            // Tells the address that is listened on.
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
            // A probe that finds the service stopping is no error, and is answered so.
            ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
        };

        // Not a plain default: a port beside configured URLs makes the server warn that it ignores the port.
        if (!NamesAnAddress(configuration))
        {
            defaults[WebHostDefaults.HttpPortsKey] = DefaultPort;
        }

        // The server puts OpenTelemetry's attributes on its activities only if it is asked to before it starts; nobody else looks at them.
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
