using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Limits;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Flush;

/// <summary>Answers one question.</summary>
internal static class FlushEndpoints
{
    /// <summary>Adds the services of <see cref="MapFlush"/>.</summary>
    public static IServiceCollection AddFlush(this IServiceCollection services) => services.AddSingleton(FlushJson.Create());

    /// <summary>Maps <c>GET</c> and <c>POST /v1/flush</c>.</summary>
    public static void MapFlush(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder flush = routes.MapGroup("/v1/flush").WithTags("Flush").WithTimeLimitOnBody();
        flush.MapGet("", GetFlush).WithName("getFlush")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
        flush.MapPost("", PostFlush).WithName("postFlush").Accepts<FlushRequest>("application/json")
            .ProducesProblem(StatusCodes.Status406NotAcceptable)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
    }

    /// <summary>Which flush does this change need?</summary>
    /// <remarks>
    /// The question stands in the query. The answer depends on the URL and the rule book alone: it carries an ETag and a
    /// long-lived public Cache-Control. With `Accept: text/plain` it comes as a report of 80 columns.
    /// </remarks>
    /// <response code="200">The answer.</response>
    /// <response code="304">The answer is the one that `If-None-Match` names.</response>
    /// <response code="400">Something is wrong with the question; `errors` names every member concerned.</response>
    /// <response code="406">`Accept` allows neither JSON nor plain text.</response>
    private static Results<FlushAnswerResult, StatusCodeHttpResult, ValidationProblem> GetFlush(HttpRequest request, [FromServices] FlushJson json)
    {
        if (AcceptHeader.Choose(request, MediaTypeNames.Application.Json, MediaTypeNames.Text.Plain) is not { } mediaType)
        {
            return TypedResults.StatusCode(StatusCodes.Status406NotAcceptable);
        }

        var binder = new QuestionBinder();
        QueryReader.Read(binder, binder.Members, request.Query);
        binder.Complete();
        if (binder.HasErrors)
        {
            return TypedResults.ValidationProblem(binder.Errors.ToProblem());
        }

        if (AnswerCaching.IsKnown(request.HttpContext, mediaType))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return new FlushAnswerResult(binder, mediaType, json);
    }

    /// <summary>Which flush does this change need? (Question in the body.)</summary>
    /// <remarks>The same as with GET, with the members in a flat JSON object; children may be given, too.</remarks>
    /// <response code="200">The answer.</response>
    /// <response code="400">Something is wrong with the question; `errors` names every member concerned.</response>
    /// <response code="406">`Accept` allows neither JSON nor plain text.</response>
    /// <response code="413">The body is too large.</response>
    /// <response code="415">The body is no `application/json`.</response>
    private static async Task<Results<FlushAnswerResult, StatusCodeHttpResult, ValidationProblem>> PostFlush(HttpRequest request, [FromServices] FlushJson json)
    {
        if (!QuestionBody.IsJson(request))
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (AcceptHeader.Choose(request, MediaTypeNames.Application.Json, MediaTypeNames.Text.Plain) is not { } mediaType)
        {
            return TypedResults.StatusCode(StatusCodes.Status406NotAcceptable);
        }

        var binder = new QuestionBinder();
        await QuestionBody.ReadAsync(binder, request);
        binder.Complete();
        return binder.HasErrors ? TypedResults.ValidationProblem(binder.Errors.ToProblem()) : new FlushAnswerResult(binder, mediaType, json);
    }
}
