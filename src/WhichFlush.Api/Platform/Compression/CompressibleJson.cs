using System.IO.Compression;
using System.Text.Json;
using WhichFlush.Api.Contract;

namespace WhichFlush.Api.Platform.Compression;

/// <summary>A JSON answer that is compressed if it is large.</summary>
/// <param name="value">The answer.</param>
/// <param name="coding">The coding that the client prefers.</param>
internal sealed class CompressibleJson(object value, string coding) : IResult, IStatusCodeHttpResult
{
    /// <summary>Minimum length, in bytes, of a body that is compressed. A smaller one saves few packets for the time that it costs.</summary>
    public const int MinBytes = 32 * 1024;

    /// <inheritdoc />
    public int? StatusCode => StatusCodes.Status200OK;

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), JsonSetup.Options);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return json.Length < MinBytes
            ? CompressedBody.SendAsync(httpContext.Response, json, coding: null)
            : CompressedBody.SendAsync(httpContext.Response, CompressedBody.Compress(coding, json, CompressionLevel.Fastest), coding);
    }
}
