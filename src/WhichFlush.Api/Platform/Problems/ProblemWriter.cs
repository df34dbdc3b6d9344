using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace WhichFlush.Api.Platform.Problems;

/// <summary>
/// Writes a problem whatever the request accepts: the framework's own writer leaves a client that asked for
/// <c>text/plain</c> without a word of what is wrong.
/// </summary>
internal sealed class ProblemWriter(IOptions<ProblemDetailsOptions> problems, IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    private const string ContentType = "application/problem+json";

    /// <inheritdoc />
    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <inheritdoc />
    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        // The result is not executed: making one fills in the type and title that belong to the status, for the statuses it knows.
        context.ProblemDetails.Status ??= context.HttpContext.Response.StatusCode;
        _ = TypedResults.Problem(context.ProblemDetails);
        context.ProblemDetails.Title ??= ReasonPhrases.GetReasonPhrase(context.ProblemDetails.Status.Value);
        context.ProblemDetails.Type ??= "about:blank";
        problems.Value.CustomizeProblemDetails?.Invoke(context);

        // Of the run-time type: an HttpValidationProblemDetails has more to say than its base.
        return new ValueTask(context.HttpContext.Response.WriteAsJsonAsync(
            context.ProblemDetails,
            context.ProblemDetails.GetType(),
            json.Value.SerializerOptions,
            ContentType,
            context.HttpContext.RequestAborted));
    }
}
