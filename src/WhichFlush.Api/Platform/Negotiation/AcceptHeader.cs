using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WhichFlush.Api.Platform.Negotiation;

/// <summary>Chooses the media type of an answer by the request's <c>Accept</c> header (RFC 9110, section 12.5.1).</summary>
internal static class AcceptHeader
{
    private const string Anything = "*/*";

    /// <summary>Chooses the offered media type that the client prefers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">Media types without parameters. The first one wins a tie, and is the answer to a request without <c>Accept</c>.</param>
    /// <returns><c>null</c> if the header excludes every offered type, or cannot be parsed: the answer is 406.</returns>
    public static string? Choose(HttpRequest request, params ReadOnlySpan<string> offered)
    {
        StringValues header = request.Headers.Accept;
        if (header.Count == 0 || (header.Count == 1 && header[0] == Anything))
        {
            return offered[0];
        }

        if (!MediaTypeHeaderValue.TryParseList(header, out IList<MediaTypeHeaderValue>? ranges) || ranges.Count == 0)
        {
            return header.All(string.IsNullOrWhiteSpace) ? offered[0] : null;
        }

        string? best = null;
        double highest = 0;
        foreach (string mediaType in offered)
        {
            double quality = QualityOf(mediaType, ranges);
            if (quality > highest)
            {
                (best, highest) = (mediaType, quality);
            }
        }

        return best;
    }

    /// <summary>The quality of the most specific range that matches, 0 to 1; 0 if none matches.</summary>
    private static double QualityOf(string mediaType, IList<MediaTypeHeaderValue> ranges)
    {
        double quality = 0;
        int highest = -1;
        foreach (MediaTypeHeaderValue range in ranges)
        {
            int specificity = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (specificity > highest && Matches(range, mediaType))
            {
                highest = specificity;
                quality = range.Quality ?? 1;
            }
        }

        return quality;
    }

    private static bool Matches(MediaTypeHeaderValue range, string mediaType) =>
        range.MatchesAllTypes
        || (range.MatchesAllSubTypes
            ? mediaType.StartsWith(range.Type.Value + "/", StringComparison.OrdinalIgnoreCase)
            : range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase));
}
