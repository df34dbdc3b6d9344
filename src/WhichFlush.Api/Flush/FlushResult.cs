using System.Buffers;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace WhichFlush.Api.Flush;

/// <summary>An answer in the format that was negotiated.</summary>
internal sealed class FlushResult(FlushReply reply, AnswerFormat format) : IResult, IEndpointMetadataProvider
{
    private static ArrayBufferWriter<byte>? _spare;

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Vary = "Accept";
        return format == AnswerFormat.Text
            ? httpContext.Response.WriteAsync(WriteHead(httpContext, TextReport.Write(FlushAnswerMapper.Map(reply))))
            : WriteJson(httpContext.Response);
    }

    /// <summary>The whole answer first, so that its length is known and it goes out in one piece.</summary>
    private async Task WriteJson(HttpResponse response)
    {
        ArrayBufferWriter<byte> body = Interlocked.Exchange(ref _spare, null) ?? new(8 * 1024);
        FlushAnswerWriter.Write(body, reply);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        response.BodyWriter.Write(body.WrittenSpan);
        body.ResetWrittenCount();
        _spare = body;
        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }

    /// <inheritdoc />
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(FlushAnswer), [AnswerFormat.Json.MediaType, AnswerFormat.Text.MediaType]));

    private static string WriteHead(HttpContext http, string body)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return body;
    }
}
