using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Questions;

/// <summary>A question while its members are read: what is known so far, and everything that is wrong with it.</summary>
internal sealed class FlushDraft
{
    private ulong _given;
    private ulong _shared;
    private TranslationContext _context = new();
    private readonly Question.Cursor _cursor = new();
    private SortedDictionary<string, List<string>>? _errors;

    /// <summary>The old descriptor.</summary>
    public ulong Old { get; set; }

    /// <summary>The new descriptor.</summary>
    public ulong New { get; set; }

    /// <summary>Everything but the descriptors.</summary>
    public ref TranslationContext Context => ref _context;

    /// <summary>Descriptors under a Table.</summary>
    public ReadOnlyMemory<ulong> Children { get; set; }

    /// <summary>The parts of the system, by name or MIDR.</summary>
    public IReadOnlyList<string> Cpus { get; set; } = [];

    /// <summary>Raw ID register values.</summary>
    public Dictionary<IdRegister, ulong> Registers { get; } = [];

    /// <summary>What parts and registers told, once the draft is finished; <c>null</c> if none was given.</summary>
    public CapabilityResult? Capabilities { get; private set; }

    /// <summary>Also tell what goes wrong otherwise.</summary>
    public bool Witness { get; set; }

    /// <summary>Bit <c>i</c> is set if member <c>i</c> was given, rightly or wrongly.</summary>
    public ulong Given => _given;

    /// <summary>Whether a member was given, rightly or wrongly.</summary>
    public bool IsGiven(string member) => FlushMembers.Find(member) is { } known && IsGiven(known);

    /// <summary>Whether a member was given, rightly or wrongly.</summary>
    public bool IsGiven(FlushMember member) => (_given >> member.Index & 1) != 0;

    /// <summary>Whether the member is one of those that all items of a batch share.</summary>
    public bool IsShared(FlushMember member) => (_shared >> member.Index & 1) != 0;

    /// <summary>Notes that a member was given; false if it was given before.</summary>
    public bool Give(FlushMember member) => Give(1UL << member.Index) == 0;

    /// <summary>Notes that members were given, a bit for each index; those that were given before.</summary>
    public ulong Give(ulong members)
    {
        ulong again = _given & members;
        _given |= members;
        return again;
    }

    /// <summary>Starts the next item of a batch from the members that all items share.</summary>
    public void Restart(FlushDraft shared)
    {
        _given = _shared = shared._given;
        _errors = null;
        Old = shared.Old;
        New = shared.New;
        _context = shared._context;
        Witness = shared.Witness;

        // What hardly any item gives is not written without need: a reference costs more than a test for it.
        if (!Children.IsEmpty || !shared.Children.IsEmpty)
        {
            Children = shared.Children;
        }

        if (Capabilities is not null || !ReferenceEquals(Cpus, shared.Cpus))
        {
            (Cpus, Capabilities) = (shared.Cpus, null);
        }

        if (Registers.Count != 0 || shared.Registers.Count != 0)
        {
            Registers.Clear();
            foreach ((IdRegister register, ulong value) in shared.Registers)
            {
                Registers[register] = value;
            }
        }
    }

    /// <summary>Whether anything is wrong so far.</summary>
    public bool HasErrors => _errors is not null;

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
        ref readonly Question question = ref Finish();
        errors = HasErrors ? Errors : null;
        return HasErrors ? null : question;
    }

    /// <summary>The question, where it stands until the draft is used again; it can be asked unless something is wrong then.</summary>
    public ref readonly Question Finish()
    {
        // Of a body that cannot be read one cannot say what it lacks.
        bool readable = !IsWrong("body");
        if (readable)
        {
            Complete();
        }

        ref readonly Question question = ref _cursor.Start(Old, New, _context, Children);
        if (readable)
        {
            Validate(question);
        }

        return ref question;
    }

    /// <summary>The question that was finished last.</summary>
    public ref readonly Question Asked => ref _cursor.Current;

    /// <summary>The last question, with which nothing was wrong, of another entry.</summary>
    /// <param name="old">The old descriptor.</param>
    /// <param name="new">The new descriptor.</param>
    /// <param name="address">The address; <c>null</c> leaves it as it is.</param>
    public ref readonly Question Again(ulong old, ulong @new, ulong? address) =>
        ref address is ulong given ? ref _cursor.Next(old, @new, given) : ref _cursor.Next(old, @new);

    /// <summary>Adds what parts and registers tell, and finds what is missing then.</summary>
    private void Complete()
    {
        if (Cpus.Count != 0 || Registers.Count != 0)
        {
            ResolveCapabilities();
        }

        if ((_given & FlushMembers.RequiredMask) != FlushMembers.RequiredMask)
        {
            FindMissing();
        }
    }

    private void Validate(in Question question)
    {
        IReadOnlyList<MemberError> found = question.Validate();
        for (int i = 0; i < found.Count; i++)
        {
            if (!IsWrong(found[i].Member))
            {
                Fail(found[i].Member, found[i].Message);
            }
        }
    }

    private void FindMissing()
    {
        foreach (string required in FlushMembers.Required)
        {
            bool known = required == "bbm" && (Capabilities?.Bbm is not null || IsWrong("cpu") || IsWrong("idAa64mmfr2"));
            if (!IsGiven(required) && !known)
            {
                Fail(required, $"Given nothing. Accepted: {FlushMembers.Find(required)!.Accepted}{(required == "bbm" ? "; or cpu or idAa64mmfr2, which tell it" : "")}.");
            }
        }
    }

    private bool IsWrong(string member) => _errors?.ContainsKey(member) == true;

    /// <summary>Lets parts and registers tell the level, features and errata, and finds what contradicts them.</summary>
    private void ResolveCapabilities()
    {
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
        foreach (MemberError error in Capabilities.Errors)
        {
            Fail(error.Member, error.Message);
        }
    }
}
