using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace WhichFlush.Api.Platform.Problems;

/// <summary>Explains why the framework could not bind a request, or the server could not read one.</summary>
/// <remarks>The framework handles all other exceptions: it answers 500 and logs the stack trace.</remarks>
internal sealed class BadRequestHandler(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        ProblemDetails problem = ProblemOf(bad, httpContext.Request);
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
            // The client closed the connection in the middle of its body. Nobody reads an answer, and the service made no error.
            return true;
        }
    }

    private static ProblemDetails ProblemOf(BadHttpRequestException exception, HttpRequest request) => exception switch
    {
        { InnerException: JsonException json } =>
            new HttpValidationProblemDetails { Errors = { [MemberOf(json)] = [MessageOf(json)] }, Status = exception.StatusCode },
        // A type derived by the server: the body ends too early, or its chunks are malformed.
        { StatusCode: StatusCodes.Status400BadRequest } when exception.GetType() != typeof(BadHttpRequestException) =>
            new HttpValidationProblemDetails { Errors = { ["body"] = [$"The body cannot be read: {exception.Message}"] } },
        { StatusCode: StatusCodes.Status400BadRequest } when HttpMethods.IsPost(request.Method) =>
            new HttpValidationProblemDetails { Errors = { ["body"] = ["The body is missing or null; a JSON body is required."] } },
        { StatusCode: StatusCodes.Status400BadRequest } =>
            new ProblemDetails { Detail = exception.Message },
        _ => new ProblemDetails { Status = exception.StatusCode },
    };

    /// <summary>The path of the wrong member in the body, or <c>body</c> for the whole body.</summary>
    private static string MemberOf(JsonException exception) =>
        exception.Path is null or "$" or "" ? "body" : exception.Path.StartsWith("$.", StringComparison.Ordinal) ? exception.Path[2..] : exception.Path;

    private static string MessageOf(JsonException exception) =>
        $"The JSON is not what this operation takes, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.";
}
