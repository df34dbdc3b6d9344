using System.Buffers;
using System.Text.Json;
using WhichFlush.Api.Json;
using WhichFlush.Rules;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Maintenance;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Api.Flush.Templates;

/// <summary>
/// Writes the template of an answer straight from the engine's answer, member by member as <see cref="FlushAnswer"/> has them.
/// Filled, it is byte for byte what serializing that would give.
/// </summary>
internal ref struct TemplateWriter
{
    private readonly List<Hole> _holes = [];
    private JsonText _json;

    private TemplateWriter(IBufferWriter<byte> output) => _json = new JsonText(output);

    /// <summary>Writes the template of an answer.</summary>
    public static AnswerTemplate Write(FlushReply reply)
    {
        var output = new ArrayBufferWriter<byte>(12 * 1024);
        var writer = new TemplateWriter(output);
        writer.Whole(reply);
        writer._json.Flush();
        return new AnswerTemplate(output.WrittenSpan.ToArray(), [.. writer._holes], reply.Answer);
    }

    private void Whole(FlushReply reply)
    {
        Answer answer = reply.Answer;
        ref readonly Question question = ref reply.Question;
        _json.Raw((byte)'{');
        _json.Raw("\"mayProceed\":"u8);
        _json.Boolean(answer.Decision.MayProceed);
        _json.Raw(",\"verdict\":"u8);
        _json.Text(Words<Verdict>.Of[(int)answer.Decision.Verdict]);
        _json.Raw(",\"summary\":"u8);
        _json.Text(answer.Summary);
        _json.Raw(",\"tlbi\":["u8);
        Tlbi(answer.Decision.Tlbi, question.Context);
        _json.Raw("],\"sequence\":["u8);
        Sequence(answer.Sequence);
        _json.Raw("],\"update\":"u8);
        Update(answer.Update);
        _json.Raw(",\"changes\":["u8);
        Changes(answer.Changes);
        _json.Raw("],\"reasons\":["u8);
        Reasons(answer.Reasons, reply.Capabilities);
        _json.Raw("],\"conditions\":["u8);
        Conditions(answer.Conditions, reply.Capabilities);
        _json.Raw("],\"hazards\":["u8);
        Hazards(answer.Hazards);
        _json.Raw("],\"disputes\":["u8);
        Disputes(answer.Disputes);
        _json.Raw("],\"alternatives\":["u8);
        Alternatives(answer.Alternatives);
        _json.Raw("],\"linux\":{\"call\":"u8);
        _json.Text(answer.Linux.Call);
        _json.Raw(",\"text\":"u8);
        _json.Text(answer.Linux.Text);
        _json.Raw("},\"warnings\":["u8);
        Warnings(answer.Warnings);
        _json.Raw((byte)']');
        Witness(reply.Witness);
        _json.Raw(",\"assumed\":["u8);
        Assumed(answer.Assumptions, reply);
        _json.Raw("],\"old\":"u8);
        Descriptor(question.Context, question.Old, answer.Old.Kind, HoleKind.OldRaw, HoleKind.OldAddress);
        _json.Raw(",\"new\":"u8);
        Descriptor(question.Context, question.New, answer.New.Kind, HoleKind.NewRaw, HoleKind.NewAddress);
        _json.Raw(",\"rulesVersion\":"u8);
        _json.Text(RuleBook.Version);
        _json.Raw((byte)'}');
    }

    private void Tlbi(in TlbiList list, in TranslationContext context)
    {
        for (int i = 0; i < list.Length; i++)
        {
            TlbiUse use = list[i];
            Begin(i, "{\"op\":"u8);
            _json.Text(use.Op);
            _json.Raw(",\"scope\":"u8);
            _json.Text(Words<TlbiScope>.Of[(int)use.Scope]);
            _json.Raw(",\"operand\":"u8);
            if (use.Family.OperandKind() == OperandKind.None)
            {
                _json.Raw("null"u8);
            }
            else
            {
                QuotedHole(HoleKind.Operand, use);
            }

            _json.Raw(",\"ttl\":"u8);
            _json.Number(use.Ttl);
            _json.Raw(",\"count\":"u8);
            _json.Number(use.Count);
            _json.Raw(",\"increment\":"u8);
            HexOrNull(use.Count > 1 ? TlbiOperand.Increment(use, context) : null);
            _json.Raw(",\"span\":"u8);
            HexOrNull(use.Span == 0 ? null : use.Span);
            _json.Raw(",\"repeat\":"u8);
            _json.Boolean(RepeatedInvalidation.After(use, context.Errata) != Errata.None);
            _json.Raw(",\"barrierAfter\":"u8);
            _json.Text(FlushAnswerMapper.BarrierAfter(use.Scope));
            _json.Raw((byte)'}');
        }
    }

    private void Sequence(IReadOnlyList<Step> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i];
            Begin(i, "{\"step\":"u8);
            _json.Text(Words<SequenceStepKind>.Of[(int)step.Kind]);
            _json.Raw(",\"assembly\":"u8);
            _json.Text(step.Assembly);
            _json.Raw(",\"count\":"u8);
            _json.Number(step.Count);
            _json.Raw(",\"why\":\""u8);
            _json.PartOfText(step.Reason);
            if (step.Operand is not null)
            {
                Leave(HoleKind.Operand, step.Use);
                _json.PartOfText(step.Rise);
            }

            _json.Raw("\"}"u8);
        }
    }

    private void Update(in Update update)
    {
        _json.Raw("{\"claim\":"u8);
        _json.Text(Words<ClaimedBy>.Of[(int)update.Claim]);
        _json.Raw(",\"operation\":"u8);
        _json.Text(Words<StoreKind>.Of[(int)update.Operation]);
        _json.Raw(",\"canFail\":"u8);
        _json.Boolean(update.CanFail);
        _json.Raw(",\"onFailure\":"u8);
        _json.Text(update.OnFailure);
        _json.Raw((byte)'}');
    }

    private void Changes(IReadOnlyList<FieldChange> changes)
    {
        for (int i = 0; i < changes.Count; i++)
        {
            FieldChange change = changes[i];
            Begin(i, "{\"field\":"u8);
            _json.Text(change.Field);
            _json.Raw(",\"bits\":"u8);
            _json.Text(change.Bits);
            bool address = DescriptorField.IsAddressName(change.Field);
            _json.Raw(",\"old\":{"u8);
            Value(change.Old, change.OldText, address ? HoleKind.OldAddress : null);
            _json.Raw("},\"new\":{"u8);
            Value(change.New, change.NewText, address ? HoleKind.NewAddress : null);
            _json.Raw("},\"effect\":"u8);
            _json.Text(change.Effect);
            _json.Raw((byte)'}');
        }
    }

    private void Reasons(IReadOnlyList<Reason> reasons, CapabilityResult? capabilities)
    {
        int count = 0;
        for (; count < reasons.Count; count++)
        {
            Reason reason = reasons[count];
            Reason(count, reason.Rule, reason.Section, reason.Clause, reason.Text, reason.Changes);
        }

        foreach (CapabilityReason told in capabilities?.Reasons ?? [])
        {
            Reason(count++, told.Subject, FlushAnswerMapper.RegisterSection, told.Member, told.Text, []);
        }
    }

    private void Reason(int place, string rule, string section, string clause, string text, IReadOnlyList<string> changes)
    {
        Begin(place, "{\"rule\":"u8);
        _json.Text(rule);
        _json.Raw(",\"section\":"u8);
        _json.Text(section);
        _json.Raw(",\"clause\":"u8);
        _json.Text(clause);
        _json.Raw(",\"text\":"u8);
        _json.Text(text);
        _json.Raw(",\"changes\":"u8);
        _json.Texts(changes);
        _json.Raw((byte)'}');
    }

    private void Conditions(IReadOnlyList<Condition> conditions, CapabilityResult? capabilities)
    {
        int count = 0;
        for (; count < conditions.Count; count++)
        {
            Condition(count, conditions[count]);
        }

        foreach (Condition condition in capabilities?.Conditions ?? [])
        {
            Condition(count++, condition);
        }
    }

    private void Condition(int place, in Condition condition)
    {
        Begin(place, "{\"code\":"u8);
        _json.Text(condition.Code);
        _json.Raw(",\"text\":"u8);
        _json.Text(condition.Text);
        _json.Raw((byte)'}');
    }

    private void Hazards(IReadOnlyList<Hazard> hazards)
    {
        for (int i = 0; i < hazards.Count; i++)
        {
            Hazard hazard = hazards[i];
            Begin(i, "{\"code\":"u8);
            _json.Text(hazard.Code);
            _json.Raw(",\"text\":"u8);
            _json.Text(hazard.Text);
            _json.Raw(",\"recovery\":"u8);
            _json.Text(hazard.Recovery);
            _json.Raw((byte)'}');
        }
    }

    private void Disputes(IReadOnlyList<Dispute> disputes)
    {
        for (int i = 0; i < disputes.Count; i++)
        {
            Dispute dispute = disputes[i];
            Begin(i, "{\"code\":"u8);
            _json.Text(dispute.Code);
            _json.Raw(",\"rule\":"u8);
            _json.Text(dispute.Rule);
            _json.Raw(",\"text\":"u8);
            _json.Text(dispute.Text);
            _json.Raw(",\"reading\":"u8);
            _json.Text(Words<ReadingUsed>.Of[(int)dispute.Reading]);
            _json.Raw(",\"other\":{\"verdict\":"u8);
            _json.Text(Words<Verdict>.Of[(int)dispute.Other.Verdict]);
            _json.Raw(",\"tlbi\":"u8);
            _json.Texts(FlushAnswerMapper.Ops(dispute.Other.Tlbi));
            _json.Raw(",\"sameAnswer\":"u8);
            _json.Boolean(dispute.SameAnswer);
            _json.Raw("}}"u8);
        }
    }

    private void Alternatives(IReadOnlyList<Alternative> alternatives)
    {
        for (int i = 0; i < alternatives.Count; i++)
        {
            Alternative other = alternatives[i];
            Begin(i, "{\"ops\":"u8);
            _json.Texts(other.Ops);
            _json.Raw(",\"instructions\":"u8);
            _json.Number(other.Instructions);
            _json.Raw(",\"features\":"u8);
            _json.Texts(other.Features);
            _json.Raw(",\"text\":"u8);
            _json.Text(other.Text);
            _json.Raw((byte)'}');
        }
    }

    private void Warnings(IReadOnlyList<Warning> warnings)
    {
        for (int i = 0; i < warnings.Count; i++)
        {
            Warning warning = warnings[i];
            Begin(i, "{\"code\":"u8);
            _json.Text(warning.Code);
            _json.Raw(",\"text\":"u8);
            _json.Text(warning.Text);
            _json.Raw(",\"bits\":"u8);
            _json.Text(warning.Bits);
            _json.Raw((byte)'}');
        }
    }

    /// <summary>Rare, and large: the model's work takes a thousand times as long as writing it.</summary>
    private void Witness(Check.WitnessAnswer? witness)
    {
        if (witness is not null)
        {
            _json.Raw(",\"witness\":"u8);
            _json.Raw(JsonSerializer.SerializeToUtf8Bytes(witness, JsonSetup.Options));
        }
    }

    private void Assumed(IReadOnlyList<Assumption> assumptions, FlushReply reply)
    {
        int count = 0;
        for (int i = 0; i < assumptions.Count; i++)
        {
            Assumption assumption = assumptions[i];
            if (!reply.IsGiven(assumption.Member))
            {
                Begin(count++, "{\"member\":"u8);
                _json.Text(assumption.Member);
                _json.Raw(",\"value\":"u8);
                _json.Text(assumption.Value);
                _json.Raw((byte)'}');
            }
        }
    }

    private void Descriptor(in TranslationContext context, ulong value, DescriptorKind kind, HoleKind raw, HoleKind address)
    {
        _json.Raw("{\"raw\":"u8);
        QuotedHole(raw);
        _json.Raw(",\"kind\":"u8);
        _json.Text(FlushAnswerMapper.KindName(kind));
        _json.Raw(",\"fields\":["u8);
        IReadOnlyList<DescriptorField> fields = DescriptorFields.List(context, value);
        for (int i = 0; i < fields.Count; i++)
        {
            DescriptorField field = fields[i];
            Begin(i, "{\"field\":"u8);
            _json.Text(field.Name);
            _json.Raw(",\"bits\":"u8);
            _json.Text(field.Bits);
            _json.Raw((byte)',');
            Value(field.Value, field.Text, field.IsAddress ? address : null);
            _json.Raw(",\"meaning\":"u8);
            _json.Text(field.Meaning);
            _json.Raw((byte)'}');
        }

        _json.Raw("]}"u8);
    }

    /// <summary>The value of a field: raw, and in words, which for an address are the same.</summary>
    private void Value(ulong value, string text, HoleKind? address)
    {
        _json.Raw("\"raw\":"u8);
        if (address is HoleKind kind)
        {
            QuotedHole(kind);
            _json.Raw(",\"text\":"u8);
            QuotedHole(kind);
        }
        else
        {
            _json.Hex(value);
            _json.Raw(",\"text\":"u8);
            _json.Text(text);
        }
    }

    private void QuotedHole(HoleKind kind, TlbiUse use = default)
    {
        _json.Raw((byte)'"');
        Leave(kind, use);
        _json.Raw((byte)'"');
    }

    /// <summary>Leaves a hole for what differs from question to question.</summary>
    private readonly void Leave(HoleKind kind, TlbiUse use = default) => _holes.Add(new(_json.Position, kind, use));

    /// <summary>Begins an element of an array.</summary>
    private void Begin(int place, ReadOnlySpan<byte> opening)
    {
        if (place > 0)
        {
            _json.Raw((byte)',');
        }

        _json.Raw(opening);
    }

    private void HexOrNull(ulong? value)
    {
        if (value is ulong known)
        {
            _json.Hex(known);
        }
        else
        {
            _json.Raw("null"u8);
        }
    }

    /// <summary>The words of an enumeration of the contract, by value.</summary>
    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly string[] Of = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
    }
}
