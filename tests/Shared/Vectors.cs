using System.Text.Json;

namespace WhichFlush.Tests;

/// <summary>The cases of <c>tests/vectors</c>: what other people's code did when it was executed.</summary>
internal static class Vectors
{
    /// <summary>All cases of one file, such as <c>herd7-bbm</c>, in its order.</summary>
    public static IReadOnlyList<Vector> Read(string name) =>
        [.. File.ReadLines(Repository.PathOf("tests", "vectors", $"{name}.ndjson"))
            .Where(line => line.Length > 0)
            .Select(line => new Vector(JsonElement.Parse(line)))];

    /// <summary>The cases of one file that say what must come out; in the others readings differ.</summary>
    public static IReadOnlyList<Vector> ReadExpecting(string name) => [.. Read(name).Where(vector => vector.Expects)];
}

/// <summary>One case. A member that its file does not have is an undefined element.</summary>
internal sealed record Vector(JsonElement Line)
{
    /// <summary>Names the case, alone in all files.</summary>
    public string Id => Line.GetProperty("id").GetString()!;

    /// <summary>The body of a <c>/v1/flush</c> request, or of a <c>/v1/check</c> request in <c>sequences</c>.</summary>
    public JsonElement Request => Member("request");

    /// <summary>What must come out.</summary>
    public JsonElement Expect => Member("expect");

    /// <summary>What the peer did.</summary>
    public JsonElement Peer => Member("peer");

    /// <summary>Why, in words.</summary>
    public string? Note => Member("note") is { ValueKind: JsonValueKind.String } note ? note.GetString() : null;

    /// <summary>True if the case says what must come out.</summary>
    public bool Expects => Expect.ValueKind == JsonValueKind.Object && Expect.EnumerateObject().Any();

    /// <summary>Any member of the line.</summary>
    public JsonElement Member(string name) => Line.TryGetProperty(name, out var value) ? value : default;

    /// <inheritdoc />
    public override string ToString() => Id;
}
