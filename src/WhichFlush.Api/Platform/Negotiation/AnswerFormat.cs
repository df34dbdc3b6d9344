using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WhichFlush.Api.Platform.Negotiation;

/// <summary>The media types of an answer.</summary>
internal sealed class AnswerFormat
{
    /// <summary>JSON.</summary>
    public static readonly AnswerFormat Json = new("application/json");

    /// <summary>A report for people.</summary>
    public static readonly AnswerFormat Text = new("text/plain");

    private readonly StringSegment _mediaType;

    private AnswerFormat(string mediaType)
    {
        MediaType = mediaType;
        _mediaType = mediaType;
    }

    /// <summary>The media type without parameters.</summary>
    public string MediaType { get; }

    /// <summary>What the client likes best of what there is; JSON if it does not care; <c>null</c> if it takes neither.</summary>
    public static AnswerFormat? Negotiate(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return request.Headers.Accept.Count == 0 || request.Headers.Accept.All(string.IsNullOrWhiteSpace) ? Json : null;
        }

        double json = Json.Quality(accepted), text = Text.Quality(accepted);
        return json <= 0 && text <= 0 ? null : text > json ? Text : Json;
    }

    /// <summary>The quality that the most specific matching range gives to this format; 0 if none matches.</summary>
    private double Quality(IList<MediaTypeHeaderValue> accepted)
    {
        double quality = 0;
        int specificity = -1;
        foreach (MediaTypeHeaderValue range in accepted)
        {
            int specific = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (specific > specificity && MatchesMediaType(range))
            {
                specificity = specific;
                quality = range.Quality ?? 1;
            }
        }

        return quality;
    }

    private bool MatchesMediaType(MediaTypeHeaderValue range) =>
        range.MatchesAllTypes
        || (range.MatchesAllSubTypes
            ? _mediaType.Value!.StartsWith(range.Type.Value + "/", StringComparison.OrdinalIgnoreCase)
            : range.MediaType.Equals(_mediaType, StringComparison.OrdinalIgnoreCase));
}
