using Microsoft.AspNetCore.Http.HttpResults;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Compression;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Tlbi;

/// <summary>The TLBI operations and their operands.</summary>
internal static class TlbiEndpoints
{
    public const string ListId = "getTlbi";
    public const string OperationId = "getTlbiOp";
    public const string OperandId = "getTlbiOperand";

    private static readonly Granule[] Granules = [Granule.Size4K, Granule.Size16K, Granule.Size64K];

    private static readonly TlbiEntry[] Entries = [.. TlbiCatalogue.Operations.Select(TlbiMapping.Of)];

    /// <summary>Maps <c>/v1/tlbi</c> and what is below it.</summary>
    public static void MapTlbi(this IEndpointRouteBuilder routes)
    {
        var tlbi = routes.MapGroup("/v1/tlbi").WithTags("Catalogues").Negotiated().Cached();
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
        var query = new TlbiQuery(request, TlbiMembers.List);
        var scope = query.Name("scope");
        var operand = query.Name("operand");
        if (query.Errors is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        return TypedResults.Ok(Entries.Where(entry =>
            (scope is null || (int)entry.Scope == scope + (int)TlbiEntryScope.Local) && (operand is null || (int)entry.Operand == operand)));
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
        if (new TlbiQuery(request, []).Errors is { } errors)
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

        var query = new TlbiQuery(request, TlbiMembers.Operand);
        var value = query.Value("value");
        var parts = Parts(query);
        var given = query.Errors is null ? parts.Validate(operation) : [];
        foreach (var error in given.Where(error => value is null || error.Member != "pages"))
        {
            query.AddError(error.Member, error.Message);
        }

        if (query.Errors is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        return TypedResults.Ok(value is ulong known
            ? TlbiMapping.Examined(operation, known, parts)
            : TlbiMapping.Built(operation, parts));
    }

    private static OperandParts Parts(TlbiQuery query)
    {
        var granule = query.Name("granule") is int index ? Granules[index] : (Granule?)null;
        return new OperandParts
        {
            Address = query.Value("address"),
            Asid = query.Integer("asid"),
            Level = query.Integer("level"),
            Granule = granule,
            Ds = query.Boolean("ds") ?? false,
            Ns = query.Boolean("ns"),
            Hint = query.Boolean("ttl") ?? true,
            Bytes = Bytes(query, granule ?? Granule.Size4K),
            El20 = query.Name("regime") == 1,
        };
    }

    private static ulong? Bytes(TlbiQuery query, Granule granule)
    {
        var pages = query.Value("pages");
        var size = query.Value("size");
        if (pages is not null && size is not null)
        {
            query.AddError("size", $"Given together with pages={pages}. Accepted: one of them.");
        }
        else if (pages is 0 || pages > 1UL << (56 - (int)granule))
        {
            query.AddError("pages", $"Given {pages}. Accepted: 1 to {1UL << (56 - (int)granule)}.");
        }

        return size ?? pages << (int)granule;
    }

    private static ProblemHttpResult Unknown(string op)
    {
        var nearest = TlbiCatalogue.Nearest(op);
        var given = op.Length > 40 ? op[..40] + "…" : op;
        return TypedResults.Problem(
            statusCode: StatusCodes.Status404NotFound,
            detail: $"There is no TLBI operation '{given}'. The nearest are {string.Join(", ", nearest)}; all are at /v1/tlbi.",
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["nearest"] = nearest });
    }
}
