using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WhichFlush.Api.Platform.Lifetime;

/// <summary>Health check: unhealthy before the host has started, and once it was told to stop.</summary>
internal sealed class LifetimeCheck(IHostApplicationLifetime lifetime, Drain drain) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(this switch
        {
            { Stopping: true } => HealthCheckResult.Unhealthy("The service is stopping."),
            { Started: false } => HealthCheckResult.Unhealthy("The service is starting."),
            _ => HealthCheckResult.Healthy(),
        });

    private bool Started => lifetime.ApplicationStarted.IsCancellationRequested;

    private bool Stopping => drain.HasBegun || lifetime.ApplicationStopping.IsCancellationRequested;
}
