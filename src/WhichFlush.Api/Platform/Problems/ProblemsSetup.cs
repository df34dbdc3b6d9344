namespace WhichFlush.Api.Platform.Problems;

/// <summary>Every error is an <c>application/problem+json</c> (RFC 9457), whoever found it.</summary>
internal static class ProblemsSetup
{
    /// <summary>Adds what <see cref="UseProblems"/> needs.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        // In every environment a request that cannot be bound is thrown, so that BadRequestHandler can say what is wrong with it.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddExceptionHandler<BadRequestHandler>();

        // The first writer that can write does, so this stands before the framework's own.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemExplanation.Explain);
        return services;
    }

    /// <summary>Turns exceptions, and answers that are a status code and nothing else, into problems.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
