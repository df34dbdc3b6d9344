using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>Whose word on the client's address is taken, and whose pages may call. Nobody's, unless they are configured.</summary>
internal static class ProxiesAndOrigins
{
    /// <summary>Adds what <see cref="UseKnownProxies"/> and <see cref="UseKnownOrigins"/> need.</summary>
    public static IServiceCollection AddProxiesAndOrigins(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<Settings>((options, settings) =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in settings.KnownProxies)
            {
                options.KnownIPNetworks.Add(network);
            }

            // As far back as the proxies are known.
            options.ForwardLimit = null;
        });
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<Settings>((options, settings) => options.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.CorsOrigins])
            .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post)
            .WithHeaders(HeaderNames.Accept, HeaderNames.ContentType, HeaderNames.IfNoneMatch)
            .WithExposedHeaders(HeaderNames.ETag, HeaderNames.RetryAfter)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return services;
    }

    /// <summary>Takes the client's address and scheme from configured proxies.</summary>
    public static void UseKnownProxies(this IApplicationBuilder app)
    {
        if (SettingsOf(app).KnownProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>Lets pages of configured origins call.</summary>
    public static void UseKnownOrigins(this IApplicationBuilder app)
    {
        if (SettingsOf(app).CorsOrigins.Count > 0)
        {
            app.Use(TellOrigin);
            app.UseCors();
        }
    }

    /// <summary>A cache must not give an answer without CORS headers to a page, though another client's request brought it: answers depend on the origin.</summary>
    private static Task TellOrigin(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(
            static state =>
            {
                var headers = ((HttpContext)state).Response.Headers;
                if (!headers.Vary.Contains(HeaderNames.Origin))
                {
                    headers.Append(HeaderNames.Vary, HeaderNames.Origin);
                }

                return Task.CompletedTask;
            },
            http);
        return next(http);
    }

    private static Settings SettingsOf(IApplicationBuilder app) => app.ApplicationServices.GetRequiredService<Settings>();
}
