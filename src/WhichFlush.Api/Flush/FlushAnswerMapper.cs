using WhichFlush.Api.Contract;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Flush;

/// <summary>Maps the engine's answer to the contract.</summary>
internal static class FlushAnswerMapper
{
    /// <summary>Where the manual describes the ID registers.</summary>
    public const string RegisterSection = "D24.2";

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
            Verdict = (Verdict)answer.Decision.Verdict,
            Summary = answer.Summary,
            Tlbi = Tlbi(answer.Decision.Tlbi, context),
            Sequence = [.. answer.Sequence.Select(step => new StepAnswer { Step = (SequenceStepKind)step.Kind, Assembly = step.Assembly, Count = step.Count, Why = step.Why })],
            Update = new()
            {
                Claim = (ClaimedBy)answer.Update.Claim,
                Operation = (StoreKind)answer.Update.Operation,
                CanFail = answer.Update.CanFail,
                OnFailure = answer.Update.OnFailure,
            },
            Changes =
            [
                .. answer.Changes.Select(change => new ChangeAnswer
                {
                    Field = change.Field,
                    Bits = change.Bits,
                    Old = new() { Raw = Hex(change.Old), Text = change.OldText },
                    New = new() { Raw = Hex(change.New), Text = change.NewText },
                    Effect = change.Effect,
                }),
            ],
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
                    Reading = (ReadingUsed)dispute.Reading,
                    Other = new() { Verdict = (Verdict)dispute.Other.Verdict, Tlbi = Ops(dispute.Other.Tlbi), SameAnswer = dispute.SameAnswer },
                }),
            ],
            Alternatives = [.. answer.Alternatives.Select(other => new AlternativeAnswer { Ops = other.Ops, Instructions = other.Instructions, Features = other.Features, Text = other.Text })],
            Linux = new() { Call = answer.Linux.Call, Text = answer.Linux.Text },
            Warnings = [.. answer.Warnings.Select(warning => new WarningAnswer { Code = warning.Code, Text = warning.Text, Bits = warning.Bits })],
            Witness = reply.Witness,
            Assumed = [.. answer.Assumptions.Where(assumption => !reply.IsPresent(assumption.Member)).Select(assumption => new AssumedAnswer { Member = assumption.Member, Value = assumption.Value })],
            Old = Descriptor(context, question.Old, answer.Old.Kind),
            New = Descriptor(context, question.New, answer.New.Kind),
            RulesVersion = RuleTable.Version,
        };
    }

    /// <summary>A 64-bit value as the contract writes it.</summary>
    public static string Hex(ulong value) => $"0x{value:x}";

    /// <summary>The barrier that completes an operation of this scope.</summary>
    public static string BarrierAfter(Scope scope) => scope switch { Scope.Local => "DSB NSH", Scope.Outer => "DSB OSH", _ => "DSB ISH" };

    private static IReadOnlyList<TlbiAnswer> Tlbi(in TlbiList list, in TranslationContext context)
    {
        var answers = new List<TlbiAnswer>(list.Length);
        for (int i = 0; i < list.Length; i++)
        {
            TlbiUse use = list[i];
            answers.Add(new()
            {
                Op = use.Op,
                Scope = (TlbiScope)use.Scope,
                Operand = use.Family.OperandKind() == OperandKind.None ? null : TlbiOperand.Text(use, context),
                Ttl = use.Ttl,
                Count = use.Count,
                Increment = use.Count > 1 ? Hex(TlbiOperand.Increment(use, context)) : null,
                Span = use.Span == 0 ? null : Hex(use.Span),
                Repeat = RepeatedInvalidation.After(use, context.Errata) != Errata.None,
                BarrierAfter = BarrierAfter(use.Scope),
            });
        }

        return answers;
    }

    /// <summary>Mnemonics in order.</summary>
    public static string[] Ops(in TlbiList list) => list.Length switch
    {
        0 => [],
        1 => [list.First.Op],
        _ => [list.First.Op, list.Second.Op],
    };

    private static DescriptorAnswer Descriptor(in TranslationContext context, ulong raw, DescriptorKind kind) => new()
    {
        Raw = Hex(raw),
        Kind = kind.ToString(),
        Fields = [.. DescriptorFields.List(context, raw).Select(field => new FieldAnswer { Field = field.Name, Bits = field.Bits, Raw = Hex(field.Value), Text = field.Text, Meaning = field.Meaning })],
    };
}
