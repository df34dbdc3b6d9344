using Microsoft.Net.Http.Headers;

namespace WhichFlush.Api.Batch;

/// <summary>The media types of a batch; what comes in one goes out in the same.</summary>
internal sealed class BatchFormat
{
    /// <summary>An item a line.</summary>
    public static readonly BatchFormat Lines = new("application/x-ndjson");

    /// <summary>A JSON array of items.</summary>
    public static readonly BatchFormat Array = new("application/json");

    /// <summary>Records of a fixed width.</summary>
    public static readonly BatchFormat Records = new("application/octet-stream");

    private static readonly BatchFormat[] All = [Lines, Array, Records];

    private BatchFormat(string mediaType) => MediaType = mediaType;

    /// <summary>The media type without parameters.</summary>
    public string MediaType { get; }

    /// <summary>The format of a request's body; <c>null</c> if it is none of them.</summary>
    public static BatchFormat? Of(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        ? System.Array.Find(All, format => given.MediaType.Equals(format.MediaType, StringComparison.OrdinalIgnoreCase))
        : null;
}
