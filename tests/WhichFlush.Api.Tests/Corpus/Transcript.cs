using System.Text;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Writes a request and its whole answer as text to be read, and compared line by line.</summary>
internal static class Transcript
{
    /// <summary>What a case begins with; its name follows.</summary>
    public const string Heading = "=== ";

    private const int LongestRequest = 400;

    /// <summary>The transcripts of some cases.</summary>
    public static string Of(IReadOnlyList<CorpusRequest> requests, IReadOnlyList<CorpusAnswer> answers)
    {
        var text = new StringBuilder();
        foreach ((CorpusRequest request, CorpusAnswer answer) in requests.Zip(answers))
        {
            text.Append(Heading).Append(request.Name).Append('\n');
            Write(text, request);
            text.Append($"--- {answer.Status}{(answer.ContentType.Length == 0 ? "" : $" {answer.ContentType}")}\n");
            foreach (string header in answer.Headers)
            {
                text.Append(header).Append('\n');
            }

            if (answer.Body.Length > 0)
            {
                text.Append(BodyLayout.Of(answer.ContentType, answer.Body.Span)).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, CorpusRequest request)
    {
        text.Append($"{request.Method} {Shortened(request.Url)}\n");
        text.Append(request.Accept is null ? "" : $"Accept: {request.Accept}\n");
        text.Append(request.ContentType is null ? "" : $"Content-Type: {request.ContentType}\n");
        if (request.Body is { Length: > 0 } body)
        {
            text.Append(Shortened(BodyLayout.Printable(body))).Append('\n');
        }
    }

    private static string Shortened(string text) =>
        text.Length <= LongestRequest ? text : $"{text[..(LongestRequest / 2)]}... ({text.Length} characters)";
}
