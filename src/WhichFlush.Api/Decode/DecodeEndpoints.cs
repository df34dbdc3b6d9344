using Microsoft.AspNetCore.Http.HttpResults;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Decode;

/// <summary>Decodes a descriptor field by field.</summary>
internal static class DecodeEndpoints
{
    /// <summary>The descriptor, and the members of <c>/v1/flush</c> that its format depends on.</summary>
    public static readonly MemberTable<QuestionBinder> Members = new(
        [
            QuestionMembers.Find("old")! with { Name = "value", Description = "The 64-bit descriptor." },
            .. new[] { "level", "stage", "regime", "security", "granule", "features", "bbm", "ds", "ha", "hd", "fwb", "wxn", "mair", "hpd", "pnch", "pir", "pire0", "s2pir" }
                .Select(name => QuestionMembers.Find(name)!),
        ],
        "value", "level");

    /// <summary>Maps <c>GET /v1/decode</c>.</summary>
    public static void MapDecode(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/decode", GetDecode).WithName("getDecode").WithTags("Catalogues").Negotiated().Cached();

    /// <summary>What does a descriptor say?</summary>
    /// <remarks>
    /// Field by field, the highest bits first: bits, value, meaning, and what the same bits would be in another context, where
    /// many misreadings come from.
    /// </remarks>
    /// <response code="200">The descriptor, decoded.</response>
    /// <response code="400">Something is wrong with the question; `errors` names every member concerned.</response>
    private static Results<Ok<DecodeAnswer>, ValidationProblem> GetDecode(HttpRequest request)
    {
        var binder = new QuestionBinder(Members);
        QueryReader.Read(binder, Members, request.Query);

        // Nothing changes, so that no stage can be wrong.
        binder.Context.StageAssumed = false;
        ref readonly Question question = ref binder.Complete();
        return binder.HasErrors ? TypedResults.ValidationProblem(binder.Errors.ToProblem()) : TypedResults.Ok(Decode(question.Where, question.Old));
    }

    private static DecodeAnswer Decode(in TranslationContext context, ulong value)
    {
        Descriptor descriptor = Decoder.Decode(context, value);
        return new DecodeAnswer
        {
            Raw = Hex64.ToText(value),
            Kind = descriptor.Kind.ToString(),
            Maps = descriptor.IsLeaf ? Hex64.ToText(1UL << Geometry.EntryShift(context.Granule, context.Level)) : null,
            Address = descriptor.Kind == DescriptorKind.Invalid ? null : Hex64.ToText(descriptor.Address),
            Fields =
            [
                .. DescriptorFields.List(context, value).Select(field => new DecodedField
                {
                    Field = field.Name,
                    Bits = field.Bits,
                    Raw = Hex64.ToText(field.Value),
                    Text = field.Text,
                    Meaning = field.Meaning,
                    Elsewhere = field.Elsewhere(),
                }),
            ],
        };
    }
}
