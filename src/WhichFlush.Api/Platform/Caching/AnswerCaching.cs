using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.Platform.Caching;

/// <summary>Caching headers of answers that depend on the URL, the media type and the build alone.</summary>
internal static class AnswerCaching
{
    /// <summary>Any cache may keep an answer for a week. A wrong rule that was corrected does not stay in a cache for longer.</summary>
    public const string Week = "public, max-age=604800";

    /// <summary>Any cache may keep a file, and asks each time whether it still holds: a page must not mix files of two versions.</summary>
    public const string Revalidated = "public, no-cache";

    /// <summary>For problems, and for answers about the present state of the service.</summary>
    public const string NoStore = "no-store";

    /// <summary>Sets the caching headers of an answer in a negotiated media type.</summary>
    /// <returns>True if the client already has the answer: 304.</returns>
    public static bool IsKnown(HttpContext http, string mediaType)
    {
        http.Response.Headers.Vary = HeaderNames.Accept;
        return IsKnown(http, Week, mediaType);
    }

    /// <summary>Sets the caching headers of an answer.</summary>
    /// <param name="http">The request and its response.</param>
    /// <param name="cacheControl">How long the answer may be kept.</param>
    /// <param name="mediaType">The negotiated media type; empty if there is one only.</param>
    /// <returns>True if the client already has the answer: 304.</returns>
    public static bool IsKnown(HttpContext http, string cacheControl, string mediaType)
    {
        EntityTagHeaderValue tag = TagOf(ServiceBuild.Id, http.Request, mediaType);
        IHeaderDictionary headers = http.Response.Headers;
        headers.ETag = tag.ToString();
        headers.CacheControl = cacheControl;
        if (http.Request.Headers.IfNoneMatch.Count == 0)
        {
            return false;
        }

        IList<EntityTagHeaderValue> known = http.Request.GetTypedHeaders().IfNoneMatch;
        EntityTagHeaderValue? held = known.FirstOrDefault(held => held.Equals(EntityTagHeaderValue.Any) || held.Compare(tag, useStrongComparison: false));

        // A client that holds a compressed answer has a weak tag of it, see CompressedBody.
        if (held is { IsWeak: true } && ContentCoding.Choose(http.Request) is not null)
        {
            headers.ETag = held.ToString();
        }

        return held is not null;
    }

    /// <summary>The ETag of an answer, from all that decides the answer: rule book, build, media type, and the question as it was asked.</summary>
    public static EntityTagHeaderValue TagOf(string build, HttpRequest request, string mediaType)
    {
        string identity = $"{RuleTable.Version} {build} {mediaType} {request.Path}{request.QueryString}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"");
    }
}
