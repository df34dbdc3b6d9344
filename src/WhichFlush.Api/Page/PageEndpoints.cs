using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Compression;
using WhichFlush.Api.Platform.Negotiation;

namespace WhichFlush.Api.Page;

/// <summary>The page for people: <c>/</c>, and its files below <c>/page/</c>.</summary>
/// <remarks>Not in the OpenAPI document, which is for programs. The page is a client of the contract like any other.</remarks>
internal static class PageEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    /// <summary>Maps the page.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        RouteGroupBuilder page = routes.MapGroup("").ExcludeFromDescription().Cached(AnswerCaching.Revalidated).Compressed();
        page.MapMethods("/", methods, GetPage).Negotiated(MediaTypeNames.Text.Html);
        page.MapMethods("/page/{file}", methods, GetFile);
    }

    private static StoredContent GetPage(HttpResponse response)
    {
        response.Headers.Vary = HeaderNames.Accept;
        return WithPolicy(response, PageFiles.Index);
    }

    private static IResult GetFile(HttpResponse response, string file) =>
        PageFiles.Find(file) is { } found ? WithPolicy(response, found) : TypedResults.NotFound();

    private static StoredContent WithPolicy(HttpResponse response, StoredContent file)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return file;
    }
}
