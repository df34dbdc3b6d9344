using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Configuration;
using WhichFlush.Api.Platform.Lifetime;
using WhichFlush.Api.Platform.Limits;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Api.Platform.Problems;

namespace WhichFlush.Api.Platform;

/// <summary>Endpoints for operators: health and metrics.</summary>
internal static class OperationsEndpoints
{
    /// <summary>Adds the services of <see cref="UseOperations"/> and <see cref="MapOperations"/>.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton(provider => Settings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddOptions<HostOptions>().Configure<Settings>((host, settings) => host.ShutdownTimeout = settings.ShutdownTimeout);
        services.AddSingleton<Drain>();
        services.AddSingleton<ShutdownNotice>();
        services.AddSingleton<IHostLifetime, SignalLifetime>();
        services.AddSingleton<MetricsCollector>();
        services.AddHostedService<OtlpExport>();
        services.AddProxiesAndOrigins();
        services.AddLimits();
        services.AddHealthChecks().AddCheck<LifetimeCheck>("lifetime");
        return services;
    }

    /// <summary>Adds the middleware of every request, in order.</summary>
    public static void UseOperations(this IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<MetricsCollector>();
        app.UseResponseHeaders();
        app.UseKnownProxies();
        app.UseProblems();
        app.UseMethods();
        app.UseKnownOrigins();
        app.UseLimits();
    }

    /// <summary>Maps <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>, without a rate limit.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics", GetMetrics).WithName("getMetrics").WithTags("Operations")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .NotCached().DisableRateLimiting();
        RouteGroupBuilder health = routes.MapGroup("/health").WithTags("Operations").NotCached().DisableRateLimiting();
        health.MapGet("/live", GetLive).WithName("getHealthLive");
        health.MapGet("/ready", GetReady).WithName("getHealthReady")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What has the service done?</summary>
    /// <remarks>
    /// Metrics of this replica in Prometheus' text format: requests by route, method and status with their durations, decisions by
    /// verdict and by rule, sizes of batches and of model searches, connections, memory, CPU and garbage collections.
    /// </remarks>
    /// <response code="200">The metrics.</response>
    private static ContentHttpResult GetMetrics([FromServices] MetricsCollector metrics) =>
        TypedResults.Text(PrometheusText.Write(metrics.Read()), PrometheusText.MediaType);

    /// <summary>Is the process alive?</summary>
    /// <remarks>A service that does not answer this is to be restarted.</remarks>
    /// <response code="200">It is.</response>
    private static Ok<Health> GetLive() => TypedResults.Ok(new Health { Status = HealthState.Live });

    /// <summary>May requests be sent here?</summary>
    /// <remarks>No while the service is starting or stopping; a load balancer then sends them elsewhere.</remarks>
    /// <response code="200">They may.</response>
    /// <response code="503">Not now; the detail says why.</response>
    private static async Task<Results<Ok<Health>, ProblemHttpResult>> GetReady(
        [FromServices] HealthCheckService checks,
        CancellationToken cancellationToken)
    {
        HealthReport report = await checks.CheckHealthAsync(cancellationToken);
        if (report.Status != HealthStatus.Unhealthy)
        {
            return TypedResults.Ok(new Health { Status = HealthState.Ready });
        }

        IEnumerable<KeyValuePair<string, HealthReportEntry>> failed = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy);
        return TypedResults.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            detail: string.Join(' ', failed.Select(entry => entry.Value.Description)));
    }
}
