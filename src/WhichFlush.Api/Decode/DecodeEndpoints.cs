using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Decode;

/// <summary>One descriptor, field by field.</summary>
internal static class DecodeEndpoints
{
    /// <summary>Members that say where the descriptor stands: those of <c>/v1/flush</c> that its format depends on.</summary>
    public static readonly string[] ContextMembers =
        ["level", "stage", "regime", "security", "granule", "features", "bbm", "ds", "ha", "hd", "fwb", "wxn", "mair"];

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
        var draft = new FlushDraft();
        ulong? value = null;
        foreach ((string name, StringValues values) in request.Query)
        {
            if (values.Count != 1)
            {
                draft.Fail(name, $"Given {values.Count} times. Accepted: once; lists are comma-separated.");
            }
            else if (name == "value")
            {
                value = TakeValue(draft, values[0] ?? "");
            }
            else if (ContextMembers.Contains(name))
            {
                FlushReader.Read(draft, name, new MemberValue(values[0] ?? ""));
            }
            else
            {
                draft.Fail(name, $"Given {values}, but there is no member of this name. Accepted: value, {string.Join(", ", ContextMembers)}.");
            }
        }

        if (value is null && !draft.Errors.ContainsKey("value"))
        {
            draft.Fail("value", "Given nothing. Accepted: a 64-bit value, as a \"0x…\" string or a decimal integer.");
        }

        if (!draft.IsGiven("level"))
        {
            draft.Fail("level", "Given nothing. Accepted: an integer, -1 to 3.");
        }

        foreach (MemberError error in new Question { Old = 0, New = 0, Context = draft.Context }.Validate().Where(error => !draft.Errors.ContainsKey(error.Member)))
        {
            draft.Fail(error.Member, error.Message);
        }

        return draft.Errors.Count > 0 ? TypedResults.ValidationProblem(draft.Errors) : TypedResults.Ok(Decode(draft.Context, value!.Value));
    }

    private static ulong? TakeValue(FlushDraft draft, string text)
    {
        if (new MemberValue(text).TryUInt64(out ulong value))
        {
            return value;
        }

        draft.Fail("value", $"Given {text}. Accepted: a 64-bit value, as a \"0x…\" string or a decimal integer.");
        return null;
    }

    private static DecodeAnswer Decode(TranslationContext context, ulong value)
    {
        Descriptor descriptor = Decoder.Decode(context, value);
        return new DecodeAnswer
        {
            Raw = FlushAnswerMapper.Hex(value),
            Kind = descriptor.Kind.ToString(),
            Maps = descriptor.IsLeaf ? FlushAnswerMapper.Hex(1UL << Geometry.EntryShift(context.Granule, context.Level)) : null,
            Address = descriptor.Kind == DescriptorKind.Invalid ? null : FlushAnswerMapper.Hex(descriptor.Address),
            Fields =
            [
                .. DescriptorFields.List(context, value).Select(field => new DecodedField
                {
                    Field = field.Name,
                    Bits = field.Bits,
                    Raw = FlushAnswerMapper.Hex(field.Value),
                    Text = field.Text,
                    Meaning = field.Meaning,
                    Elsewhere = field.Elsewhere(),
                }),
            ],
        };
    }
}
