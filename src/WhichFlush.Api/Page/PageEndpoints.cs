using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WhichFlush.Api.Page;

/// <summary>The page for people: <c>/</c>, and the files that it is made of below <c>/page/</c>.</summary>
/// <remarks>Not in the OpenAPI document, which is for programs; the page is a client of the contract like any other.</remarks>
internal static class PageEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    /// <summary>Kept by any cache, and asked for again each time: an answer of 304 costs little, a page of two versions much.</summary>
    public const string CacheControl = "public, no-cache";

    /// <summary>Maps the page.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", methods, GetPage).ExcludeFromDescription();
        routes.MapMethods("/page/{file}", methods, GetFile).ExcludeFromDescription();
    }

    private static IResult GetPage(HttpContext http)
    {
        http.Response.Headers.Vary = HeaderNames.Accept;
        return TakesHtml(http.Request) ? Send(http, PageFiles.Index) : TypedResults.StatusCode(StatusCodes.Status406NotAcceptable);
    }

    private static IResult GetFile(HttpContext http, string file) =>
        PageFiles.Find(file) is { } found ? Send(http, found) : TypedResults.NotFound();

    private static FileContentHttpResult Send(HttpContext http, PageFile file)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.CacheControl = CacheControl;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";

        // The address of the page holds the question, and is nobody else's business.
        headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
    }

    private static bool TakesHtml(HttpRequest request)
    {
        StringValues accept = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(accept) || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return StringValues.IsNullOrEmpty(accept);
        }

        return ranges.Any(range => range.Quality != 0
            && (range.MatchesAllTypes || range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)
                || range.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase)));
    }
}
