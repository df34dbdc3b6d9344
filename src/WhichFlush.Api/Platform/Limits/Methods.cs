namespace WhichFlush.Api.Platform.Limits;

/// <summary>Adds HEAD to every GET endpoint, and OPTIONS to all endpoints.</summary>
internal static class Methods
{
    /// <summary>
    /// Routes HEAD as GET; the server drops the body. Answers OPTIONS with the accepted methods, and any other method that no
    /// endpoint accepts with a 405 and a complete <c>Allow</c>. Adds routing, since it works before and after.
    /// </summary>
    public static void UseMethods(this IApplicationBuilder app)
    {
        app.Use(RouteHeadAsGet);
        app.UseRouting();
        app.Use(TellMethods);
    }

    private static Task RouteHeadAsGet(HttpContext http, RequestDelegate next) =>
        HttpMethods.IsHead(http.Request.Method) ? AsGet(http, next) : next(http);

    private static async Task AsGet(HttpContext http, RequestDelegate next)
    {
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    }

    private static Task TellMethods(HttpContext http, RequestDelegate next)
    {
        Task done = next(http);
        return done.IsCompletedSuccessfully && http.Response.StatusCode != StatusCodes.Status405MethodNotAllowed ? done : Tell(http, done);
    }

    private static async Task Tell(HttpContext http, Task done)
    {
        await done;
        HttpResponse response = http.Response;
        if (response.StatusCode != StatusCodes.Status405MethodNotAllowed || response.HasStarted)
        {
            return;
        }

        List<string> allowed = response.Headers.Allow.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (allowed.Contains(HttpMethods.Get) && !allowed.Contains(HttpMethods.Head))
        {
            allowed.Insert(allowed.IndexOf(HttpMethods.Get) + 1, HttpMethods.Head);
        }

        response.Headers.Allow = string.Join(", ", allowed);
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            response.StatusCode = StatusCodes.Status204NoContent;
        }
    }
}
