using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace WhichFlush.Api.Flush;

/// <summary>An answer in the format that was negotiated.</summary>
internal sealed class FlushResult(FlushAnswer answer, AnswerFormat format) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Vary = "Accept";
        return format == AnswerFormat.Text
            ? httpContext.Response.WriteAsync(WriteHead(httpContext, TextReport.Write(answer)))
            : httpContext.Response.WriteAsJsonAsync(answer);
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
