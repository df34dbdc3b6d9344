using System.Net.Mime;

namespace WhichFlush.Api.Platform.Negotiation;

/// <summary>Content negotiation for endpoints.</summary>
internal static class NegotiationConventions
{
    /// <summary>
    /// For endpoints that answer in one media type: 406 if <c>Accept</c> excludes it, before the request is looked at any further.
    /// An endpoint with several media types calls <see cref="AcceptHeader.Choose"/>.
    /// </summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="mediaType">The media type, without parameters.</param>
    public static TBuilder Negotiated<TBuilder>(this TBuilder endpoints, string mediaType = MediaTypeNames.Application.Json)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints
            .AddEndpointFilter((context, next) => AcceptHeader.Choose(context.HttpContext.Request, mediaType) is null
                ? ValueTask.FromResult<object?>(TypedResults.StatusCode(StatusCodes.Status406NotAcceptable))
                : next(context))
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
}
