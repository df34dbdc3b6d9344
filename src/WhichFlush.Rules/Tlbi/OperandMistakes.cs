using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>An operand that was put together the wrong way, as a whole.</summary>
/// <param name="Address">The address that was meant.</param>
/// <param name="AsidTrusted">The ASID field holds the ASID that was meant.</param>
/// <param name="Faults">What is wrong.</param>
internal sealed record OperandMistake(ulong? Address, bool AsidTrusted, IReadOnlyList<OperandFault> Faults);

/// <summary>Recognizes the ways in which operands are usually got wrong.</summary>
internal static class OperandMistakes
{
    public static OperandMistake? Find(TlbiOperation operation, ulong value, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        if (kind == OperandKind.Asid)
        {
            return value is > 0 and <= ushort.MaxValue
                ? new(null, false, [new(OperandFaultCode.AsidNotShifted, "15:0", $"0x{value:x} looks like the ASID itself: it belongs in bits 63:48, so shift it left by 48.")])
                : null;
        }

        return parts.Address is ulong address ? Known(operation, value, parts, address) : Guessed(operation, value, parts);
    }

    private static OperandMistake? Known(TlbiOperation operation, ulong value, in OperandParts parts, ulong address)
    {
        OperandKind kind = operation.OperandKind;
        bool takesAsid = operation.Family.TakesAsid(parts.El20);
        ulong lowBits = value & Bits.Mask(11, 0);
        bool sameTop = takesAsid || value >> 48 == 0 || value >> 48 == address >> 48;
        if (((value ^ address) & Bits.Mask(47, 12)) == 0 && (address & Bits.Mask(47, 12)) != 0 && sameTop
            && (lowBits == 0 || lowBits == (address & Bits.Mask(11, 0))))
        {
            return Raw(operation, value, address, parts);
        }

        Granule granule = parts.Granule ?? Granule.Size4K;
        OperandField field = OperandFormat.AddressField(kind);
        int right = OperandFormat.AddressShift(kind, granule, parts.Ds);
        ulong held = field.Of(value);
        if (held == (address >> right & field.Mask))
        {
            return IsSignExtended(kind, value) && address >> 56 == 0xff && !HintIsAsked(kind, value, parts) ? SignExtended(operation, value, address) : null;
        }

        foreach (int shift in (ReadOnlySpan<int>)[12, 14, 16])
        {
            // Only where another address cannot be what was meant: zero looks the same however it is shifted.
            if (shift == right || held != (address >> shift & field.Mask) || held == 0)
            {
                continue;
            }

            if (OperandFormat.IsRange(kind))
            {
                return new(address, true, [new(OperandFaultCode.WrongBaseShift, field.Bits,
                    $"BaseADDR is the address shifted right by {shift}; with {OperandExaminer.GranuleText(granule)}{(parts.Ds ? " and DS = 1" : "")} it is {right}: 0x{address >> right & field.Mask:x}.")]);
            }

            if (shift == (int)granule)
            {
                return new(address, true, [new(OperandFaultCode.ShiftedByGranule, field.Bits,
                    $"The address was shifted right by {shift}, log2 of the granule. It is 12 for every granule: bits {field.Bits} are to hold 0x{address >> 12 & field.Mask:x}, not 0x{held:x}.")]);
            }
        }

        return null;
    }

    private static OperandMistake? Guessed(TlbiOperation operation, ulong value, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        bool va = kind is OperandKind.Address or OperandKind.Range;
        OperandContent content = OperandContent.Decode(kind, value);
        bool asidIsAsked = parts.Asid is int asid && asid == content.Asid;
        int width = parts.Ds || parts.Granule == Granule.Size64K ? 52 : 48;
        ulong top = value >> width;
        bool upper = va && top == ulong.MaxValue >> width;
        if (value != 0 && (value & Bits.Mask(11, 0)) == 0 && (top == 0 || upper)
            && ((upper && !asidIsAsked) || OperandFaults.Of(operation, value, parts, []).Any(fault => SpeaksForRaw(fault.Code))))
        {
            return Raw(operation, value, value, parts);
        }

        bool bare = value >> 52 is 0 or 0xfff;
        return va && bare && !asidIsAsked && IsSignExtended(kind, value) && Bits.IsSet(value, OperandFormat.AddressField(kind).High)
            ? SignExtended(operation, value, null)
            : null;
    }

    /// <summary>Faults that an address leaves where fields of an operand should be.</summary>
    private static bool SpeaksForRaw(OperandFaultCode code) => code is OperandFaultCode.HintNotLegal or OperandFaultCode.HintWithoutGranule
        or OperandFaultCode.HintForOtherGranule or OperandFaultCode.ReservedBits or OperandFaultCode.AsidNotTaken or OperandFaultCode.NonCanonical
        or OperandFaultCode.ReservedTg or OperandFaultCode.OtherTg or OperandFaultCode.ReservedSize;

    /// <summary>Bits 63:56 of a VA, shifted right by 12 or more and not masked, are ones above the address field and in the low ASID bits.</summary>
    private static bool IsSignExtended(OperandKind kind, ulong value)
    {
        ulong mask = kind switch
        {
            OperandKind.Address => Bits.Mask(51, 44),
            OperandKind.Range => Bits.Mask(47, 37),
            _ => 0,
        };
        return mask != 0 && (value & mask) == mask;
    }

    /// <summary>The ones in the hint are the hint that was asked for, as far as they can be.</summary>
    private static bool HintIsAsked(OperandKind kind, ulong value, in OperandParts parts) => kind == OperandKind.Address
        && parts is { Level: 3, Granule: Granule.Size64K } && parts.Asid is int asid && (ulong)asid == value >> 48;

    private static OperandMistake Raw(TlbiOperation operation, ulong value, ulong address, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        OperandField field = OperandFormat.AddressField(kind);
        bool range = OperandFormat.IsRange(kind);
        string space = kind switch { OperandKind.Ipa or OperandKind.IpaRange => "IPA", OperandKind.Physical => "PA", _ => "VA" };
        var faults = new List<OperandFault>
        {
            new(OperandFaultCode.RawAddress, "", range
                ? $"0x{value:x} looks like the {space} itself. BaseADDR, bits 36:0, holds it shifted right by the granule; TG, SCALE and NUM say how much to cover."
                : $"0x{value:x} looks like the {space} itself. Bits {field.Bits} hold {field.Name}: shift the address right by 12 and mask it, 0x{address >> 12 & field.Mask:x}."),
        };
        AddAsid(faults, operation, value, parts.El20, kind is OperandKind.Ipa or OperandKind.IpaRange or OperandKind.Physical);
        ulong middle = (value & Bits.Mask(47, range ? 37 : 44)) >> (range ? 37 : 44);
        if (middle != 0)
        {
            faults.Add(range
                ? new(OperandFaultCode.AddressBitsInTtl, "47:37", $"Bits 47:37 of the address, 0x{middle:x}, land in TG, SCALE, NUM and TTL.")
                : new(OperandFaultCode.AddressBitsInTtl, "47:44", $"Bits 47:44 of the address, 0x{middle:x}, land in {(kind == OperandKind.Physical ? "SIZE" : "TTL")}: {Hint(kind, (int)middle, parts.Ds)}."));
        }

        return new(address, false, faults);
    }

    private static OperandMistake SignExtended(TlbiOperation operation, ulong value, ulong? address)
    {
        OperandKind kind = operation.OperandKind;
        bool range = kind == OperandKind.Range;
        var faults = new List<OperandFault>
        {
            new(OperandFaultCode.SignExtended, range ? "63:37" : "63:44",
                $"The sign bits of the VA were not masked off after the shift: keep bits {(range ? "36:0" : "43:0")} only, then put in the other fields."),
        };
        AddAsid(faults, operation, value, el20: true, false);
        faults.Add(range
            ? new(OperandFaultCode.AddressBitsInTtl, "47:37", "Sign bits land in TG, SCALE, NUM and TTL: all ones.")
            : new(OperandFaultCode.AddressBitsInTtl, "47:44", $"VA[59:56] lands in TTL: {Hint(kind, 15, false)}."));
        ulong va = address ?? OperandParts.Extended(OperandFormat.AddressField(kind).Of(value) << 12, range ? 48 : 55);
        return new(va, false, faults);
    }

    private static void AddAsid(List<OperandFault> faults, TlbiOperation operation, ulong value, bool el20, bool reserved)
    {
        if (value >> 48 == 0)
        {
            return;
        }

        string lands = reserved ? "where bits are RES0 or NS"
            : operation.Family.TakesAsid(el20) ? $"in ASID: ASID {value >> 48} is invalidated"
            : "in bits 63:48, which are RES0 in this form";
        faults.Add(new(OperandFaultCode.AddressBitsInAsid, "63:48", $"Bits of the address, 0x{value >> 48:x}, land {lands}."));
    }

    private static string Hint(OperandKind kind, int bits, bool ds)
    {
        if (kind == OperandKind.Physical)
        {
            return "another size";
        }

        return LevelHint.GranuleOf(bits >> 2) is not Granule granule ? "a reserved hint"
            : $"a hint for level {bits & 3}, {OperandExaminer.GranuleText(granule)}" + (LevelHint.CanBeNamed(granule, bits & 3, ds)
                ? "; nothing of another level need be invalidated" : ", which cannot be named");
    }
}
