using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Api.Flush;

/// <summary>
/// Answers to GET depend on the URL, the format and the rule book alone. Any cache may keep them for a week: long for a
/// cache, and short enough that a corrected rule does not stay wrong in one for ever.
/// </summary>
internal static class AnswerCaching
{
    private const string CacheControl = "public, max-age=604800";

    private static readonly string Build = typeof(AnswerCaching).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    /// <summary>Sets the caching headers, and says whether the client already has this very answer.</summary>
    public static bool IsKnown(HttpContext http, AnswerFormat format)
    {
        EntityTagHeaderValue tag = TagOf(http.Request, format);
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = CacheControl;
        http.Response.Headers.Vary = HeaderNames.Accept;
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
    }

    /// <summary>Of what decides the answer: rule book, build, format, and the question as it was asked.</summary>
    private static EntityTagHeaderValue TagOf(HttpRequest request, AnswerFormat format)
    {
        string identity = $"{RuleBook.Version} {Build} {format.MediaType} {request.Path}{request.QueryString}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"");
    }
}
