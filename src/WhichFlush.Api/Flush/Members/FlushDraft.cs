using WhichFlush.Rules;
using WhichFlush.Rules.Capabilities;

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

    /// <summary>The parts of the system, by name or MIDR.</summary>
    public IReadOnlyList<string> Cpus { get; set; } = [];

    /// <summary>Raw ID register values.</summary>
    public Dictionary<IdRegister, ulong> Registers { get; } = [];

    /// <summary>What parts and registers told, once the draft is finished; <c>null</c> if none was given.</summary>
    public CapabilityResult? Capabilities { get; private set; }

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
        ResolveCapabilities();
        foreach (string required in FlushMembers.Required)
        {
            bool known = required == "bbm" && (Capabilities?.Bbm is not null || IsWrong("cpu") || IsWrong("idAa64mmfr2"));
            if (!IsGiven(required) && !known)
            {
                Fail(required, $"Given nothing. Accepted: {FlushMembers.Find(required)!.Accepted}{(required == "bbm" ? "; or cpu or idAa64mmfr2, which tell it" : "")}.");
            }
        }

        var question = new Question { Old = Old, New = New, Context = Context, Children = Children };
        foreach (QuestionError error in question.Validate())
        {
            if (!IsWrong(error.Member))
            {
                Fail(error.Member, error.Message);
            }
        }

        errors = _errors is null ? null : Errors;
        return errors is null ? question : null;
    }

    private bool IsWrong(string member) => _errors?.ContainsKey(member) == true;

    /// <summary>Lets parts and registers tell the level, features and errata, and finds what contradicts them.</summary>
    private void ResolveCapabilities()
    {
        if (Cpus.Count == 0 && Registers.Count == 0)
        {
            return;
        }

        Capabilities = CapabilityResolution.Resolve(new CapabilityInput
        {
            Bbm = IsGiven("bbm") && !IsWrong("bbm") ? Context.Bbm : null,
            NoConflictAbort = Context.NoConflictAbort,
            Features = Context.Features,
            Cpus = Cpus,
            Registers = Registers,
            Granule = IsGiven("granule") ? Context.Granule : null,
            Stage = Context.Stage,
            Ds = Context.Ds,
            Ha = Context.Ha,
            Hd = Context.Hd,
            Fwb = Context.Fwb,
            Cnp = Context.Cnp,
        });
        Context = Capabilities.ApplyTo(Context);
        foreach (QuestionError error in Capabilities.Errors)
        {
            Fail(error.Member, error.Message);
        }
    }
}
