using Microsoft.Net.Http.Headers;

namespace WhichFlush.Api.Platform.Negotiation;

/// <summary>Chooses the compression of an answer by the request's <c>Accept-Encoding</c> header (RFC 9110, section 12.5.3).</summary>
internal static class ContentCoding
{
    /// <summary>Brotli, which wins a tie.</summary>
    public const string Brotli = "br";

    /// <summary>Gzip.</summary>
    public const string Gzip = "gzip";

    private const string Identity = "identity";

    /// <summary>The coding that the client prefers; <c>null</c> for none.</summary>
    public static string? Choose(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted))
        {
            return null;
        }

        double other = QualityOf("*", accepted) ?? 0;
        double brotli = QualityOf(Brotli, accepted) ?? other;
        double gzip = QualityOf(Gzip, accepted) ?? other;
        double highest = Math.Max(brotli, gzip);
        if (highest == 0 || highest < QualityOf(Identity, accepted))
        {
            return null;
        }

        return brotli == highest ? Brotli : Gzip;
    }

    private static double? QualityOf(string coding, IList<StringWithQualityHeaderValue> accepted)
    {
        foreach (StringWithQualityHeaderValue value in accepted)
        {
            if (value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            {
                return value.Quality ?? 1;
            }
        }

        return null;
    }
}
