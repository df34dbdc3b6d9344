using System.Text;
using System.Text.Json;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>
/// Takes the answer to a batch apart. An item's answer loses its <c>index</c>, once that was seen to be right: it would tie a
/// digest to what else is in the batch.
/// </summary>
internal static class BatchItems
{
    /// <summary>The items of an answer that has one on each line.</summary>
    public static IReadOnlyList<CorpusAnswer> OfLines(CorpusAnswer answer)
    {
        var items = new List<CorpusAnswer>();
        for (ReadOnlyMemory<byte> rest = answer.Body; !rest.IsEmpty;)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            Assert.True(end > 0, $"Line {items.Count} is empty, or has no end.");
            items.Add(WithoutIndex(answer, rest[..end], items.Count));
            rest = rest[(end + 1)..];
        }

        return items;
    }

    /// <summary>The items of an answer that is a JSON array.</summary>
    public static IReadOnlyList<CorpusAnswer> OfArray(CorpusAnswer answer)
    {
        var items = new List<CorpusAnswer>();
        var reader = new Utf8JsonReader(answer.Body.Span);
        Assert.True(reader.Read() && reader.TokenType == JsonTokenType.StartArray, "The answer is no array.");
        int length = 2;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            int end = (int)reader.BytesConsumed;
            length += end - start + (items.Count > 0 ? 1 : 0);
            items.Add(WithoutIndex(answer, answer.Body[start..end], items.Count));
        }

        Assert.True(length == answer.Body.Length, "There is something between the items, or around the array.");
        return items;
    }

    /// <summary>The items of an answer in records.</summary>
    public static IReadOnlyList<CorpusAnswer> OfRecords(CorpusAnswer answer)
    {
        Assert.Equal(0, answer.Body.Length % VectorQuestion.RecordSize);
        return [.. Enumerable.Range(0, answer.Body.Length / VectorQuestion.RecordSize)
            .Select(i => answer with { Body = answer.Body.Slice(i * VectorQuestion.RecordSize, VectorQuestion.RecordSize) })];
    }

    private static CorpusAnswer WithoutIndex(CorpusAnswer answer, ReadOnlyMemory<byte> item, int index)
    {
        byte[] head = Encoding.UTF8.GetBytes($"{{\"index\":{index},");
        Assert.True(item.Span.StartsWith(head), $"Item {index} does not begin with its index: {Encoding.UTF8.GetString(item.Span[..Math.Min(item.Length, 400)])}");
        return answer with { Body = (byte[])[(byte)'{', .. item.Span[head.Length..]] };
    }
}
