using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Tests.Operations.Fuzz;

/// <summary>What a batch has to answer: the engine is asked item by item, and the body is taken apart as a whole.</summary>
internal static class BatchOracle
{
    /// <summary>Compares every line of an answer.</summary>
    /// <returns>How many lines there were.</returns>
    public static int AssertLines(string target, byte[] items, string answer)
    {
        var expected = ItemsOf(items);
        Assert.True(answer.Length == 0 || answer.EndsWith('\n'), answer);
        var lines = answer.Split('\n')[..^1];
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
            var line = body[range];
            if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                items.Add(line);
            }
        }

        return items;
    }

    private static void AssertLine(string target, int index, byte[] item, string line)
    {
        var full = target.Contains("detail=full", StringComparison.Ordinal);
        var draft = SharedBy(target.Replace("detail=full", "", StringComparison.Ordinal));
        if (Parse(item) is not { } body)
        {
            Assert.Contains("body", ErrorsOf(index, line));
            return;
        }

        FlushReader.ReadObject(draft, body);
        if (draft.Finish(out var errors) is not { } question)
        {
            Assert.Equal(errors!.Keys.Order(StringComparer.Ordinal), ErrorsOf(index, line).Order(StringComparer.Ordinal));
            return;
        }

        var whole = FlushAnswerMapper.Map(FlushReply.To(question, draft, CancellationToken.None));
        var expected = full ? $"{{\"index\":{index},{JsonSerializer.Serialize(whole, JsonSetup.Options)[1..]}" : Brief(index, whole);
        Assert.Equal(expected, line);
    }

    private static FlushDraft SharedBy(string target)
    {
        var draft = new FlushDraft();
        var http = new DefaultHttpContext { Request = { QueryString = new QueryString(target.Contains('?', StringComparison.Ordinal) ? target[target.IndexOf('?', StringComparison.Ordinal)..] : "") } };
        FlushReader.ReadQuery(draft, http.Request.Query);
        var item = new FlushDraft();
        item.Restart(draft);
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

    private static string Brief(int index, FlushAnswer whole) => JsonSerializer.Serialize(
        new
        {
            index,
            whole.MayProceed,
            whole.Verdict,
            Tlbi = whole.Tlbi.Select(tlbi => new { tlbi.Op, tlbi.Scope, tlbi.Operand }),
            Rules = whole.Reasons.Where(reason => reason.Clause.StartsWith("row ", StringComparison.Ordinal)).Select(reason => reason.Rule).Distinct(),
        },
        JsonSetup.Options);
}
