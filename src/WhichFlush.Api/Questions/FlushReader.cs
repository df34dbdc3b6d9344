using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using WhichFlush.Api.Platform.Limits;

namespace WhichFlush.Api.Questions;

/// <summary>Reads the members of a question, from a query string or a flat JSON object, and collects every error.</summary>
internal static class FlushReader
{
    /// <summary>It remembers how the last body was laid out, since the next one is likely to be alike.</summary>
    [ThreadStatic]
    private static ItemReader? _reader;

    /// <summary>Reads members that stand in a query string.</summary>
    public static void ReadQuery(FlushDraft draft, IQueryCollection query)
    {
        foreach ((string name, StringValues values) in query)
        {
            if (values.Count != 1)
            {
                Note(draft, name);
                draft.Fail(name, $"Given {values.Count} times. Accepted: once; lists are comma-separated.");
            }
            else if (FlushMembers.Find(name) is { InQuery: false } bodyOnly)
            {
                draft.Give(bodyOnly);
                draft.Fail(name, $"Given in a query string. Accepted: {bodyOnly.Accepted}.");
            }
            else
            {
                Read(draft, name, new MemberValue(values[0] ?? ""));
            }
        }
    }

    /// <summary>A draft for a question in a JSON body, in which members in the query string are wrong; <c>null</c> if the body is said to be no JSON.</summary>
    public static FlushDraft? StartOfBody(HttpRequest request)
    {
        // What nearly everybody sends is not taken apart.
        if (request.ContentType is not "application/json" && !request.HasJsonContentType())
        {
            return null;
        }

        var draft = new FlushDraft();
        if (request.QueryString.HasValue)
        {
            foreach ((string name, StringValues values) in request.Query)
            {
                draft.Fail(name, $"Given {values} in the query string. Accepted: the members of the question in the body only.");
            }
        }

        return draft;
    }

    /// <summary>Reads the members in a body; what is wrong with it goes into the draft, too.</summary>
    public static async ValueTask ReadBodyAsync(FlushDraft draft, HttpRequest request)
    {
        ReadResult read = await WholeBody.ReadAsync(request);
        try
        {
            (_reader ??= new()).Read(draft, read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray());
        }
        finally
        {
            request.BodyReader.AdvanceTo(read.Buffer.End);
        }
    }

    /// <summary>Reads a body as JSON; <c>null</c>, and an error in the draft, if it is none. The caller disposes of it.</summary>
    public static async Task<JsonDocument?> ReadBodyAsync(HttpRequest request, FlushDraft draft)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
        }
        catch (JsonException exception)
        {
            draft.Fail("body", $"Not JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Accepted: a JSON object with the members of the question.");
            return null;
        }
    }

    /// <summary>Says that a text of the JSON cannot be taken out of it.</summary>
    public static void FailNotUnicode(FlushDraft draft) =>
        draft.Fail("body", "Has a text that is not Unicode. Accepted: UTF-8, and surrogates in pairs.");

    /// <summary>Reads the members of a JSON object, but for those that <paramref name="takes"/> takes for itself.</summary>
    public static void ReadObject(FlushDraft draft, JsonElement body, Func<JsonProperty, bool>? takes = null)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            draft.Fail("body", $"Given a JSON {body.ValueKind.ToString().ToLowerInvariant()}. Accepted: an object with the members of the question.");
            return;
        }

        try
        {
            foreach (JsonProperty member in body.EnumerateObject())
            {
                if (takes?.Invoke(member) != true)
                {
                    Read(draft, member.Name, new MemberValue(member.Value));
                }
            }
        }
        catch (InvalidOperationException)
        {
            // Found only when a text is taken out of the JSON.
            FailNotUnicode(draft);
        }
    }

    /// <summary>Reads one member.</summary>
    public static void Read(FlushDraft draft, string name, in MemberValue value)
    {
        if (FlushMembers.Find(name) is not { } member)
        {
            draft.Fail(name, $"Given {value.Given}, but there is no member of this name. Accepted: {string.Join(", ", FlushMembers.All.Select(known => known.Name))}.");
        }
        else
        {
            Read(draft, member, value);
        }
    }

    /// <summary>Reads one member that is known.</summary>
    public static void Read(FlushDraft draft, FlushMember member, in MemberValue value)
    {
        if (!draft.Give(member))
        {
            draft.Fail(member.Name, draft.IsShared(member)
                ? "Given in the query string and in the item. Accepted: once, for all items or in each."
                : "Given twice. Accepted: once.");
        }
        else if (!member.Take(draft, value))
        {
            draft.Fail(member.Name, $"Given {value.Given}. Accepted: {member.Accepted}.");
        }
    }

    private static void Note(FlushDraft draft, string name)
    {
        if (FlushMembers.Find(name) is { } member)
        {
            draft.Give(member);
        }
    }
}
