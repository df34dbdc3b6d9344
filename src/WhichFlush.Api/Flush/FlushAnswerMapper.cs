using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;
using Route = WhichFlush.Rules.Requirements.Route;

namespace WhichFlush.Api.Flush;

/// <summary>Maps the engine's answer to the contract.</summary>
internal static class FlushAnswerMapper
{
    /// <summary>Section of the manual on the ID registers.</summary>
    private const string RegisterSection = "D24.2";

    /// <summary>Maps an answer.</summary>
    public static FlushAnswer Map(FlushReply reply)
    {
        Answer answer = reply.Answer;
        CapabilityResult? capabilities = reply.Capabilities;
        Question question = reply.Question;
        TranslationContext context = question.Context;
        return new FlushAnswer
        {
            MayProceed = answer.Decision.MayProceed,
            Verdict = VerdictOf(answer.Decision.Verdict),
            Summary = answer.Summary,
            Tlbi = Tlbi(answer.Decision.Tlbi, context),
            Sequence = [.. answer.Sequence.Select(step => Step(step, context))],
            Update = new()
            {
                Claim = EnumMap<ClaimedBy>.Of(answer.Update.Claim),
                Operation = EnumMap<StoreKind>.Of(answer.Update.Operation),
                CanFail = answer.Update.CanFail,
                OnFailure = answer.Update.OnFailure,
            },
            Changes = [.. answer.Changes.Select(Change)],
            Reasons =
            [
                .. answer.Reasons.Select(reason => new ReasonAnswer { Rule = reason.Rule, Section = reason.Section, Clause = reason.Clause, Text = reason.Text, Changes = reason.Changes }),
                .. (capabilities?.Reasons ?? []).Select(reason => new ReasonAnswer { Rule = reason.Subject, Section = RegisterSection, Clause = reason.Member, Text = reason.Text, Changes = [] }),
            ],
            Conditions = [.. answer.Conditions.Concat(capabilities?.Conditions ?? []).Select(condition => new ConditionAnswer { Code = condition.Code, Text = condition.Text })],
            Hazards = [.. answer.Hazards.Select(hazard => new HazardAnswer { Code = hazard.Code, Text = hazard.Text, Recovery = hazard.Recovery })],
            Disputes =
            [
                .. answer.Disputes.Select(dispute => new DisputeAnswer
                {
                    Code = dispute.Code,
                    Rule = dispute.Rule,
                    Text = dispute.Text,
                    Reading = EnumMap<ReadingUsed>.Of(dispute.Reading),
                    Other = new() { Verdict = VerdictOf(dispute.Other.Verdict), Tlbi = Ops(dispute.Other.Tlbi), SameAnswer = dispute.SameAnswer },
                }),
            ],
            Alternatives = [.. answer.Alternatives.Select(other => new AlternativeAnswer { Ops = other.Ops, Instructions = other.Instructions, Features = other.Features, Text = other.Text })],
            Linux = new() { Call = answer.Linux.Call, Text = answer.Linux.Text },
            Warnings = [.. answer.Warnings.Select(warning => new WarningAnswer { Code = warning.Code, Text = warning.Text, Bits = warning.Bits })],
            Witness = reply.Witness,
            Assumed = [.. answer.Assumptions.Where(assumption => !reply.IsPresent(assumption.Member)).Select(assumption => new AssumedAnswer { Member = assumption.Member, Value = assumption.Value })],
            Old = Descriptor(context, question.Old, answer.Old.Kind, ValueSource.Old, ValueSource.OldAddress),
            New = Descriptor(context, question.New, answer.New.Kind, ValueSource.New, ValueSource.NewAddress),
            RulesVersion = RuleTable.Version,
        };
    }

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

    private static IReadOnlyList<TlbiAnswer> Tlbi(in TlbiList list, in TranslationContext context)
    {
        var answers = new TlbiAnswer[list.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            TlbiUse use = list[i];
            answers[i] = new()
            {
                Op = use.Op,
                Scope = EnumMap<TlbiScope>.Of(use.Scope),
                Operand = TakesOperand(use) ? AddressText.OfOperand(use, context) : default(AddressText?),
                Ttl = use.Ttl,
                Count = use.Count,
                Increment = use.Count > 1 ? Hex64.ToText(TlbiOperand.Increment(use, context)) : null,
                Span = use.Span == 0 ? null : Hex64.ToText(use.Span),
                Repeat = RepeatedInvalidation.After(use, context.Errata) != Errata.None,
                BarrierAfter = BarrierAfter(use.Scope),
            };
        }

        return answers;
    }

    private static bool TakesOperand(in TlbiUse use) => use.Family.OperandKind() != OperandKind.None;

    private static string BarrierAfter(Scope scope) => scope switch { Scope.Local => "DSB NSH", Scope.Outer => "DSB OSH", _ => "DSB ISH" };

    private static StepAnswer Step(in Step step, in TranslationContext context) => new()
    {
        Step = EnumMap<SequenceStepKind>.Of(step.Kind),
        Assembly = step.Assembly,
        Count = step.Count,
        Why = step.Tlbi is { } use && TakesOperand(use) ? WithOperand(step.Why, use, context) : step.Why,
    };

    private static AddressText WithOperand(string why, in TlbiUse use, in TranslationContext context)
    {
        string rise = use.Count > 1 ? $"; X3 rises by {Hex64.ToText(TlbiOperand.Increment(use, context))} each time" : "";
        return AddressText.OfOperand(use, context, $"{why}; X3 = ", rise);
    }

    private static ChangeAnswer Change(FieldChange change)
    {
        bool isAddress = DescriptorField.IsAddressName(change.Field);
        return new()
        {
            Field = change.Field,
            Bits = change.Bits,
            Old = new() { Raw = Raw(change.Old, isAddress, ValueSource.OldAddress), Text = Text(change.Old, change.OldText, isAddress, ValueSource.OldAddress) },
            New = new() { Raw = Raw(change.New, isAddress, ValueSource.NewAddress), Text = Text(change.New, change.NewText, isAddress, ValueSource.NewAddress) },
            Effect = change.Effect,
        };
    }

    private static DescriptorAnswer Descriptor(in TranslationContext context, ulong raw, DescriptorKind kind, ValueSource value, ValueSource address) => new()
    {
        Raw = AddressText.Of(value, raw),
        Kind = kind.ToString(),
        Fields =
        [
            .. DescriptorFields.List(context, raw).Select(field => new FieldAnswer
            {
                Field = field.Name,
                Bits = field.Bits,
                Raw = Raw(field.Value, field.IsAddress, address),
                Text = Text(field.Value, field.Text, field.IsAddress, address),
                Meaning = field.Meaning,
            }),
        ],
    };

    private static AddressText Raw(ulong value, bool isAddress, ValueSource address) => isAddress ? AddressText.Of(address, value) : Hex64.ToText(value);

    /// <summary>The text of an address is its value.</summary>
    private static AddressText Text(ulong value, string text, bool isAddress, ValueSource address) => isAddress ? AddressText.Of(address, value) : text;

    private static string[] Ops(in TlbiList list) => list.Length switch
    {
        0 => [],
        1 => [list.First.Op],
        _ => [list.First.Op, list.Second.Op],
    };
}
