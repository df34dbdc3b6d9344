using System.Text.Json;
using System.Text.Unicode;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Questions;
using WhichFlush.Api.Tests.Batch;

namespace WhichFlush.Api.Tests.Operations.Fuzz;

/// <summary>The expected answers of a batch: splits the whole body, and asks the engine item by item.</summary>
internal static class BatchOracle
{
    /// <summary>Compares every line of an answer.</summary>
    /// <returns>How many lines there were.</returns>
    public static int AssertLines(string target, byte[] items, string answer)
    {
        var expected = ItemsOf(items);
        Assert.True(answer.Length == 0 || answer.EndsWith('\n'), answer);
        string[] lines = answer.Split('\n')[..^1];
        Assert.Equal(expected.Count, lines.Length);
        foreach (var (index, item) in expected.Index())
        {
            AssertLine(target, index, item, lines[index]);
        }

        return lines.Length;
    }

    /// <summary>Lines end with LF, or CR and LF; blank ones are no items.</summary>
    private static List<byte[]> ItemsOf(byte[] body)
    {
        List<byte[]> items = [];
        foreach (var range in body.AsSpan().Split((byte)'\n'))
        {
            byte[] line = body[range];
            if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                items.Add(line);
            }
        }

        return items;
    }

    private static void AssertLine(string target, int index, byte[] item, string line)
    {
        bool full = target.Contains("detail=full", StringComparison.Ordinal);
        QuestionBinder binder = SharedBy(target.Replace("detail=full", "", StringComparison.Ordinal));
        if (Parse(item) is not { } body)
        {
            Assert.Contains("body", ErrorsOf(index, line));
            return;
        }

        Requests.ReadDocument(binder, body);
        binder.Complete();
        if (binder.HasErrors)
        {
            Assert.Equal(binder.Errors.Members.Order(StringComparer.Ordinal), ErrorsOf(index, line).Order(StringComparer.Ordinal));
            return;
        }

        var whole = FlushAnswerMapper.Map(FlushReply.To(binder.Question, binder, CancellationToken.None));
        string expected = full ? $"{{\"index\":{index},{JsonSerializer.Serialize(whole, JsonSetup.Options)[1..]}" : BriefAnswer.Of(index, whole);
        Assert.Equal(expected, line);
    }

    private static QuestionBinder SharedBy(string target)
    {
        var item = new QuestionBinder();
        item.Reset(Requests.OfQuery(target.Contains('?', StringComparison.Ordinal) ? target[target.IndexOf('?', StringComparison.Ordinal)..] : ""));
        return item;
    }

    private static JsonElement? Parse(byte[] item)
    {
        try
        {
            return Utf8.IsValid(item) ? JsonElement.Parse(item) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string> ErrorsOf(int index, string line)
    {
        var answer = JsonElement.Parse(line);
        Assert.Equal(index, answer.GetProperty("index").GetInt32());
        Assert.Equal(400, answer.GetProperty("error").GetProperty("status").GetInt32());
        return [.. answer.GetProperty("error").GetProperty("errors").EnumerateObject().Select(error => error.Name)];
    }
}
