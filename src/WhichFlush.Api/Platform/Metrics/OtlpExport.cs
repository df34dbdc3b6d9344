using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>Sends traces and metrics to the collector of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, if set. All other <c>OTEL_…</c> settings apply, too.</summary>
internal sealed class OtlpExport(Settings settings, IConfiguration configuration) : IHostedService, IDisposable
{
    private IDisposable? _sdk;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sdk = settings.OtlpEndpoint is null ? null : Create(configuration);
        return Task.CompletedTask;
    }

    /// <summary>Sends all data that is not sent yet, and ends.</summary>
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

    /// <summary>A method of its own, so that a service without a collector does not load OpenTelemetry.</summary>
    private static IDisposable Create(IConfiguration configuration) => OpenTelemetrySdk.Create(telemetry =>
    {
        // The exporter also reads settings of the command line and of files.
        telemetry.Services.AddSingleton(configuration);
        telemetry.ConfigureResource(resource => resource.AddService(
            "whichflush",
            serviceVersion: typeof(OtlpExport).Assembly.GetName().Version!.ToString(3)));
        telemetry.WithMetrics(metrics => metrics.AddMeter([.. MetricsCollector.Meters]).AddOtlpExporter());
        telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddOtlpExporter());
    });
}
