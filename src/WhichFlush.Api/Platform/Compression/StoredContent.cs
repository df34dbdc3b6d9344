using System.IO.Compression;
using WhichFlush.Api.Platform.Negotiation;

namespace WhichFlush.Api.Platform.Compression;

/// <summary>A file that the service sends again and again. Each compressed form is made on first use and kept.</summary>
/// <param name="content">The bytes.</param>
/// <param name="contentType">The media type with its parameters.</param>
internal sealed class StoredContent(byte[] content, string contentType) : IResult, IStatusCodeHttpResult
{
    private readonly Lazy<byte[]> _brotli = new(() => CompressedBody.Compress(ContentCoding.Brotli, content, CompressionLevel.Optimal));
    private readonly Lazy<byte[]> _gzip = new(() => CompressedBody.Compress(ContentCoding.Gzip, content, CompressionLevel.Optimal));

    /// <inheritdoc />
    public int? StatusCode => StatusCodes.Status200OK;

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        string? coding = ContentCoding.Choose(httpContext.Request);
        byte[] body = coding switch
        {
            null => content,
            ContentCoding.Brotli => _brotli.Value,
            _ => _gzip.Value,
        };
        httpContext.Response.ContentType = contentType;
        return CompressedBody.SendAsync(httpContext.Response, body, coding);
    }
}
