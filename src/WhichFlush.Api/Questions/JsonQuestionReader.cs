using System.Text.Json;
using System.Text.Unicode;

namespace WhichFlush.Api.Questions;

/// <summary>Reads the members of a flat JSON object, of bodies and of batch items alike, without copying names and values.</summary>
internal static class JsonQuestionReader
{
    private const string Object = "an object with the members of the question";

    /// <summary>Binds every member of the object; errors go into the binder, those of the JSON itself under <c>body</c>.</summary>
    public static void Read(QuestionBinder binder, ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            binder.AddError("body", "Not UTF-8. Accepted: a JSON object in UTF-8 with the members of the question.");
            return;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMembers(binder, ref reader, json);
            }
            else
            {
                ReadOther(binder, ref reader);
            }
        }
        catch (JsonException exception)
        {
            binder.AddError("body", $"Not JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Accepted: a JSON object with the members of the question.");
        }
        catch (InvalidOperationException)
        {
            // The reader finds half a surrogate pair only when it decodes the string.
            binder.AddError("body", "Has a text that is not Unicode. Accepted: UTF-8, and surrogates in pairs.");
        }
    }

    private static void ReadMembers(QuestionBinder binder, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Member<QuestionBinder>? member = reader.ValueIsEscaped ? binder.Members.Find(reader.GetString()!) : binder.Members.Find(reader.ValueSpan);
            if (member is null)
            {
                binder.AddError(reader.GetString()!, Sentences.Unknown(binder.Members.Names));
                reader.Read();
                reader.Skip();
            }
            else
            {
                reader.Read();
                member.Bind(binder, MemberValue.Read(ref reader, json));
            }
        }

        // Past the end of the object the reader finds anything that follows.
        reader.Read();
    }

    private static void ReadOther(QuestionBinder binder, ref Utf8JsonReader reader)
    {
        string given = reader.TokenType switch
        {
            JsonTokenType.StartArray => "array",
            JsonTokenType.String => "string",
            JsonTokenType.Number => "number",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "null",
        };
        reader.Skip();
        reader.Read();
        binder.AddError("body", Sentences.Wrong($"a JSON {given}", Object));
    }
}
