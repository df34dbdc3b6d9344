using Microsoft.AspNetCore.Http.HttpResults;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.TlbModel;
using WhichFlush.TlbModel.Questions;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.Api.Check;

/// <summary>Checks the caller's own sequence.</summary>
internal static class CheckEndpoints
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>POST /v1/check</c>.</summary>
    public static void MapCheck(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/check", PostCheck).WithName("postCheck").WithTags("Check").Accepts<CheckRequest>("application/json")
            .Negotiated()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>Is my sequence right?</summary>
    /// <remarks>
    /// The members of `/v1/flush`, and `steps`: the instructions of the caller's own sequence, run by one PE. A model explores all
    /// that two PEs and their table walkers can do meanwhile. Steps: `STR new`, `STR invalid`, `STR old`, `STR 0x…`, `STLR new`,
    /// `CAS old, new`; `TLBI OP` (operand as it should be), `TLBI OP, 0x…` (as given), either with `* N` for N at rising addresses;
    /// `DSB` and `DMB` with their options; `ISB`; `DC …` and `IC …`. A `DC` may name what it cleans: with `walksCoherent=false` walkers
    /// see a store for certain only after `DC CVAC entry` and a DSB. Other cache maintenance has no effect on the verdict.
    /// </remarks>
    /// <response code="200">Whether it is safe, and if not how it goes wrong.</response>
    /// <response code="400">Something is wrong with the question; `errors` names every member, and steps by their index.</response>
    /// <response code="413">The body is too large.</response>
    /// <response code="415">The body is no `application/json`.</response>
    /// <response code="422">A bound was reached before there was an answer: 64 steps, a million states, or two seconds.</response>
    private static async Task<Results<Ok<CheckAnswer>, StatusCodeHttpResult, ProblemHttpResult, ValidationProblem>> PostCheck(HttpRequest request)
    {
        if (!QuestionBody.IsJson(request))
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        var binder = new CheckBinder();
        await QuestionBody.ReadAsync(binder, request);
        if (binder.Steps is { Count: > ModelQuestion.MaxSteps } many)
        {
            return Bound($"steps: given {many.Count}, accepted at most {ModelQuestion.MaxSteps}");
        }

        binder.Complete();
        ParsedSequence parsed = StepParser.Parse(binder.Steps ?? [], binder.Old, binder.New);
        AddErrors(binder, parsed.Errors);
        return binder.HasErrors ? TypedResults.ValidationProblem(binder.Errors.ToProblem()) : Check(binder, parsed, request.HttpContext.RequestAborted);
    }

    private static Results<Ok<CheckAnswer>, StatusCodeHttpResult, ProblemHttpResult, ValidationProblem> Check(
        CheckBinder binder, in ParsedSequence parsed, CancellationToken aborted)
    {
        ref readonly Question question = ref binder.Question;
        var asked = new ModelQuestion
        {
            Old = question.Old,
            New = question.New,
            Context = question.Context,
            Children = question.Children,
            Steps = parsed.Steps,
        };
        AddErrors(binder, asked.Validate());
        if (binder.HasErrors)
        {
            return TypedResults.ValidationProblem(binder.Errors.ToProblem());
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(TimeLimit);
        ModelResult result = ModelCheck.Run(asked, limit.Token);
        ServiceMeters.RecordModel(result.States);
        return result.Bounded is string bound ? Bound(bound) : TypedResults.Ok(CheckMapper.Map(question, asked.Steps, binder.Capabilities?.Conditions ?? [], result));
    }

    private static ProblemHttpResult Bound(string which) => TypedResults.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        detail: $"A bound was reached before there was an answer: {which}. Ask about a shorter sequence.");

    private static void AddErrors(CheckBinder binder, IReadOnlyList<StepError> errors)
    {
        foreach (StepError error in errors)
        {
            bool ofStep = error.Index >= 0 && error.Index < binder.Steps?.Count;
            binder.AddError(CheckBinder.StepsName, ofStep ? $"{CheckBinder.StepsName}[{error.Index}]: {error.Message}" : error.Message);
        }
    }
}
