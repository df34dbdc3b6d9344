namespace WhichFlush.Api.Questions;

/// <summary>The errors of a request, by member.</summary>
internal sealed class RequestErrors
{
    private SortedDictionary<string, List<string>>? _messages;

    /// <summary>True if there is at least one error.</summary>
    public bool Any => _messages is not null;

    /// <summary>The members with errors, sorted.</summary>
    public IEnumerable<string> Members => _messages is null ? [] : _messages.Keys;

    /// <summary>Adds an error; the same sentence is kept once for a member.</summary>
    public void Add(string member, string message)
    {
        _messages ??= new(StringComparer.Ordinal);
        if (!_messages.TryGetValue(member, out List<string>? list))
        {
            _messages[member] = list = [];
        }

        if (!list.Contains(message))
        {
            list.Add(message);
        }
    }

    /// <summary>True if the member has an error.</summary>
    public bool Contains(string member) => _messages?.ContainsKey(member) == true;

    /// <summary>Removes every error.</summary>
    public void Clear() => _messages = null;

    /// <summary>The errors as a validation problem has them, sorted by member.</summary>
    public Dictionary<string, string[]> ToProblem() =>
        _messages?.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal) ?? [];
}
