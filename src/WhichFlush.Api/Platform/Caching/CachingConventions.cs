namespace WhichFlush.Api.Platform.Caching;

/// <summary>What caches may do with the answers of an operation. Problems are never kept, whatever the operation.</summary>
internal static class CachingConventions
{
    /// <summary>For problems, and for what tells of this very moment.</summary>
    public const string NoStore = "no-store";

    /// <summary>
    /// For operations whose answer depends on the URL and the build alone: the answer carries an ETag, any cache may keep it, and
    /// a client that names the ETag is answered 304.
    /// </summary>
    /// <param name="endpoints">The operations.</param>
    /// <param name="cacheControl">How long it may be kept; as long as an answer of <c>/v1/flush</c> if nothing else is said.</param>
    public static TBuilder Cached<TBuilder>(this TBuilder endpoints, string cacheControl = AnswerCaching.CacheControl)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints
            .AddEndpointFilter(async (context, next) =>
            {
                object? result = await next(context);
                return Succeeds(result) && AnswerCaching.IsKnown(context.HttpContext, cacheControl)
                    ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
                    : result;
            })
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));

    /// <summary>For operations that tell of this very moment.</summary>
    public static TBuilder NotCached<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = NoStore;
            return next(context);
        });

    private static bool Succeeds(object? result) => result switch
    {
        INestedHttpResult nested => Succeeds(nested.Result),
        IStatusCodeHttpResult status => status.StatusCode is null or StatusCodes.Status200OK,
        _ => false,
    };
}
