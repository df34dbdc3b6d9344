using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace WhichFlush.Api.Platform.Problems;

/// <summary>Completes the problems that the framework found and left without an explanation.</summary>
internal static class ProblemExplanation
{
    private const string TraceId = "traceId";

    /// <summary>Fills in the members that a problem lacks.</summary>
    public static void Explain(ProblemDetailsContext context)
    {
        ProblemDetails problem = context.ProblemDetails;
        problem.Detail ??= DetailOf(context.HttpContext, problem.Status);

        // The framework knows both for common statuses only.
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status ?? 0);
        problem.Type ??= "about:blank";

        // The framework names the trace in every problem. An operator needs the trace to find an error of the service in the logs, and none for a bad request.
        if (problem.Status < StatusCodes.Status500InternalServerError)
        {
            problem.Extensions.Remove(TraceId);
        }
    }

    private static string? DetailOf(HttpContext http, int? status)
    {
        HttpRequest request = http.Request;
        return status switch
        {
            StatusCodes.Status404NotFound =>
                $"There is nothing at '{request.Path}'; what there is is listed at /swagger.",
            StatusCodes.Status405MethodNotAllowed =>
                $"'{request.Path}' does not take {request.Method}; it takes {http.Response.Headers.Allow}.",
            StatusCodes.Status406NotAcceptable =>
                $"No answer of '{request.Path}' has a media type that 'Accept: {request.Headers.Accept}' allows.",
            StatusCodes.Status408RequestTimeout =>
                "The request took too long to arrive.",
            StatusCodes.Status413PayloadTooLarge =>
                "The body is larger than this operation takes.",
            StatusCodes.Status415UnsupportedMediaType when string.IsNullOrEmpty(request.ContentType) =>
                $"The body has no Content-Type; '{request.Path}' takes application/json.",
            StatusCodes.Status415UnsupportedMediaType =>
                $"'{request.Path}' does not take a body of type '{request.ContentType}'.",
            StatusCodes.Status429TooManyRequests =>
                $"This client asks too much at once; it may ask again in {http.Response.Headers.RetryAfter} s (Retry-After). A batch asks many questions with one request.",
            StatusCodes.Status503ServiceUnavailable =>
                "The request was not done in the time that the service gives one; it may be sent again.",
            StatusCodes.Status500InternalServerError =>
                "The service failed to answer; the request is not to blame. The logs name the trace given here.",
            _ => null,
        };
    }
}
