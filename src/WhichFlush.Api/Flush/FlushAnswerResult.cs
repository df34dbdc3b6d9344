using System.Buffers;
using System.Net.Mime;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Flush;

/// <summary>An answer in the negotiated format.</summary>
/// <param name="binder">A valid question.</param>
/// <param name="mediaType">The media type, without parameters.</param>
/// <param name="json">Writer of JSON.</param>
internal sealed class FlushAnswerResult(QuestionBinder binder, string mediaType, FlushJson json) : IResult, IEndpointMetadataProvider
{
    private static ArrayBufferWriter<byte>? _spare;

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Vary = "Accept";
        return mediaType == MediaTypeNames.Text.Plain
            ? WriteReport(httpContext.Response)
            : WriteJson(httpContext.Response);
    }

    /// <summary>Writes to a buffer first: the length is known then, and the answer goes out in one piece.</summary>
    private async Task WriteJson(HttpResponse response)
    {
        ArrayBufferWriter<byte> body = Interlocked.Exchange(ref _spare, null) ?? new(8 * 1024);
        json.Write(body, binder.Question, binder, Aborted(response.HttpContext));
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory);
        body.ResetWrittenCount();
        _spare = body;
    }

    /// <inheritdoc />
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(FlushAnswer), [MediaTypeNames.Application.Json, MediaTypeNames.Text.Plain]));

    /// <summary>Only a witness takes long enough to be aborted. The server makes its token on first use, so other answers do not ask for it.</summary>
    private CancellationToken Aborted(HttpContext http) => binder.Witness ? http.RequestAborted : CancellationToken.None;

    private Task WriteReport(HttpResponse response)
    {
        var reply = FlushReply.To(binder.Question, binder, Aborted(response.HttpContext));
        ServiceMeters.CountDecision(FlushAnswerMapper.VerdictOf(reply.Answer.Decision.Verdict), reply.Rules);
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(TextReport.Write(FlushAnswerMapper.Map(reply)));
    }
}
