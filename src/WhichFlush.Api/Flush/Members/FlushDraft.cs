using WhichFlush.Rules;

namespace WhichFlush.Api.Flush.Members;

/// <summary>A question while its members are read: what is known so far, and everything that is wrong with it.</summary>
internal sealed class FlushDraft
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private SortedDictionary<string, List<string>>? _errors;

    /// <summary>The old descriptor.</summary>
    public ulong Old { get; set; }

    /// <summary>The new descriptor.</summary>
    public ulong New { get; set; }

    /// <summary>Everything but the descriptors.</summary>
    public TranslationContext Context { get; set; } = new();

    /// <summary>Descriptors under a Table.</summary>
    public ulong[] Children { get; set; } = [];

    /// <summary>Also tell what goes wrong otherwise.</summary>
    public bool Witness { get; set; }

    /// <summary>Whether a member was given, rightly or wrongly.</summary>
    public bool IsGiven(string member) => _given.Contains(member);

    /// <summary>Notes that a member was given; false if it was given before.</summary>
    public bool Give(string member) => _given.Add(member);

    /// <summary>Adds an error to a member.</summary>
    public void Fail(string member, string message)
    {
        _errors ??= new(StringComparer.Ordinal);
        if (!_errors.TryGetValue(member, out var messages))
        {
            _errors[member] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>What is wrong so far, by member.</summary>
    public Dictionary<string, string[]> Errors => _errors?.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal) ?? [];

    /// <summary>The question, if nothing is wrong with it; else its errors by member.</summary>
    public Question? Finish(out Dictionary<string, string[]>? errors)
    {
        foreach (string required in FlushMembers.Required)
        {
            if (!IsGiven(required))
            {
                Fail(required, $"Given nothing. Accepted: {FlushMembers.Find(required)!.Accepted}.");
            }
        }

        var question = new Question { Old = Old, New = New, Context = Context, Children = Children };
        foreach (QuestionError error in question.Validate())
        {
            if (_errors?.ContainsKey(error.Member) != true)
            {
                Fail(error.Member, error.Message);
            }
        }

        errors = _errors is null ? null : Errors;
        return errors is null ? question : null;
    }
}
