using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Lifetime;

namespace WhichFlush.Api.Batch;

/// <summary>Answers a batch while its body arrives, until it ends or the service stops.</summary>
internal sealed class BatchResult(BatchOptions options, BatchFormat format, LastCall lastCall) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = format.MediaType;

        // A client that traces a running system may send nothing for a long time.
        if (httpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        CancellationToken aborted = httpContext.RequestAborted;
        try
        {
            await BatchStream.Answer(httpContext.Request.BodyReader, httpContext.Response.BodyWriter, options, format, lastCall.Token, aborted);
        }
        catch (Exception gone) when (aborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client hung up. Only whole answers were sent.
        }
        catch (BadHttpRequestException) when (httpContext.Response.HasStarted)
        {
            // The framing of the body is broken, and the status is sent already: only a cut connection can tell the client.
            httpContext.Abort();
        }
    }

    /// <inheritdoc />
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(
            StatusCodes.Status200OK, typeof(BatchAnswer), [BatchFormat.Lines.MediaType, BatchFormat.Array.MediaType, BatchFormat.Records.MediaType]));
}
