namespace WhichFlush.Api.Platform.Caching;

/// <summary>Caching headers for endpoints. Problems are never kept, whatever the endpoint.</summary>
internal static class CachingConventions
{
    /// <summary>
    /// For endpoints whose answer depends on the URL and the build alone: the answer carries an ETag, any cache may keep it, and
    /// a client that sends the ETag back gets 304.
    /// </summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="cacheControl">How long the answer may be kept.</param>
    public static TBuilder Cached<TBuilder>(this TBuilder endpoints, string cacheControl = AnswerCaching.Week)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints
            .AddEndpointFilter(async (context, next) =>
            {
                object? result = await next(context);
                return Succeeds(result) && AnswerCaching.IsKnown(context.HttpContext, cacheControl, mediaType: "")
                    ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
                    : result;
            })
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));

    /// <summary>For endpoints that report the present state of the service.</summary>
    public static TBuilder NotCached<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = AnswerCaching.NoStore;
            return next(context);
        });

    private static bool Succeeds(object? result) => result switch
    {
        INestedHttpResult nested => Succeeds(nested.Result),
        IStatusCodeHttpResult status => status.StatusCode is null or StatusCodes.Status200OK,
        _ => false,
    };
}
