using Microsoft.AspNetCore.Http.HttpResults;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Compression;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Tlbi;

/// <summary>Lists TLBI operations, and builds and judges their operands.</summary>
internal static class TlbiEndpoints
{
    public const string ListId = "getTlbi";
    public const string OperationId = "getTlbiOp";
    public const string OperandId = "getTlbiOperand";

    private static readonly TlbiEntry[] Entries = [.. TlbiCatalogue.Operations.Select(TlbiMapping.Of)];

    /// <summary>Maps <c>/v1/tlbi</c>, <c>/v1/tlbi/{op}</c> and <c>/v1/tlbi/{op}/operand</c>.</summary>
    public static void MapTlbi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder tlbi = routes.MapGroup("/v1/tlbi").WithTags("Catalogues").Negotiated().Cached();
        tlbi.MapGet("", GetList).WithName(ListId).Compressed();
        tlbi.MapGet("/{op}", GetOperation).WithName(OperationId).ProducesProblem(StatusCodes.Status404NotFound);
        tlbi.MapGet("/{op}/operand", GetOperand).WithName(OperandId).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>All TLBI operations.</summary>
    /// <remarks>The 166 operations with a 64-bit operand: encoding, operand, features, and what each removes.</remarks>
    /// <response code="200">The operations, by family, scope and nXS.</response>
    /// <response code="400">A member of the query is unknown or wrong; the errors name each.</response>
    private static Results<Ok<IEnumerable<TlbiEntry>>, ValidationProblem> GetList(HttpRequest request)
    {
        var filter = new TlbiFilter();
        QueryReader.Read(filter, TlbiFilter.Members, request.Query);
        return filter.HasErrors ? TypedResults.ValidationProblem(filter.Errors.ToProblem()) : TypedResults.Ok(Entries.Where(filter.Passes));
    }

    /// <summary>One TLBI operation.</summary>
    /// <remarks>By its mnemonic, in any case: <c>VAE1IS</c>, <c>ripas2le1osnxs</c>.</remarks>
    /// <param name="op" example="VAE1IS">The mnemonic, without <c>TLBI</c>.</param>
    /// <param name="request">The request.</param>
    /// <response code="200">The operation.</response>
    /// <response code="400">A member of the query is unknown.</response>
    /// <response code="404">There is no such operation; the detail, and <c>nearest</c>, name those that are nearest.</response>
    private static Results<Ok<TlbiEntry>, ValidationProblem, ProblemHttpResult> GetOperation(string op, HttpRequest request)
    {
        if (QueryReader.ErrorsWithoutMembers(request.Query) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        return TlbiCatalogue.Find(op) is TlbiOperation operation ? TypedResults.Ok(TlbiMapping.Of(operation)) : Unknown(op);
    }

    /// <summary>The operand of a TLBI operation: build it, or check one.</summary>
    /// <remarks>
    /// Without <c>value</c>, Xt is built from the other members: one operand, or several for a range that one does not cover.
    /// With <c>value</c>, it is taken apart, every fault is named (not shifted, shifted by the granule, sign bits or address bits in TTL
    /// or ASID, a hint that cannot match, a misaligned or too short range), and the right operand is given. What is not given is not judged.
    /// </remarks>
    /// <param name="op" example="VAE1IS">The mnemonic, without <c>TLBI</c>, in any case.</param>
    /// <param name="request">The request.</param>
    /// <response code="200">The operand.</response>
    /// <response code="400">Members of the query are unknown or wrong; the errors name each.</response>
    /// <response code="404">There is no such operation; the detail, and <c>nearest</c>, name those that are nearest.</response>
    private static Results<Ok<TlbiOperandAnswer>, ValidationProblem, ProblemHttpResult> GetOperand(string op, HttpRequest request)
    {
        if (TlbiCatalogue.Find(op) is not TlbiOperation operation)
        {
            return Unknown(op);
        }

        var query = OperandQuery.Read(request.Query, operation);
        if (query.HasErrors)
        {
            return TypedResults.ValidationProblem(query.Errors.ToProblem());
        }

        return TypedResults.Ok(query.Value is ulong value
            ? TlbiMapping.Examined(operation, value, query.Parts)
            : TlbiMapping.Built(operation, query.Parts));
    }

    private static ProblemHttpResult Unknown(string op)
    {
        IReadOnlyList<string> nearest = TlbiCatalogue.Nearest(op);
        string given = op.Length > 40 ? op[..40] + "…" : op;
        return TypedResults.Problem(
            statusCode: StatusCodes.Status404NotFound,
            detail: $"There is no TLBI operation '{given}'. The nearest are {string.Join(", ", nearest)}; all are at /v1/tlbi.",
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["nearest"] = nearest });
    }
}
