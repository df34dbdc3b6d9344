using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>Sends traces and metrics to a collector, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. The other <c>OTEL_…</c> settings hold, too.</summary>
internal sealed class OtlpExport(Settings settings, IConfiguration configuration) : IHostedService, IDisposable
{
    private IDisposable? _sdk;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sdk = settings.OtlpEndpoint is null ? null : Create(configuration);
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _sdk?.Dispose();
        _sdk = null;
    }

    /// <summary>By itself, so that OpenTelemetry is not loaded where nothing is sent.</summary>
    private static IDisposable Create(IConfiguration configuration) => OpenTelemetrySdk.Create(telemetry =>
    {
        // So that the exporter also sees what the command line and files say.
        telemetry.Services.AddSingleton(configuration);
        telemetry.ConfigureResource(resource => resource.AddService(
            "whichflush",
            serviceVersion: typeof(OtlpExport).Assembly.GetName().Version!.ToString(3)));
        telemetry.WithMetrics(metrics => metrics.AddMeter([.. MetricsCollector.Meters]).AddOtlpExporter());
        telemetry.WithTracing(traces => traces.AddSource("Microsoft.AspNetCore").AddOtlpExporter());
    });
}
