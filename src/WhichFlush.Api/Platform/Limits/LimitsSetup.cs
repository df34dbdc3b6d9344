using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>How much, how long and how often a client may ask.</summary>
internal static class LimitsSetup
{
    /// <summary>A client that sends nothing at all is given this long before its rate is looked at.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Adds what <see cref="UseLimits"/> needs.</summary>
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

    /// <summary>Puts the limits into force for all that follows.</summary>
    public static void UseLimits(this IApplicationBuilder app)
    {
        app.UseRequestTimeouts();
        if (app.ApplicationServices.GetRequiredService<Settings>().RateLimitingEnabled)
        {
            app.UseRateLimiter();
        }
    }

    /// <summary>For operations that stream: as large and as long as the client likes; its rate of requests still counts.</summary>
    public static TBuilder WithoutSizeAndTimeLimits<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DisableRequestSizeLimitAttribute(), new DisableRequestTimeoutAttribute());

    /// <summary>For operations that read with <see cref="WholeBody"/>: the time of a request is that of its body.</summary>
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
