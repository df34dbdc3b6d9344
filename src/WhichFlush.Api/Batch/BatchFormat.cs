using Microsoft.Net.Http.Headers;

namespace WhichFlush.Api.Batch;

/// <summary>A media type of a batch; the answer has the media type of the request.</summary>
internal sealed class BatchFormat
{
    /// <summary>JSON lines: one item a line.</summary>
    public static readonly BatchFormat Lines = new("application/x-ndjson");

    /// <summary>A JSON array of items.</summary>
    public static readonly BatchFormat Array = new("application/json");

    /// <summary>Binary records of 32 bytes.</summary>
    public static readonly BatchFormat Records = new("application/octet-stream");

    private static readonly BatchFormat[] All = [Lines, Array, Records];

    private BatchFormat(string mediaType) => MediaType = mediaType;

    /// <summary>The media type without parameters.</summary>
    public string MediaType { get; }

    /// <summary>The format of a request's body; <c>null</c> for any other media type.</summary>
    public static BatchFormat? Of(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? given)
        ? System.Array.Find(All, format => given.MediaType.Equals(format.MediaType, StringComparison.OrdinalIgnoreCase))
        : null;
}
