using System.Buffers;
using System.Text.Json;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.HighPerformance;

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
        return new AnswerTemplate(output.WrittenSpan.ToArray(), [.. writer._holes], reply);
    }

    private void Whole(FlushReply reply)
    {
        Answer answer = reply.Answer;
        ref readonly Question question = ref reply.Question;
        _json.Raw((byte)'{');
        _json.Boolean("\"mayProceed\":"u8, answer.Decision.MayProceed);
        _json.Text(",\"verdict\":"u8, Words<Verdict>.Of[(int)answer.Decision.Verdict]);
        _json.Text(",\"summary\":"u8, answer.Summary);
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
        _json.Text("],\"linux\":{\"call\":"u8, answer.Linux.Call);
        _json.Text(",\"text\":"u8, answer.Linux.Text);
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
        _json.Text(",\"rulesVersion\":"u8, RuleTable.Version);
        _json.Raw((byte)'}');
    }

    private void Tlbi(in TlbiList list, in TranslationContext context)
    {
        for (int i = 0; i < list.Length; i++)
        {
            TlbiUse use = list[i];
            Separate(i);
            _json.Text("{\"op\":"u8, use.Op);
            _json.Text(",\"scope\":"u8, Words<TlbiScope>.Of[(int)use.Scope]);
            _json.Raw(",\"operand\":"u8);
            if (use.Family.OperandKind() == OperandKind.None)
            {
                _json.Raw("null"u8);
            }
            else
            {
                QuotedHole(HoleKind.Operand, use);
            }

            _json.Number(",\"ttl\":"u8, use.Ttl);
            _json.Number(",\"count\":"u8, use.Count);
            _json.Raw(",\"increment\":"u8);
            HexOrNull(use.Count > 1 ? TlbiOperand.Increment(use, context) : null);
            _json.Raw(",\"span\":"u8);
            HexOrNull(use.Span == 0 ? null : use.Span);
            _json.Boolean(",\"repeat\":"u8, RepeatedInvalidation.After(use, context.Errata) != Errata.None);
            _json.Text(",\"barrierAfter\":"u8, FlushAnswerMapper.BarrierAfter(use.Scope));
            _json.Raw((byte)'}');
        }
    }

    private void Sequence(IReadOnlyList<Step> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i];
            Separate(i);
            _json.Text("{\"step\":"u8, Words<SequenceStepKind>.Of[(int)step.Kind]);
            _json.Text(",\"assembly\":"u8, step.Assembly);
            _json.Number(",\"count\":"u8, step.Count);
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
        _json.Text("{\"claim\":"u8, Words<ClaimedBy>.Of[(int)update.Claim]);
        _json.Text(",\"operation\":"u8, Words<StoreKind>.Of[(int)update.Operation]);
        _json.Boolean(",\"canFail\":"u8, update.CanFail);
        _json.Text(",\"onFailure\":"u8, update.OnFailure);
        _json.Raw((byte)'}');
    }

    private void Changes(IReadOnlyList<FieldChange> changes)
    {
        for (int i = 0; i < changes.Count; i++)
        {
            FieldChange change = changes[i];
            Separate(i);
            _json.Text("{\"field\":"u8, change.Field);
            _json.Text(",\"bits\":"u8, change.Bits);
            bool address = DescriptorField.IsAddressName(change.Field);
            _json.Raw(",\"old\":{"u8);
            Value(change.Old, change.OldText, address ? HoleKind.OldAddress : null);
            _json.Raw("},\"new\":{"u8);
            Value(change.New, change.NewText, address ? HoleKind.NewAddress : null);
            _json.Text("},\"effect\":"u8, change.Effect);
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
        Separate(place);
        _json.Text("{\"rule\":"u8, rule);
        _json.Text(",\"section\":"u8, section);
        _json.Text(",\"clause\":"u8, clause);
        _json.Text(",\"text\":"u8, text);
        _json.Texts(",\"changes\":"u8, changes);
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
        Separate(place);
        _json.Text("{\"code\":"u8, condition.Code);
        _json.Text(",\"text\":"u8, condition.Text);
        _json.Raw((byte)'}');
    }

    private void Hazards(IReadOnlyList<Hazard> hazards)
    {
        for (int i = 0; i < hazards.Count; i++)
        {
            Hazard hazard = hazards[i];
            Separate(i);
            _json.Text("{\"code\":"u8, hazard.Code);
            _json.Text(",\"text\":"u8, hazard.Text);
            _json.Text(",\"recovery\":"u8, hazard.Recovery);
            _json.Raw((byte)'}');
        }
    }

    private void Disputes(IReadOnlyList<Dispute> disputes)
    {
        for (int i = 0; i < disputes.Count; i++)
        {
            Dispute dispute = disputes[i];
            Separate(i);
            _json.Text("{\"code\":"u8, dispute.Code);
            _json.Text(",\"rule\":"u8, dispute.Rule);
            _json.Text(",\"text\":"u8, dispute.Text);
            _json.Text(",\"reading\":"u8, Words<ReadingUsed>.Of[(int)dispute.Reading]);
            _json.Text(",\"other\":{\"verdict\":"u8, Words<Verdict>.Of[(int)dispute.Other.Verdict]);
            _json.Texts(",\"tlbi\":"u8, FlushAnswerMapper.Ops(dispute.Other.Tlbi));
            _json.Boolean(",\"sameAnswer\":"u8, dispute.SameAnswer);
            _json.Raw("}}"u8);
        }
    }

    private void Alternatives(IReadOnlyList<Alternative> alternatives)
    {
        for (int i = 0; i < alternatives.Count; i++)
        {
            Alternative other = alternatives[i];
            Separate(i);
            _json.Texts("{\"ops\":"u8, other.Ops);
            _json.Number(",\"instructions\":"u8, other.Instructions);
            _json.Texts(",\"features\":"u8, other.Features);
            _json.Text(",\"text\":"u8, other.Text);
            _json.Raw((byte)'}');
        }
    }

    private void Warnings(IReadOnlyList<Warning> warnings)
    {
        for (int i = 0; i < warnings.Count; i++)
        {
            Warning warning = warnings[i];
            Separate(i);
            _json.Text("{\"code\":"u8, warning.Code);
            _json.Text(",\"text\":"u8, warning.Text);
            _json.Text(",\"bits\":"u8, warning.Bits);
            _json.Raw((byte)'}');
        }
    }

    /// <summary>Rare, and large: the model's work takes a thousand times as long as writing it.</summary>
    private void Witness(WitnessAnswer? witness)
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
            if (!reply.IsPresent(assumption.Member))
            {
                Separate(count++);
                _json.Text("{\"member\":"u8, assumption.Member);
                _json.Text(",\"value\":"u8, assumption.Value);
                _json.Raw((byte)'}');
            }
        }
    }

    private void Descriptor(in TranslationContext context, ulong value, DescriptorKind kind, HoleKind raw, HoleKind address)
    {
        _json.Raw("{\"raw\":"u8);
        QuotedHole(raw);
        _json.Text(",\"kind\":"u8, kind.ToString());
        _json.Raw(",\"fields\":["u8);
        IReadOnlyList<DescriptorField> fields = DescriptorFields.List(context, value);
        for (int i = 0; i < fields.Count; i++)
        {
            DescriptorField field = fields[i];
            Separate(i);
            _json.Text("{\"field\":"u8, field.Name);
            _json.Text(",\"bits\":"u8, field.Bits);
            _json.Raw((byte)',');
            Value(field.Value, field.Text, field.IsAddress ? address : null);
            _json.Text(",\"meaning\":"u8, field.Meaning);
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
            _json.Text(",\"text\":"u8, text);
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

    /// <summary>Writes what stands between two elements of an array.</summary>
    private void Separate(int place)
    {
        if (place > 0)
        {
            _json.Raw((byte)',');
        }
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
}
