using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Platform.Lifetime;

namespace WhichFlush.Api.Batch;

/// <summary>Answers a batch while it comes in, until the service gives notice that it stops.</summary>
internal sealed class BatchResult(BatchOptions options, BatchFormat format, ShutdownNotice shutdown, FlushJson json) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = format.MediaType;

        // A tool that traces as it goes may have nothing to send for long.
        if (httpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        CancellationToken aborted = httpContext.RequestAborted;
        try
        {
            await BatchStream.Answer(httpContext.Request.BodyReader, httpContext.Response.BodyWriter, options, format, json, shutdown.Token, aborted);
        }
        catch (Exception gone) when (aborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client hung up: nobody waits for the rest, and what was sent are whole answers.
        }
        catch (BadHttpRequestException) when (httpContext.Response.HasStarted)
        {
            // The body ended within itself or is malformed, and it is too late to say so: a connection that is cut does.
            httpContext.Abort();
        }
    }

    /// <inheritdoc />
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(
            StatusCodes.Status200OK, typeof(BatchAnswer), [BatchFormat.Lines.MediaType, BatchFormat.Array.MediaType, BatchFormat.Records.MediaType]));
}
