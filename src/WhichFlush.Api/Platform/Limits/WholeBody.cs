using System.IO.Pipelines;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>
/// Reads bodies for operations that are done in no time once the body is there. Such an operation is exempt from the timer that
/// watches over a request (<see cref="LimitsSetup.WithTimeLimitOnBody"/>): only a body that comes late needs one.
/// </summary>
internal static class WholeBody
{
    /// <summary>Waits until the whole body is there; the caller advances the reader. 503 if that takes too long.</summary>
    public static ValueTask<ReadResult> ReadAsync(HttpRequest request)
    {
        PipeReader body = request.BodyReader;
        if (body.TryRead(out ReadResult read))
        {
            if (read.IsCompleted)
            {
                return new(read);
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        return WaitAsync(body, request.HttpContext);
    }

    private static async ValueTask<ReadResult> WaitAsync(PipeReader body, HttpContext http)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(http.RequestServices.GetRequiredService<Settings>().RequestTimeout);
        try
        {
            ReadResult read = await body.ReadAsync(patience.Token);
            while (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                read = await body.ReadAsync(patience.Token);
            }

            return read;
        }
        catch (OperationCanceledException late) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body took too long to arrive.", StatusCodes.Status503ServiceUnavailable, late);
        }
    }
}
