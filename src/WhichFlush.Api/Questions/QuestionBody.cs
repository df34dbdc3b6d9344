using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using WhichFlush.Api.Platform.Limits;

namespace WhichFlush.Api.Questions;

/// <summary>Reads a question from the body of a request.</summary>
internal static class QuestionBody
{
    /// <summary>True if the body is said to be JSON. The exact text that nearly every client sends is not parsed.</summary>
    public static bool IsJson(HttpRequest request) => request.ContentType is "application/json" || request.HasJsonContentType();

    /// <summary>Binds the members in the body; errors go into the binder. Members in the query string are errors.</summary>
    public static async ValueTask ReadAsync(QuestionBinder binder, HttpRequest request)
    {
        if (request.QueryString.HasValue)
        {
            foreach (string name in request.Query.Keys)
            {
                binder.AddError(name, Sentences.BodyOnly);
            }
        }

        ReadResult read = await WholeBody.ReadAsync(request);
        try
        {
            ReadOnlySpan<byte> json = read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray();
            JsonQuestionReader.Read(binder, json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json);
        }
        finally
        {
            request.BodyReader.AdvanceTo(read.Buffer.End);
        }
    }
}
