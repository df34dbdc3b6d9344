using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WhichFlush.Api.Operations;

/// <summary>What those who run the service ask it.</summary>
internal static class OperationsEndpoints
{
    /// <summary>Adds what <see cref="MapOperations"/> needs.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<LifetimeCheck>("lifetime");
        return services;
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Operations");
        health.MapGet("/live", GetLive).WithName("getHealthLive");
        health.MapGet("/ready", GetReady).WithName("getHealthReady")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

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
        var report = await checks.CheckHealthAsync(cancellationToken);
        if (report.Status != HealthStatus.Unhealthy)
        {
            return TypedResults.Ok(new Health { Status = HealthState.Ready });
        }

        var failed = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy);
        return TypedResults.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            detail: string.Join(' ', failed.Select(entry => entry.Value.Description)));
    }
}
