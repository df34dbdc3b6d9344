using Microsoft.Net.Http.Headers;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Lifetime;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>Security headers of every answer.</summary>
internal static class ResponseHeaders
{
    /// <summary>Answers are data: a browser that displays one must not run or load anything.</summary>
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI loads its own scripts, and sets styles inline.</summary>
    private const string SwaggerPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers that an endpoint has not set itself.</summary>
    public static void UseResponseHeaders(this IApplicationBuilder app)
    {
        Drain drain = app.ApplicationServices.GetRequiredService<Drain>();
        app.Use((http, next) =>
        {
            // Added last, because the exception handler clears all headers that were set before.
            http.Response.OnStarting(static state => Add((HttpContext)state), http);
            if (drain.HasBegun)
            {
                // Clients and proxies with open connections move to another replica before this one stops.
                http.Response.Headers.Connection = "close";
            }

            return next(http);
        });
    }

    private static Task Add(HttpContext http)
    {
        IHeaderDictionary headers = http.Response.Headers;
        bool isSwagger = http.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase);
        if (http.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            headers.CacheControl = AnswerCaching.NoStore;
        }

        headers.TryAdd(HeaderNames.XContentTypeOptions, "nosniff");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd(HeaderNames.XFrameOptions, "DENY");
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, isSwagger ? SwaggerPolicy : DataPolicy);
        return Task.CompletedTask;
    }
}
