using System.Diagnostics;

namespace WhichFlush.Api.Operations.Metrics;

/// <summary>What the server leaves unsaid in the trace of a request: its route and its status.</summary>
internal static class Traces
{
    /// <summary>Completes the traces of requests, if they are traced.</summary>
    public static void UseTraces(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        if (Activity.Current is not { IsAllDataRequested: true } activity)
        {
            return;
        }

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
    });
}
