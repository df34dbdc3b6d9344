using System.Text;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>The lines of <c>answers.txt</c>: a case, and a digest of the answer to each form of its question.</summary>
internal sealed class AnswerList
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<string>> _forms = new(StringComparer.Ordinal);

    /// <summary>Adds the answer to one form of a case. Cases keep the order in which their first form came.</summary>
    public void Add(string name, string form, CorpusAnswer answer)
    {
        if (!_forms.TryGetValue(name, out List<string>? forms))
        {
            _names.Add(name);
            _forms[name] = forms = [];
        }

        forms.Add($"{form}={answer.Digest}");
    }

    /// <summary>Adds the answers to one form of several cases.</summary>
    public void AddAll(IReadOnlyList<string> names, string form, IReadOnlyList<CorpusAnswer> answers)
    {
        Assert.Equal(names.Count, answers.Count);
        for (int i = 0; i < names.Count; i++)
        {
            Add(names[i], form, answers[i]);
        }
    }

    /// <summary>Asks cases that have one form only.</summary>
    public async Task AskAll(HttpClient client, string form, IReadOnlyList<CorpusRequest> requests, int atATime = 4) =>
        AddAll([.. requests.Select(request => request.Name)], form, await client.AskAll(requests, atATime));

    /// <summary>The file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (string name in _names)
        {
            text.Append(name).Append(' ').AppendJoin(' ', _forms[name]).Append('\n');
        }

        return text.ToString();
    }
}
