using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.Platform.Caching;

/// <summary>
/// Answers to GET depend on the URL, the format and the rule book alone. Any cache may keep them for a week: long for a
/// cache, and short enough that a corrected rule does not stay wrong in one for ever.
/// </summary>
internal static class AnswerCaching
{
    /// <summary>How long an answer may be kept.</summary>
    public const string CacheControl = "public, max-age=604800";

    /// <summary>Sets the caching headers, and says whether the client already has this very answer.</summary>
    public static bool IsKnown(HttpContext http, AnswerFormat format)
    {
        http.Response.Headers.Vary = HeaderNames.Accept;
        return IsKnown(http, CacheControl, format.MediaType);
    }

    /// <summary>The same for an answer that has one format, or of which a format is named, and for caches that are told something else.</summary>
    public static bool IsKnown(HttpContext http, string cacheControl, string format = "")
    {
        EntityTagHeaderValue tag = TagOf(ServiceBuild.Id, http.Request, format);
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = cacheControl;
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
    }

    /// <summary>Of what decides the answer: rule book, build, format, and the question as it was asked.</summary>
    public static EntityTagHeaderValue TagOf(string build, HttpRequest request, string format)
    {
        string identity = $"{RuleTable.Version} {build} {format} {request.Path}{request.QueryString}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"");
    }
}
