using System.Diagnostics;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>What the server leaves unsaid in the trace of a request: its route and its status.</summary>
internal static class Traces
{
    /// <summary>Completes the traces of requests, if they are sent anywhere.</summary>
    public static void UseTraces(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<Settings>().OtlpEndpoint is not null)
        {
            app.Use((http, next) => Activity.Current is { IsAllDataRequested: true } activity ? Trace(http, next, activity) : next(http));
        }
    }

    private static async Task Trace(HttpContext http, RequestDelegate next, Activity activity)
    {
        await next(http);
        var status = http.Response.StatusCode;
        activity.SetTag("http.response.status_code", status);
        if (http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            activity.SetTag("http.route", route);
            activity.DisplayName = $"{http.Request.Method} {route}";
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
