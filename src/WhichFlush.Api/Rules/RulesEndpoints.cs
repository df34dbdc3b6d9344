using Microsoft.AspNetCore.Http.HttpResults;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.Rules;

/// <summary>The rule book as data, from the table that the engine runs.</summary>
internal static class RulesEndpoints
{
    private static readonly RuleAnswer[] Rows = [.. RuleTable.Rules.Select(Map)];

    /// <summary>Maps <c>/v1/rules</c> and <c>/v1/rules/{id}</c>.</summary>
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder rules = routes.MapGroup("/v1/rules").WithTags("Catalogues").Negotiated().Cached();
        rules.MapGet("", GetRules).WithName("getRules");
        rules.MapGet("/{id}", GetRule).WithName("getRule").ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The rule book.</summary>
    /// <remarks>Every row in its order. The requirements of all rows that a change triggers are joined, so the order decides nothing.</remarks>
    /// <response code="200">The rows, and the version of the book.</response>
    /// <response code="400">A query parameter was given.</response>
    private static Results<Ok<RuleBookAnswer>, ValidationProblem> GetRules(HttpRequest request) =>
        QueryReader.ErrorsWithoutMembers(request.Query) is { } errors
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(new RuleBookAnswer { RulesVersion = RuleTable.Version, Rules = Rows });

    /// <summary>One rule.</summary>
    /// <remarks>By the number of its row, such as `6` or `9a`, or all rows that cite a rule of the manual, such as `RWHZWS`: then the first of them.</remarks>
    /// <param name="id" example="6">Row number, or Arm's rule id.</param>
    /// <param name="request">The request.</param>
    /// <response code="200">The row.</response>
    /// <response code="400">A query parameter was given.</response>
    /// <response code="404">There is no such row, and none cites such a rule.</response>
    private static Results<Ok<RuleAnswer>, ValidationProblem, ProblemHttpResult> GetRule(string id, HttpRequest request)
    {
        if (QueryReader.ErrorsWithoutMembers(request.Query) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        Rule? rule = RuleTable.Find(id)
            ?? RuleTable.Rules.FirstOrDefault(row => row.Cites.Contains(id, StringComparer.OrdinalIgnoreCase));
        return rule is null
            ? TypedResults.Problem(
                statusCode: StatusCodes.Status404NotFound,
                detail: $"Given '{id}'. Accepted: a row, {string.Join(", ", RuleTable.Rules.Select(row => row.Id))}, or a rule id that a row cites.")
            : TypedResults.Ok(Map(rule));
    }

    private static RuleAnswer Map(Rule rule) => new()
    {
        Id = rule.Id,
        Title = rule.Title,
        Basis = EnumMap<RuleBasis>.Of(rule.Basis),
        Asks = rule.Asks,
        Why = rule.Why,
        Changes = [.. rule.On.ToString().Split(", ").Select(name => char.ToLowerInvariant(name[0]) + name[1..])],
        Cites = [.. rule.Cites.Select(Citation.Of).Select(citation => new CitationAnswer { Rule = citation.Id, Section = citation.Section, Gist = citation.Gist })],
    };
}
