using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Tests;

/// <summary>Binds questions without HTTP.</summary>
internal static class Requests
{
    /// <summary>A binder with the question of a query string.</summary>
    public static QuestionBinder OfQuery(string query)
    {
        var binder = new QuestionBinder();
        QueryReader.Read(binder, binder.Members, new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request.Query);
        return binder;
    }

    /// <summary>A binder with the question of a JSON object, as the service reads it, completed and free of errors.</summary>
    public static QuestionBinder OfJson(string json)
    {
        var binder = new QuestionBinder();
        JsonQuestionReader.Read(binder, Encoding.UTF8.GetBytes(json));
        binder.Complete();
        Assert.False(binder.HasErrors, $"{json}: {JsonSerializer.Serialize(binder.Errors.ToProblem())}");
        return binder;
    }

    /// <summary>Binds a JSON value as <see cref="JsonQuestionReader"/> should, but over a document of the framework.</summary>
    public static void ReadDocument(QuestionBinder binder, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            binder.AddError("body", $"Given a JSON {body.ValueKind.ToString().ToLowerInvariant()}. Accepted: an object with the members of the question.");
            return;
        }

        try
        {
            foreach (JsonProperty property in body.EnumerateObject())
            {
                if (QuestionMembers.Find(property.Name) is { } member)
                {
                    member.Bind(binder, new MemberValue(Encoding.UTF8.GetBytes(property.Value.GetRawText()), TokenOf(property.Value)));
                }
                else
                {
                    binder.AddError(property.Name, Sentences.Unknown(QuestionMembers.Table.Names));
                }
            }
        }
        catch (InvalidOperationException)
        {
            binder.AddError("body", "Has a text that is not Unicode. Accepted: UTF-8, and surrogates in pairs.");
        }
    }

    private static JsonTokenType TokenOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => JsonTokenType.StartArray,
        JsonValueKind.Object => JsonTokenType.StartObject,
        JsonValueKind.String => JsonTokenType.String,
        JsonValueKind.Number => JsonTokenType.Number,
        JsonValueKind.True => JsonTokenType.True,
        JsonValueKind.False => JsonTokenType.False,
        _ => JsonTokenType.Null,
    };
}
