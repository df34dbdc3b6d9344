using System.IO.Pipelines;
using WhichFlush.Api.Platform.Configuration;

namespace WhichFlush.Api.Platform.Limits;

/// <summary>
/// Reads a whole body within the request's time limit. An operation that answers at once when its body is there needs no timer
/// of its own (<see cref="LimitsSetup.WithTimeLimitOnBody"/>).
/// </summary>
internal static class WholeBody
{
    /// <summary>Waits for the whole body; the caller advances the reader.</summary>
    /// <exception cref="BadHttpRequestException">The body did not arrive in time (503), or is larger than the server allows (413).</exception>
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
