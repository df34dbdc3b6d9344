using WhichFlush.Api.Contract;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;
using Route = WhichFlush.Rules.Requirements.Route;

namespace WhichFlush.Api.Flush;

/// <summary>Maps the engine's answer to the contract.</summary>
internal sealed class FlushAnswerMapper
{
    /// <summary>Section of the manual on the ID registers.</summary>
    private const string RegisterSection = "D24.2";

    private readonly FlushReply _reply;
    private readonly TranslationContext _context;
    private readonly List<RecordedValue>? _recorder;

    private FlushAnswerMapper(FlushReply reply, List<RecordedValue>? recorder)
    {
        _reply = reply;
        _context = reply.Question.Context;
        _recorder = recorder;
    }

    /// <summary>Maps an answer.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="recorder">Notes where values that depend on addresses stand when the answer is serialized.</param>
    public static FlushAnswer Map(FlushReply reply, List<RecordedValue>? recorder = null) => new FlushAnswerMapper(reply, recorder).Map();

    /// <summary>Maps a route; the contract has its own names for verdicts.</summary>
    public static Verdict VerdictOf(Route route) => route switch
    {
        Route.None => Verdict.NoChange,
        Route.Write => Verdict.WriteOnly,
        Route.WriteThenInvalidate => Verdict.WriteThenInvalidate,
        Route.ViaNt => Verdict.ViaNt,
        Route.BreakBeforeMake => Verdict.BreakBeforeMake,
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, null),
    };

    private FlushAnswer Map()
    {
        Answer answer = _reply.Answer;
        CapabilityResult? capabilities = _reply.Capabilities;
        return new FlushAnswer
        {
            MayProceed = answer.Decision.MayProceed,
            Verdict = VerdictOf(answer.Decision.Verdict),
            Summary = Marked(answer.Summary),
            Tlbi = Tlbi(answer.Decision.Tlbi),
            Sequence = Each(answer.Sequence, Step),
            Registers = Registers(answer.Registers),
            Update = new()
            {
                Claim = EnumMap<ClaimedBy>.Of(answer.Update.Claim),
                Operation = EnumMap<StoreKind>.Of(answer.Update.Operation),
                CanFail = answer.Update.CanFail,
                OnFailure = answer.Update.OnFailure,
            },
            Changes = Each(answer.Changes, Change),
            Reasons =
            [
                .. Each(answer.Reasons, reason => new ReasonAnswer { Rule = reason.Rule, Section = reason.Section, Clause = reason.Clause, Text = Marked(reason.Text), Changes = reason.Changes }),
                .. Each(capabilities?.Reasons ?? [], reason => new ReasonAnswer { Rule = reason.Subject, Section = RegisterSection, Clause = reason.Member, Text = reason.Text, Changes = [] }),
            ],
            Conditions = [.. Each(answer.Conditions, Condition), .. Each(capabilities?.Conditions ?? [], Condition)],
            Hazards = Each(answer.Hazards, hazard => new HazardAnswer { Code = hazard.Code, Text = hazard.Text, Recovery = hazard.Recovery }),
            Disputes = Each(answer.Disputes, dispute => new DisputeAnswer
            {
                Code = dispute.Code,
                Rule = dispute.Rule,
                Text = dispute.Text,
                Reading = EnumMap<ReadingUsed>.Of(dispute.Reading),
                Other = new() { Verdict = VerdictOf(dispute.Other.Verdict), Tlbi = Ops(dispute.Other.Tlbi), SameAnswer = dispute.SameAnswer },
            }),
            Alternatives = Each(answer.Alternatives, other => new AlternativeAnswer { Ops = other.Ops, Instructions = other.Instructions, Features = other.Features, Text = other.Text }),
            Linux = new() { Call = answer.Linux.Call, Text = answer.Linux.Text },
            Warnings = Each(answer.Warnings, warning => new WarningAnswer { Code = warning.Code, Text = warning.Text, Bits = warning.Bits }),
            Witness = _reply.Witness,
            Assumed = Assumed(answer.Assumptions),
            Old = Descriptor(_reply.Question.Old, answer.Old.Kind, ValueSource.Old, ValueSource.OldAddress),
            New = Descriptor(_reply.Question.New, answer.New.Kind, ValueSource.New, ValueSource.NewAddress),
            RulesVersion = RuleTable.Version,
        };
    }

    private TlbiAnswer[] Tlbi(in TlbiList list)
    {
        var answers = new TlbiAnswer[list.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            TlbiUse use = list[i];
            answers[i] = new()
            {
                Op = use.Op,
                Scope = EnumMap<TlbiScope>.Of(use.Scope),
                Operand = TakesOperand(use) ? Operand(use) : null,
                Ttl = use.Ttl,
                Count = use.Count,
                Increment = use.Count > 1 ? Hex64.ToText(TlbiOperand.Increment(use, _context)) : null,
                Span = use.Span == 0 ? null : Hex64.ToText(use.Span),
                Repeat = RepeatedInvalidation.After(use, _context.Errata) != Errata.None,
                BarrierAfter = BarrierAfter(use.Scope),
            };
        }

        return answers;
    }

    private StepAnswer Step(Step step) => new()
    {
        Step = EnumMap<SequenceStepKind>.Of(step.Kind),
        Assembly = step.Assembly,
        Count = step.Count,
        Why = step.Tlbi is { } use && TakesOperand(use)
            ? Operand(use) with { Before = $"{step.Why}; X3 = ", After = use.Count > 1 ? $"; X3 rises by {Hex64.ToText(TlbiOperand.Increment(use, _context))} each time" : "" }
            : step.Why,
        Values = Values(step.Values),
        Expected = Values(step.Expected),
    };

    private static ValuesAnswer? Values(StoredValues? values) => values switch
    {
        null => null,
        { Step: ulong step } => new() { Base = Hex64.ToText(values.First), Step = Hex64.ToText(step), Count = values.Count },
        _ => new() { List = Each(values.List, Hex64.ToText) },
    };

    private OrderedDictionary<string, GeneralRegisterAnswer> Registers(IReadOnlyList<Register> registers)
    {
        var answers = new OrderedDictionary<string, GeneralRegisterAnswer>(registers.Count, StringComparer.Ordinal);
        for (int i = 0; i < registers.Count; i++)
        {
            answers.Add(registers[i].Name, new() { Meaning = registers[i].Meaning, Value = Value(registers[i]) });
        }

        return answers;
    }

    private AddressText? Value(Register register) => register.Value is not ulong value ? null : register.Content switch
    {
        // The first member of a run need not be the entry asked about; such an answer is no template.
        _ when register.OfRun => Hex64.ToText(value),
        RegisterContent.NewValue => Value(ValueSource.New, value),
        RegisterContent.OldValue => Value(ValueSource.Old, value),
        RegisterContent.OldBlockWithNt => Value(ValueSource.OldWithNt, value),
        RegisterContent.NewBlockWithNt => Value(ValueSource.NewWithNt, value),
        RegisterContent.Operand when register.Tlbi is { } use => Operand(use),
        _ => Hex64.ToText(value),
    };

    private ChangeAnswer Change(FieldChange change)
    {
        bool isAddress = DescriptorField.IsAddressName(change.Field);
        return new()
        {
            Field = change.Field,
            Bits = change.Bits,
            Old = isAddress ? Address(ValueSource.OldAddress, change.Old) : new() { Raw = Hex64.ToText(change.Old), Text = change.OldText },
            New = isAddress ? Address(ValueSource.NewAddress, change.New) : new() { Raw = Hex64.ToText(change.New), Text = change.NewText },
            Effect = change.Effect,
        };
    }

    private FieldValue Address(ValueSource source, ulong value) => new() { Raw = Value(source, value), Text = Value(source, value) };

    private DescriptorAnswer Descriptor(ulong raw, DescriptorKind kind, ValueSource source, ValueSource address) => new()
    {
        Raw = Value(source, raw),
        Kind = kind.ToString(),
        Fields = Each(DescriptorFields.List(_context, raw), field => new FieldAnswer
        {
            Field = field.Name,
            Bits = field.Bits,
            Raw = field.IsAddress ? Value(address, field.Value) : Hex64.ToText(field.Value),
            Text = field.IsAddress ? Value(address, field.Value) : field.Text,
            Meaning = field.Meaning,
        }),
    };

    private AssumedAnswer[] Assumed(IReadOnlyList<Assumption> assumptions)
    {
        var assumed = new List<AssumedAnswer>();
        for (int i = 0; i < assumptions.Count; i++)
        {
            if (!_reply.IsPresent(assumptions[i].Member))
            {
                assumed.Add(new() { Member = assumptions[i].Member, Value = assumptions[i].Value });
            }
        }

        return [.. assumed];
    }

    private AddressText Value(ValueSource source, ulong value) => new() { Value = Hex64.ToText(value), Source = source, Recorder = _recorder };

    /// <summary>A text of the engine; its marks become parts that are noted.</summary>
    private AddressText Marked(AddressedText text)
    {
        string marked = text.Marked;
        int mark = marked.AsSpan().IndexOfAny(AddressedText.OldMark, AddressedText.NewMark);
        if (mark < 0)
        {
            return marked;
        }

        bool old = marked[mark] == AddressedText.OldMark;
        return Value(old ? ValueSource.OldAddress : ValueSource.NewAddress, old ? text.Old : text.New) with
        {
            Before = marked[..mark],
            Next = Marked(text with { Marked = marked[(mark + 1)..] }),
        };
    }

    private AddressText Operand(in TlbiUse use) =>
        new() { Value = TlbiOperand.Text(use, _context), Source = ValueSource.Operand, Tlbi = use, Recorder = _recorder };

    private static bool TakesOperand(in TlbiUse use) => use.Family.OperandKind() != OperandKind.None;

    private static string BarrierAfter(Scope scope) => scope switch { Scope.Local => "DSB NSH", Scope.Outer => "DSB OSH", _ => "DSB ISH" };

    internal static ConditionAnswer Condition(Condition condition) => new() { Code = condition.Code, Text = condition.Text };

    private static string[] Ops(in TlbiList list) => list.Length switch
    {
        0 => [],
        1 => [list.First.Op],
        _ => [list.First.Op, list.Second.Op],
    };

    /// <summary>Maps a list. LINQ would be compiled anew for each of the engine's structs, and delay the first answer.</summary>
    private static TTo[] Each<TFrom, TTo>(IReadOnlyList<TFrom> list, Func<TFrom, TTo> map)
    {
        var mapped = new TTo[list.Count];
        for (int i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(list[i]);
        }

        return mapped;
    }
}
