namespace WhichFlush.Api.Platform.Problems;

/// <summary>Makes every error an <c>application/problem+json</c> (RFC 9457), whichever part of the service found it.</summary>
internal static class ProblemsSetup
{
    /// <summary>Adds the services of <see cref="UseProblems"/>.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        // A request that cannot be bound throws in every environment, so that BadRequestHandler can explain the error.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddExceptionHandler<BadRequestHandler>();

        // The first writer that can write is used, so this one is registered before the framework's.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemExplanation.Explain);
        return services;
    }

    /// <summary>Turns exceptions, and answers that consist of a status code alone, into problems.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
