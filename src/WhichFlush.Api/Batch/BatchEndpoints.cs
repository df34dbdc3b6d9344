using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Platform.Lifetime;
using WhichFlush.Api.Platform.Limits;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Batch;

/// <summary>Answers many questions in one request.</summary>
internal static class BatchEndpoints
{
    /// <summary>The operation's id in the contract.</summary>
    public const string OperationId = "postFlushBatch";

    /// <summary>Maps <c>POST /v1/flush/batch</c>.</summary>
    public static void MapBatch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/flush/batch", PostFlushBatch).WithName(OperationId).WithTags("Flush")
            .Accepts<FlushRequest>(BatchFormat.Lines.MediaType, BatchFormat.Array.MediaType, BatchFormat.Records.MediaType)
            .WithoutSizeAndTimeLimits()
            .ProducesProblem(StatusCodes.Status406NotAcceptable)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Which flushes do these changes need?</summary>
    /// <remarks>
    /// The members of `/v1/flush` in every item; what all items share may stand in the query string, and then in no item. An
    /// answer for each item, in the order of the items, in the media type of the request; it is sent while the request still
    /// comes, so read while you write. A bad item answers `{"index": n, "error": {…}}` in its place, and the rest goes on.
    ///
    /// `application/x-ndjson`: an item a line, of at most 1 MiB. Lines end with LF or CRLF, the last one may lack its end, and
    /// blank lines are no items: they are neither answered nor counted.
    ///
    /// `application/json`: an array of items, answered with an array.
    ///
    /// `application/octet-stream`: little-endian records of 32 bytes, answered with records of 32 bytes, or of 48 with `layout=2`,
    /// always in brief.
    ///
    /// | request byte | content |
    /// |---|---|
    /// | 0–7, 8–15 | `old`, `new` |
    /// | 16–23 | `address`, if bit 0 of the flags is set; else 0 |
    /// | 24–25 | `asid`, if bit 1 of the flags is set; else 0 |
    /// | 26–27 | flags: 0 `address` is given, 1 `asid` is given, 2 `sharedWalk`, 3 `spuriousFault`; then two bits each, 0 not given, 2 false, 3 true: 5:4 `sameContents`, 7:6 `sameMapping`, 9:8 `overlapsNonGlobal`; 15:10 zero |
    /// | 28 | `level`, signed; -128: as in the query string |
    /// | 29 | `bbm`; 255: as in the query string, or as `cpu` or `idAa64mmfr2` tell |
    /// | 30–31 | zero |
    ///
    /// | answer byte | content |
    /// |---|---|
    /// | 0 | 0 answered; 1 something is wrong with the record; 2 the body ended within the record; 3 the service is stopping |
    /// | 1 | verdict: 0 `noChange`, 1 `writeOnly`, 2 `writeThenInvalidate`, 3 `viaNt`, 4 `breakBeforeMake` |
    /// | 2 | flags: 0 `mayProceed`, 1 the first operand is known, 2 the second one is, 3 this layout leaves out that an operation has a `count` above 1 or is to be repeated |
    /// | 3 | number of operations, 0 to 2 |
    /// | 4, 6 | operations: 1 VMALLE1, 2 VMALLS12E1, 3 ALLE1, 4 ALLE2, 5 ALLE3, 6 ASIDE1, 7 VAE1, 8 VAAE1, 9 VALE1, 10 VAALE1, 11 VAE2, 12 VALE2, 13 VAE3, 14 VALE3, 15 IPAS2E1, 16 IPAS2LE1, 17 to 26 the range forms RVAE1, RVAAE1, RVALE1, RVAALE1, RVAE2, RVALE2, RVAE3, RVALE3, RIPAS2E1, RIPAS2LE1; 0 none |
    /// | 5, 7 | their scopes: 1 local, 2 inner (IS), 3 outer (OS) |
    /// | 8–15, 16–23 | their operands (Xt of the first instruction), 0 if not known or none |
    /// | 24–31 | bit i is set if the i-th rule of `/v1/rules`, from 0 on, decided |
    ///
    /// With `layout=2` an answer goes on, and bit 3 of its flags is 0:
    ///
    /// | answer byte | content |
    /// |---|---|
    /// | 32–35, 36–39 | `count` of each operation, 0 if there is none |
    /// | 40 | `repeat`: bit 0 of the first operation, bit 1 of the second one |
    /// | 41, 42 | `conditionCount` and `warningCount`, at most 255 |
    /// | 43–47 | zero |
    ///
    /// Where a count is above 1, operands rise evenly: a form by address by the bytes that one entry of the level maps, in units of
    /// 4 KiB; a range form by 2^21 granules, in units of its BaseADDR.
    ///
    /// Where byte 0 is 1, bytes 1 to 7 and from 16 on are 0, and bytes 8 to 15 say what is wrong: bit 0 `old`, 1 `new`, 2 `level`,
    /// 3 `bbm`, 4 `address`, 5 `asid`, 6 `sharedWalk`, 7 `spuriousFault`, 8 `sameContents`, 9 `sameMapping`,
    /// 10 `overlapsNonGlobal`, 11 a bit that must be zero, 12 another member. Where it is 2, all others are 0. Where it is 3,
    /// nothing from here on was answered, bytes 8 to 15 hold the number of records that were, and all others are 0.
    ///
    /// A service that is told to stop lets a batch go on for as long as it can. Then it ends the answers after a whole one, with a
    /// last one that says so: an `error` of status 503 whose `index` is that of the first item that was not answered (for records,
    /// byte 0 is 3). Send the rest, from that index on, in another request.
    /// </remarks>
    /// <response code="200">An answer for each item. The members beside `index` are those of `/v1/flush`: some in brief, all with `detail=full`, or `error`; the last `error` may be that the service is stopping.</response>
    /// <response code="400">Something is wrong with the query string, or the body is no array; `errors` names every member concerned.</response>
    /// <response code="406">`Accept` does not allow the media type of the request.</response>
    /// <response code="415">The body is none of the media types.</response>
    private static async Task<Results<BatchResult, StatusCodeHttpResult, ValidationProblem>> PostFlushBatch(
        HttpRequest request, [FromServices] ShutdownNotice shutdown, [FromServices] FlushJson json)
    {
        if (BatchFormat.Of(request) is not { } format)
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (AcceptHeader.Choose(request, format.MediaType) is null)
        {
            return TypedResults.StatusCode(StatusCodes.Status406NotAcceptable);
        }

        var options = BatchOptions.Read(request.Query, format);
        if (options.Shared.HasErrors)
        {
            return TypedResults.ValidationProblem(options.Shared.Errors.ToProblem());
        }

        if (format == BatchFormat.Array && !await ArraySplitter.StartsArray(request.BodyReader, shutdown.Token, request.HttpContext.RequestAborted))
        {
            options.Shared.AddError("body", Sentences.Wrong("no JSON array", "an array with an object for each item"));
            return TypedResults.ValidationProblem(options.Shared.Errors.ToProblem());
        }

        return new BatchResult(options, format, shutdown, json);
    }
}
