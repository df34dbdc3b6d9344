using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Api.Questions;

/// <summary>A question while its members are read. A batch uses one binder for all its items.</summary>
/// <param name="members">The members that the request may give.</param>
internal class QuestionBinder(MemberTable<QuestionBinder> members) : RequestBinder
{
    private static readonly Dictionary<IdRegister, ulong> NoRegisters = [];

    private readonly Question.Cursor _cursor = new();
    private readonly LastFeatures _lastFeatures = new();
    private TranslationContext _context = new() { StageAssumed = true };
    private CapabilityInput? _resolvedInput;
    private CapabilityResult? _resolved;

    /// <summary>A binder for the members of <c>/v1/flush</c>.</summary>
    public QuestionBinder()
        : this(QuestionMembers.Table)
    {
    }

    /// <summary>The members that the request may give.</summary>
    public MemberTable<QuestionBinder> Members => members;

    /// <summary>The old descriptor.</summary>
    public ulong Old { get; set; }

    /// <summary>The new descriptor.</summary>
    public ulong New { get; set; }

    /// <summary>Position of the entry and configuration of the system.</summary>
    public ref TranslationContext Context => ref _context;

    /// <summary>Descriptors under a Table.</summary>
    public ReadOnlyMemory<ulong> Children { get; set; }

    /// <summary>The members of a Contiguous run; <c>null</c> if not given.</summary>
    public ContiguousRun? Run { get; set; }

    /// <summary>The parts of the system, by name or MIDR.</summary>
    public IReadOnlyList<string> Cpus { get; set; } = [];

    /// <summary>ID register values. A change replaces the dictionary, which the items of a batch share.</summary>
    public IReadOnlyDictionary<IdRegister, ulong> Registers { get; set; } = NoRegisters;

    /// <summary>The capabilities of parts and registers, after <see cref="Complete"/>; <c>null</c> if the request gives neither.</summary>
    public CapabilityResult? Capabilities { get; private set; }

    /// <summary>The client wants a witness in the answer.</summary>
    public bool Witness { get; set; }

    /// <summary>The question of the last <see cref="Complete"/> or <see cref="WithEntry"/>.</summary>
    public ref readonly Question Question => ref _cursor.Current;

    /// <summary>Takes a list of features; false if one is unknown or the value is no list.</summary>
    public bool TakeFeatures(in MemberValue value)
    {
        bool taken = _lastFeatures.TryRead(value, out Features features);
        _context.Features = features;
        return taken;
    }

    /// <summary>True if the member of <c>/v1/flush</c> is present, with a right or a wrong value.</summary>
    public bool IsPresent(string member) => QuestionMembers.Find(member) is { } known && IsPresent(known);

    /// <summary>Starts the next item of a batch with the members that all items share.</summary>
    public void Reset(QuestionBinder shared)
    {
        Reset(shared.Present);
        (Old, New, Children, Witness) = (shared.Old, shared.New, shared.Children, shared.Witness);
        (Cpus, Registers, Capabilities, Run) = (shared.Cpus, shared.Registers, null, shared.Run);
        _context = shared._context;
    }

    /// <summary>Makes the question of the members read so far, and adds the errors of the question as a whole.</summary>
    /// <returns>The question, to be asked only if there is no error; valid until the binder is used again.</returns>
    public ref readonly Question Complete()
    {
        // An unreadable body may hold any member, so none is reported as missing.
        bool readable = !Errors.Contains("body");
        if (readable)
        {
            if (Cpus.Count != 0 || Registers.Count != 0)
            {
                ResolveCapabilities();
            }

            if ((Present & members.RequiredMask) != members.RequiredMask)
            {
                RequireMembers();
            }
        }

        ref readonly Question question = ref _cursor.Start(Old, New, _context, Children, Run);
        if (readable)
        {
            Validate(question);
        }

        return ref question;
    }

    /// <summary>Another entry in the context of <see cref="Question"/>, which must be free of errors.</summary>
    /// <param name="old">The old descriptor.</param>
    /// <param name="new">The new descriptor.</param>
    /// <param name="address">An address that <see cref="Question.CanBeAt"/> allows; <c>null</c> leaves the address as it is.</param>
    public ref readonly Question WithEntry(ulong old, ulong @new, ulong? address) =>
        ref address is ulong given ? ref _cursor.Next(old, @new, given) : ref _cursor.Next(old, @new);

    private void Validate(in Question question)
    {
        IReadOnlyList<MemberError> found = question.Validate();
        for (int i = 0; i < found.Count; i++)
        {
            if (!Errors.Contains(found[i].Member))
            {
                AddError(found[i].Member, found[i].Message);
            }
        }
    }

    private void RequireMembers()
    {
        foreach (Member member in members.Required)
        {
            bool isBbm = member.Name == "bbm";
            if (!isBbm || (Capabilities?.Bbm is null && !Errors.Contains("cpu") && !Errors.Contains("idAa64mmfr2")))
            {
                Require(member, isBbm ? member.Accepted + OtherSourcesOfLevel() : member.Accepted);
            }
        }
    }

    private string OtherSourcesOfLevel()
    {
        string unknown = string.Join(", ", Capabilities?.WithoutLevel.Select(cpu => cpu.Label) ?? []);
        return unknown.Length == 0
            ? "; or cpu or idAa64mmfr2, which tell it"
            : $"; or idAa64mmfr2, which tells it: the level of {unknown} is not known, and 0 is always correct";
    }

    /// <summary>Level, features and errata from parts and registers, and contradictions between them and other members.</summary>
    private void ResolveCapabilities()
    {
        var input = new CapabilityInput
        {
            Bbm = IsPresent("bbm") && !Errors.Contains("bbm") ? _context.Bbm : null,
            NoConflictAbort = _context.NoConflictAbort,
            Features = _context.Features,
            Cpus = Cpus,
            Registers = Registers,
            Granule = IsPresent("granule") ? _context.Granule : null,
            Stage = _context.Stage,
            Ds = _context.Ds,
            Ha = _context.Ha,
            Hd = _context.Hd,
            Fwb = _context.Fwb,
            Cnp = _context.Cnp,
        };

        // Items of a batch that share parts or registers mostly have equal inputs. Lists are compared by reference.
        if (_resolved is null || input != _resolvedInput)
        {
            (_resolvedInput, _resolved) = (input, CapabilityResolution.Resolve(input));
        }

        Capabilities = _resolved;
        _context = _resolved.ApplyTo(_context);
        foreach (MemberError error in _resolved.Errors)
        {
            AddError(error.Member, error.Message);
        }
    }
}
