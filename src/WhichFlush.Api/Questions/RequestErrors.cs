namespace WhichFlush.Api.Questions;

/// <summary>Collects everything that is wrong with a request, by member.</summary>
internal sealed class RequestErrors
{
    private readonly Dictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    /// <summary>Something is wrong.</summary>
    public bool Any => _messages.Count > 0;

    /// <summary>Adds a message.</summary>
    public void Add(string member, string message)
    {
        if (!_messages.TryGetValue(member, out var list))
        {
            _messages[member] = list = [];
        }

        list.Add(message);
    }

    /// <summary>Finds query parameters that the operation does not know, or that are given twice.</summary>
    public void CheckQuery(HttpRequest request, params ReadOnlySpan<string> accepted)
    {
        foreach (var (name, values) in request.Query)
        {
            if (!accepted.Contains(name))
            {
                Add(name, accepted.IsEmpty
                    ? "Unknown query parameter. Accepted: none."
                    : $"Unknown query parameter. Accepted: {string.Join(", ", accepted!)}.");
            }
            else if (values.Count > 1)
            {
                Add(name, $"Given {values.Count} times. Accepted: once.");
            }
        }
    }

    /// <summary>The errors as a problem has them.</summary>
    public Dictionary<string, string[]> ToProblem() => _messages.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal);
}
