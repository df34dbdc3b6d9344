using Microsoft.Net.Http.Headers;
using WhichFlush.Api.Platform.Negotiation;

namespace WhichFlush.Api.Platform.Compression;

/// <summary>Compression of answers. An endpoint asks for it, so that all others, streams above all, pay nothing and are never held back.</summary>
internal static class CompressionConventions
{
    /// <summary>
    /// For endpoints with large answers: a <see cref="StoredContent"/>, and a JSON answer of at least <see cref="CompressibleJson.MinBytes"/>
    /// bytes, are sent in the coding that <c>Accept-Encoding</c> prefers. Every answer says that it depends on that header.
    /// </summary>
    public static TBuilder Compressed<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) => Compress(context.HttpContext, await next(context)));

    private static object? Compress(HttpContext http, object? result)
    {
        switch (result)
        {
            case INestedHttpResult nested:
                return Compress(http, nested.Result);
            case StoredContent:
                http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
                return result;
            case IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }:
                http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
                return ContentCoding.Choose(http.Request) is { } coding ? new CompressibleJson(value, coding) : result;
            default:
                return result;
        }
    }
}
