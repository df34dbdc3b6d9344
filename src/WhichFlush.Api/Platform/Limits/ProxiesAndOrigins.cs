using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>Proxies whose forwarded headers are believed, and origins whose pages may call (CORS). Both lists are empty by default.</summary>
internal static class ProxiesAndOrigins
{
    /// <summary>Adds the services of <see cref="UseKnownProxies"/> and <see cref="UseKnownOrigins"/>.</summary>
    public static IServiceCollection AddProxiesAndOrigins(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<Settings>((options, settings) =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (System.Net.IPNetwork network in settings.KnownProxies)
            {
                options.KnownIPNetworks.Add(network);
            }

            // No limit: the chain ends at the first unknown proxy.
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

    /// <summary>Takes the client's address and the scheme from headers of configured proxies.</summary>
    public static void UseKnownProxies(this IApplicationBuilder app)
    {
        if (SettingsOf(app).KnownProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>Allows calls from pages of configured origins.</summary>
    public static void UseKnownOrigins(this IApplicationBuilder app)
    {
        if (SettingsOf(app).CorsOrigins.Count > 0)
        {
            app.Use(TellOrigin);
            app.UseCors();
        }
    }

    /// <summary>Adds <c>Vary: Origin</c>, so that a cache does not give a page an answer without CORS headers that it keeps for another client.</summary>
    private static Task TellOrigin(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(
            static state =>
            {
                IHeaderDictionary headers = ((HttpContext)state).Response.Headers;
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
