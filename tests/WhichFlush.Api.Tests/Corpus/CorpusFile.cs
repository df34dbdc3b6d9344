using System.Text;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>
/// A file of <c>tests/vectors/corpus</c> that the service's answers must equal. What it answers now is written to
/// <c>artifacts/corpus</c>; a difference that is wanted is taken over by copying the file from there.
/// </summary>
internal static class CorpusFile
{
    private const int MaxCases = 5;
    private const int MaxLines = 6;

    /// <summary>Fails if the file differs, and names the first cases that do.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="actual">What it would hold now.</param>
    /// <param name="split">Takes a file apart into cases: a name, and lines.</param>
    public static async Task AssertSame(string file, string actual, Func<string, IEnumerable<(string Name, string[] Lines)>> split)
    {
        string folder = Repository.PathOf("artifacts", "corpus");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, file), actual);
        string path = Repository.PathOf("tests", "vectors", "corpus", file);
        string expected = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        if (expected != actual)
        {
            Assert.Fail(Difference(file, [.. split(expected)], [.. split(actual)]));
        }
    }

    /// <summary>The cases of a file that has one on each line.</summary>
    public static IEnumerable<(string Name, string[] Lines)> SplitLines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1..]));

    /// <summary>The cases of a file of transcripts.</summary>
    public static IEnumerable<(string Name, string[] Lines)> SplitTranscripts(string text) =>
        text.Split(Transcript.Heading, StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('\n')).Select(lines => (lines[0], lines[1..]));

    private static string Difference(string file, (string Name, string[] Lines)[] expected, (string Name, string[] Lines)[] actual)
    {
        Dictionary<string, string[]> before = ByName(expected), now = ByName(actual);
        string[] differing =
        [
            .. actual.Where(each => !before.TryGetValue(each.Name, out string[]? lines) || !lines.SequenceEqual(each.Lines)).Select(each => each.Name),
            .. expected.Where(each => !now.ContainsKey(each.Name)).Select(each => each.Name),
        ];
        var message = new StringBuilder($"{file}: {differing.Length} of {actual.Length} cases differ. If they are meant to, copy artifacts/corpus/{file} to tests/vectors/corpus/.\n");
        if (differing.Length == 0)
        {
            message.Append("The same cases, in another order.\n");
        }

        foreach (string name in differing.Take(MaxCases))
        {
            Excerpt(message.Append($"\n{name}\n"), before.GetValueOrDefault(name), now.GetValueOrDefault(name));
        }

        return message.ToString();
    }

    private static Dictionary<string, string[]> ByName((string Name, string[] Lines)[] cases)
    {
        Assert.All(cases.CountBy(each => each.Name), count => Assert.True(count.Value == 1, $"Two cases are named '{count.Key}'."));
        return cases.ToDictionary(each => each.Name, each => each.Lines, StringComparer.Ordinal);
    }

    /// <summary>The first lines that differ, as they should be and as they are.</summary>
    private static void Excerpt(StringBuilder message, string[]? expected, string[]? actual)
    {
        if (expected is null || actual is null)
        {
            message.Append(expected is null ? "  is a new case\n" : "  is not asked any more\n");
            return;
        }

        // Lines of the same number are compared one by one; else all after the first difference may have moved.
        int first = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        bool moved = expected.Length != actual.Length;
        Append("expected", expected.Where((line, i) => i >= first && (moved || line != actual[i])));
        Append("actual  ", actual.Where((line, i) => i >= first && (moved || line != expected[i])));

        void Append(string which, IEnumerable<string> lines)
        {
            foreach (string line in lines.Take(MaxLines).DefaultIfEmpty("(its end)"))
            {
                message.Append($"  {which} {line}\n");
            }
        }
    }
}
