using System.IO.Compression;
using WhichFlush.Api.Platform.Negotiation;

namespace WhichFlush.Api.Platform.Compression;

/// <summary>Compresses whole bodies and sends them.</summary>
/// <remarks>
/// Compression over TLS can reveal a secret that shares a body with text of an attacker (BREACH). Bodies of this service hold no secrets.
/// </remarks>
internal static class CompressedBody
{
    /// <summary>Compresses bytes.</summary>
    /// <param name="coding">A constant of <see cref="ContentCoding"/>.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="level">The effort.</param>
    public static byte[] Compress(string coding, ReadOnlySpan<byte> body, CompressionLevel level)
    {
        using var compressed = new MemoryStream();
        using (Stream encoder = coding == ContentCoding.Brotli ? new BrotliStream(compressed, level, leaveOpen: true) : new GZipStream(compressed, level, leaveOpen: true))
        {
            encoder.Write(body);
        }

        return compressed.ToArray();
    }

    /// <summary>Sends a body of known length; a <paramref name="coding"/> other than <c>null</c> was applied to it.</summary>
    /// <remarks>A coding makes the ETag weak: a strong one names exact bytes, and these belong to the body without a coding.</remarks>
    public static Task SendAsync(HttpResponse response, ReadOnlyMemory<byte> body, string? coding)
    {
        IHeaderDictionary headers = response.Headers;
        response.ContentLength = body.Length;
        if (coding is not null)
        {
            headers.ContentEncoding = coding;
            if (headers.ETag is [{ } strong])
            {
                headers.ETag = $"W/{strong}";
            }
        }

        return response.BodyWriter.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }
}
