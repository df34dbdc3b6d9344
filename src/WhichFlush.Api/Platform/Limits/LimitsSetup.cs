using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>Limits on the size, the duration and the rate of requests.</summary>
internal static class LimitsSetup
{
    /// <summary>Time before the minimum data rate of a body is enforced.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Adds the services of <see cref="UseLimits"/>.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddOptions<KestrelServerOptions>().Configure<Settings>(LimitServer);
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<Settings>((options, settings) => options.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = settings.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<Settings>((options, settings) =>
        {
            options.GlobalLimiter = ClientLimiter.Create(settings);
            options.OnRejected = ClientLimiter.Reject;
        });
        return services;
    }

    /// <summary>Enforces the limits for all middleware that follows.</summary>
    public static void UseLimits(this IApplicationBuilder app)
    {
        app.UseRequestTimeouts();
        if (app.ApplicationServices.GetRequiredService<Settings>().RateLimitingEnabled)
        {
            app.UseRateLimiter();
        }
    }

    /// <summary>For endpoints that stream: no limit on size and duration. The rate limit still applies.</summary>
    public static TBuilder WithoutSizeAndTimeLimits<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DisableRequestSizeLimitAttribute(), new DisableRequestTimeoutAttribute());

    /// <summary>For endpoints that read with <see cref="WholeBody"/>, which limits the time of the body itself.</summary>
    public static TBuilder WithTimeLimitOnBody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DisableRequestTimeoutAttribute());

    private static void LimitServer(KestrelServerOptions server, Settings settings)
    {
        server.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
        server.Limits.RequestHeadersTimeout = settings.RequestHeadTimeout;
        server.Limits.MinRequestBodyDataRate = settings.MinBodyBytesPerSecond == 0
            ? null
            : new MinDataRate(settings.MinBodyBytesPerSecond, Grace);
    }
}
