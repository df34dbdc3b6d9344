using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Metrics;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.TlbModel;
using WhichFlush.TlbModel.Questions;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.Api.Check;

/// <summary>Is the caller's own sequence right?</summary>
internal static class CheckEndpoints
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>POST /v1/check</c>.</summary>
    public static void MapCheck(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/check", PostCheck).WithName("postCheck").WithTags("Check").Accepts<CheckRequest>("application/json")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>Is my sequence right?</summary>
    /// <remarks>
    /// The members of `/v1/flush`, and `steps`: the instructions of the caller's own sequence, run by one PE. A model explores all
    /// that two PEs and their table walkers can do meanwhile. Steps: `STR new`, `STR invalid`, `STR old`, `STR 0x…`, `STLR new`,
    /// `CAS old, new`; `TLBI OP` (operand as it should be), `TLBI OP, 0x…` (as given), either with `* N` for N at rising addresses;
    /// `DSB` and `DMB` with their options; `ISB`; `DC …` and `IC …`, which have no effect on the verdict.
    /// </remarks>
    /// <response code="200">Whether it is safe, and if not how it goes wrong.</response>
    /// <response code="400">Something is wrong with the question; `errors` names every member, and steps by their index.</response>
    /// <response code="413">The body is too large.</response>
    /// <response code="415">The body is no `application/json`.</response>
    /// <response code="422">A bound was reached before there was an answer: 64 steps, a million states, or two seconds.</response>
    private static async Task<Results<Ok<CheckAnswer>, StatusCodeHttpResult, ProblemHttpResult, ValidationProblem>> PostCheck(HttpRequest request)
    {
        if (FlushReader.StartOfBody(request) is not { } draft)
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        using JsonDocument? body = await FlushReader.ReadBodyAsync(request, draft);
        if (body is null)
        {
            return TypedResults.ValidationProblem(draft.Errors);
        }

        IReadOnlyList<string>? lines = ReadMembers(draft, body.RootElement);
        if (lines is { Count: > ModelQuestion.MaxSteps })
        {
            return Bound($"steps: given {lines.Count}, accepted at most {ModelQuestion.MaxSteps}");
        }

        Question? question = draft.Finish(out var errors);
        ParsedSequence parsed = StepParser.Parse(lines ?? [], draft.Old, draft.New);
        if (lines is not null)
        {
            Fail(draft, parsed.Errors, lines);
            errors = draft.Errors is { Count: > 0 } all ? all : errors;
        }

        return question is null || errors is { Count: > 0 } ? TypedResults.ValidationProblem(errors!) : Check(question.Value, parsed, draft, lines!, request.HttpContext.RequestAborted);
    }

    private static Results<Ok<CheckAnswer>, StatusCodeHttpResult, ProblemHttpResult, ValidationProblem> Check(
        in Question question, in ParsedSequence parsed, FlushDraft draft, IReadOnlyList<string> lines, CancellationToken aborted)
    {
        var asked = new ModelQuestion
        {
            Old = question.Old,
            New = question.New,
            Context = question.Context,
            Children = question.Children,
            Steps = parsed.Steps,
        };
        Fail(draft, asked.Validate(), lines);
        if (draft.Errors is { Count: > 0 } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(TimeLimit);
        ModelResult result = ModelCheck.Run(asked, limit.Token);
        ServiceMeters.RecordModel(result.States);
        return result.Bounded is string bound ? Bound(bound) : TypedResults.Ok(CheckMapper.Map(question, result));
    }

    private static ProblemHttpResult Bound(string which) => TypedResults.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        detail: $"A bound was reached before there was an answer: {which}. Ask about a shorter sequence.");

    /// <summary>Reads the members of the question, and hands out its steps.</summary>
    private static List<string>? ReadMembers(FlushDraft draft, JsonElement body)
    {
        List<string>? lines = null;
        FlushReader.ReadObject(draft, body, member =>
        {
            bool isSteps = member.Name == "steps";
            lines = isSteps ? Steps(draft, member.Value) : lines;
            return isSteps;
        });
        if (lines is null && !draft.Errors.ContainsKey("steps") && !draft.Errors.ContainsKey("body"))
        {
            draft.Fail("steps", "Given nothing. Accepted: an array of instructions, one string each.");
        }

        return lines;
    }

    private static List<string>? Steps(FlushDraft draft, JsonElement steps)
    {
        if (steps.ValueKind == JsonValueKind.Array && steps.EnumerateArray().All(step => step.ValueKind == JsonValueKind.String))
        {
            return [.. steps.EnumerateArray().Select(step => step.GetString()!)];
        }

        draft.Fail("steps", $"Given {new MemberValue(steps).Given}. Accepted: an array of instructions, one string each.");
        return null;
    }

    private static void Fail(FlushDraft draft, IReadOnlyList<StepError> errors, IReadOnlyList<string> lines)
    {
        foreach (StepError error in errors)
        {
            draft.Fail("steps", error.Index >= 0 && error.Index < lines.Count ? $"steps[{error.Index}]: {error.Message}" : error.Message);
        }
    }
}
