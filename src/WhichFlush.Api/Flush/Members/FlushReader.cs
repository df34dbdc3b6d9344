using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace WhichFlush.Api.Flush.Members;

/// <summary>Reads the members of a question, from a query string or a flat JSON object, and collects every error.</summary>
internal static class FlushReader
{
    /// <summary>Reads members that stand in a query string.</summary>
    public static void ReadQuery(FlushDraft draft, IQueryCollection query)
    {
        foreach ((string name, StringValues values) in query)
        {
            if (values.Count != 1)
            {
                draft.Give(name);
                draft.Fail(name, $"Given {values.Count} times. Accepted: once; lists are comma-separated.");
            }
            else if (FlushMembers.Find(name) is { InQuery: false } bodyOnly)
            {
                draft.Give(name);
                draft.Fail(name, $"Given in a query string. Accepted: {bodyOnly.Accepted}.");
            }
            else
            {
                Read(draft, name, new MemberValue(values[0] ?? ""));
            }
        }
    }

    /// <summary>Reads the members of a JSON object.</summary>
    public static void ReadObject(FlushDraft draft, JsonElement body)
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
                Read(draft, member.Name, new MemberValue(member.Value));
            }
        }
        catch (InvalidOperationException)
        {
            // Found only when a text is taken out of the JSON.
            draft.Fail("body", "Has a text that is not Unicode. Accepted: UTF-8, and surrogates in pairs.");
        }
    }

    /// <summary>Reads one member.</summary>
    public static void Read(FlushDraft draft, string name, in MemberValue value)
    {
        if (FlushMembers.NotSupportedYet.Contains(name))
        {
            draft.Fail(name, $"Given {value.Given}. This member is not supported yet; accepted without it.");
        }
        else if (FlushMembers.Find(name) is not { } member)
        {
            draft.Fail(name, $"Given {value.Given}, but there is no member of this name. Accepted: {string.Join(", ", FlushMembers.All.Select(known => known.Name))}.");
        }
        else if (!draft.Give(name))
        {
            draft.Fail(name, "Given twice. Accepted: once.");
        }
        else if (!member.Take(draft, value))
        {
            draft.Fail(name, $"Given {value.Given}. Accepted: {member.Accepted}.");
        }
    }
}
