using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Decodes operands and finds their faults. Total: every value of every operation has an examination.</summary>
public static class OperandExaminer
{
    /// <summary>Examines the value of an operand register.</summary>
    /// <param name="operation">The operation that takes the operand.</param>
    /// <param name="value">Value of Xt.</param>
    /// <param name="parts">The expected content. Parts that are not given are not judged.</param>
    public static OperandExamination Examine(TlbiOperation operation, ulong value, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        var content = OperandContent.Decode(kind, value);
        var notes = new List<OperandNote>();
        if (kind == OperandKind.None)
        {
            OperandFault[] faultsOfValue = value == 0 ? [] :
                [new(OperandFaultCode.TakesNoOperand, "", $"{operation.Name} takes no operand: with another Rt than XZR it is CONSTRAINED UNPREDICTABLE, UNDEFINED or as with XZR, whatever the register holds. Encode XZR.")];
            return new([], faultsOfValue, notes, []);
        }

        if (IsOneOf(OperandBuilder.Build(operation, parts), operation, value, parts))
        {
            return new(Fields(operation, content, parts), [], notes, Right(operation, content, parts, null, notes));
        }

        OperandMistake? mistake = OperandMistakes.Find(operation, value, parts);
        IReadOnlyList<OperandFault> faults = mistake?.Faults ?? OperandFaults.Of(operation, value, parts, notes);
        OperandParts completed = Completed(operation, content, parts, mistake, faults);
        return new(Fields(operation, content, parts), faults, notes, Right(operation, content, completed, mistake, notes));
    }

    /// <summary>Whether the value is one of the right operands; any ASID is right if the ASID is not known.</summary>
    private static bool IsOneOf(in OperandBuild right, TlbiOperation operation, ulong value, in OperandParts parts)
    {
        if (parts.Address is null && operation.OperandKind != OperandKind.Asid)
        {
            return false;
        }

        ulong mask = operation.Family.TakesAsid(parts.El20) && parts.Asid is null ? ~OperandFormat.Asid.Mask : ulong.MaxValue;
        foreach (BuiltOperand operand in right.Operands)
        {
            if (operand.Operation == operation)
            {
                ulong distance = (value - operand.Value) & mask;
                if (distance == 0 || (operand.Increment != 0 && distance % operand.Increment == 0 && distance / operand.Increment < operand.Count))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Completes the parts that are not given from the value, as far as its faults leave the fields credible.</summary>
    private static OperandParts Completed(
        TlbiOperation operation, in OperandContent content, in OperandParts parts, OperandMistake? mistake, IReadOnlyList<OperandFault> faults)
    {
        OperandKind kind = operation.OperandKind;
        bool trusted = mistake is null;
        bool hintTrusted = trusted && !faults.Any(fault => fault.Code is OperandFaultCode.HintWithoutGranule or OperandFaultCode.HintNotLegal
            or OperandFaultCode.HintForOtherGranule or OperandFaultCode.HintForOtherLevel or OperandFaultCode.ReservedTg or OperandFaultCode.OtherTg
            or OperandFaultCode.MisalignedBase);
        bool range = OperandFormat.IsRange(kind);
        Granule? granule = parts.Granule ?? (hintTrusted ? LevelHint.GranuleOf(range ? content.Tg : content.Ttl >> 2) : null);
        int? level = parts.Level ?? (hintTrusted && content.Ttl != 0 ? content.Ttl & 3 : null);
        int shift = OperandFormat.AddressShift(kind, granule ?? Granule.Size4K, parts.Ds);
        ulong? bytes = parts.Bytes ?? (!trusted ? null
            : range ? content.Range.Granules << (int)(granule ?? Granule.Size4K)
            : kind == OperandKind.Physical && OperandBuilder.PhysicalSizeShift(content.Size) is int size ? 1UL << size
            : null);
        return parts with
        {
            Address = parts.Address ?? mistake?.Address ?? OperandFaults.AddressOf(kind, content, shift),
            Asid = parts.Asid ?? (mistake is null or { AsidTrusted: true } && operation.Family.TakesAsid(parts.El20) ? content.Asid : mistake is { Faults: [{ Code: OperandFaultCode.AsidNotShifted }] } ? (int)content.Reserved : null),
            Granule = granule,
            Level = level,
            Bytes = bytes,
        };
    }

    private static IReadOnlyList<BuiltOperand> Right(
        TlbiOperation operation, in OperandContent content, in OperandParts parts, OperandMistake? mistake, List<OperandNote> notes)
    {
        if (mistake is not null && OperandFormat.IsRange(operation.OperandKind) && parts.Bytes is null && parts.Level is null)
        {
            notes.Add(new("sizeNeeded", "How much the range is to cover cannot be told from this value: give pages or size, and the right operand follows."));
            return [];
        }

        OperandParts known = parts.Asid is null && mistake is null ? parts with { Asid = content.Asid } : parts;
        OperandBuild built = OperandBuilder.Build(operation, known);
        notes.AddRange(built.Notes);
        return built.Operands;
    }

    private static List<OperandFieldValue> Fields(TlbiOperation operation, in OperandContent content, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        ulong value = content.Encode(kind);
        var fields = new List<OperandFieldValue>(7);
        foreach (OperandField field in OperandFormat.Fields(kind))
        {
            ulong held = field.Of(value);
            fields.Add(new(field, held, TextOf(operation, field, held, content, parts)));
        }

        return fields;
    }

    private static string TextOf(TlbiOperation operation, in OperandField field, ulong held, in OperandContent content, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        if (field == OperandFormat.Asid)
        {
            return operation.Family.TakesAsid(parts.El20) ? $"ASID {held}" : held == 0 ? "RES0 in this form" : $"RES0 in this form, but 0x{held:x} stands there";
        }

        if (field == OperandFormat.Ns)
        {
            return held == 0 ? "Secure IPA space in Secure state, RES0 in others" : "Non-secure IPA space in Secure state, RES0 in others";
        }

        if (field == OperandFormat.Ttl)
        {
            return HintText(LevelHint.GranuleOf((int)held >> 2), (int)held & 3, parts.Ds);
        }

        if (field == OperandFormat.Tg)
        {
            return LevelHint.GranuleOf((int)held) is Granule granule ? GranuleText(granule) : "reserved";
        }

        if (field == OperandFormat.Scale || field == OperandFormat.Num)
        {
            return LevelHint.GranuleOf(content.Tg) is Granule granuleOfRange
                ? $"with {(field == OperandFormat.Scale ? "NUM" : "SCALE")}: {content.Range.Granules} pages, {Sizes.Text(content.Range.Granules << (int)granuleOfRange)}"
                : $"with {(field == OperandFormat.Scale ? "NUM" : "SCALE")}: {content.Range.Granules} pages";
        }

        if (field == OperandFormat.RangeTtl)
        {
            return held == 0 ? "no hint" : HintText(LevelHint.GranuleOf(content.Tg) ?? parts.Granule ?? Granule.Size4K, (int)held, parts.Ds);
        }

        if (field == OperandFormat.Size)
        {
            return OperandBuilder.PhysicalSizeShift((int)held) is int bytes ? Sizes.Text(1UL << bytes) : "reserved";
        }

        Granule assumed = LevelHint.GranuleOf(content.Tg) ?? parts.Granule ?? Granule.Size4K;
        string space = kind switch { OperandKind.Physical => "PA", OperandKind.Ipa or OperandKind.IpaRange => "IPA", _ => "VA" };
        return $"{space} 0x{OperandFaults.AddressOf(kind, content, OperandFormat.AddressShift(kind, assumed, parts.Ds)):x}";
    }

    private static string HintText(Granule? granule, int level, bool ds) => granule is Granule named
        ? $"leaf of level {level}, {GranuleText(named)}" + (LevelHint.CanBeNamed(named, level, ds) ? ""
            : LevelHint.IsHintWithLpa2(named, level) ? ", which is no hint only without FEAT_LPA2"
            : ", which cannot be named: taken as no hint")
        : level == 0 ? "no hint" : "no hint: TTL[3:2] = 00, and TTL[1:0] is RES0";

    internal static string GranuleText(Granule granule) => granule switch
    {
        Granule.Size4K => "4K granule",
        Granule.Size16K => "16K granule",
        _ => "64K granule",
    };
}
