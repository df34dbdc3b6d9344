using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace WhichFlush.Api.Platform.Problems;

/// <summary>Explains a request that the framework could not bind or the server could not read.</summary>
/// <remarks>Anything else that is thrown is left to the framework: a 500 that keeps its stack trace to the logs.</remarks>
internal sealed class BadRequestHandler(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        var problem = ProblemOf(bad, httpContext.Request);
        httpContext.Response.StatusCode = bad.StatusCode;
        try
        {
            return await problems.TryWriteAsync(new ProblemDetailsContext
            {
                HttpContext = httpContext,
                ProblemDetails = problem,
                Exception = exception,
            });
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has gone in the middle of its body: nobody is left to tell, and it is no error of the service.
            return true;
        }
    }

    private static ProblemDetails ProblemOf(BadHttpRequestException exception, HttpRequest request) => exception switch
    {
        { InnerException: JsonException json } =>
            new HttpValidationProblemDetails { Errors = { [MemberOf(json)] = [MessageOf(json)] }, Status = exception.StatusCode },
        // The server's own exceptions derive from the framework's: a body that ends too early, or whose chunks are malformed.
        { StatusCode: StatusCodes.Status400BadRequest } when exception.GetType() != typeof(BadHttpRequestException) =>
            new HttpValidationProblemDetails { Errors = { ["body"] = [$"The body cannot be read: {exception.Message}"] } },
        { StatusCode: StatusCodes.Status400BadRequest } when HttpMethods.IsPost(request.Method) =>
            new HttpValidationProblemDetails { Errors = { ["body"] = ["The body is missing or null; a JSON body is required."] } },
        { StatusCode: StatusCodes.Status400BadRequest } =>
            new ProblemDetails { Detail = exception.Message },
        _ => new ProblemDetails { Status = exception.StatusCode },
    };

    /// <summary>The request's own name for what is wrong, or <c>body</c> if it is the body as a whole.</summary>
    private static string MemberOf(JsonException exception) =>
        exception.Path is null or "$" or "" ? "body" : exception.Path.StartsWith("$.", StringComparison.Ordinal) ? exception.Path[2..] : exception.Path;

    private static string MessageOf(JsonException exception) =>
        $"The JSON is not what this operation takes, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.";
}
