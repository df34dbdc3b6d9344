using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>A mistake that explains the whole operand.</summary>
/// <param name="Address">The intended address; <c>null</c> for an ASID operand.</param>
/// <param name="AsidTrusted">The ASID field holds the intended ASID.</param>
/// <param name="Faults">The faults that follow from the mistake.</param>
internal sealed record OperandMistake(ulong? Address, bool AsidTrusted, IReadOnlyList<OperandFault> Faults);

/// <summary>Recognizes common mistakes in the construction of operands.</summary>
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

        return parts.Address is ulong address ? FindByAddress(operation, value, parts, address) : FindByPattern(operation, value, parts);
    }

    private static OperandMistake? FindByAddress(TlbiOperation operation, ulong value, in OperandParts parts, ulong address)
    {
        OperandKind kind = operation.OperandKind;
        bool takesAsid = operation.Family.TakesAsid(parts.El20);
        ulong lowBits = value & Bits.Mask(11, 0);
        bool sameTop = takesAsid || value >> 48 == 0 || value >> 48 == address >> 48;
        if (((value ^ address) & Bits.Mask(47, 12)) == 0 && (address & Bits.Mask(47, 12)) != 0 && sameTop
            && (lowBits == 0 || lowBits == (address & Bits.Mask(11, 0))))
        {
            return RawAddress(operation, value, address, parts);
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
            // A field of 0 proves nothing: zero is the same after every shift.
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

    private static OperandMistake? FindByPattern(TlbiOperation operation, ulong value, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        bool va = kind is OperandKind.Address or OperandKind.Range;
        var content = OperandContent.Decode(kind, value);
        bool asidIsAsked = parts.Asid is int asid && asid == content.Asid;
        int width = parts.Ds || parts.Granule == Granule.Size64K ? 52 : 48;
        ulong top = value >> width;
        bool upper = va && top == ulong.MaxValue >> width;
        if (value != 0 && (value & Bits.Mask(11, 0)) == 0 && (top == 0 || upper)
            && ((upper && !asidIsAsked) || OperandFaults.Of(operation, value, parts, []).Any(fault => SuggestsRawAddress(fault.Code))))
        {
            return RawAddress(operation, value, value, parts);
        }

        bool bare = value >> 52 is 0 or 0xfff;
        return va && bare && !asidIsAsked && IsSignExtended(kind, value) && Bits.IsSet(value, OperandFormat.AddressField(kind).High)
            ? SignExtended(operation, value, null)
            : null;
    }

    /// <summary>Whether a fault suggests that address bits are in the other fields of the operand.</summary>
    private static bool SuggestsRawAddress(OperandFaultCode code) => code is OperandFaultCode.HintNotLegal or OperandFaultCode.HintWithoutGranule
        or OperandFaultCode.HintForOtherGranule or OperandFaultCode.ReservedBits or OperandFaultCode.AsidNotTaken or OperandFaultCode.NonCanonical
        or OperandFaultCode.ReservedTg or OperandFaultCode.OtherTg or OperandFaultCode.ReservedSize;

    /// <summary>Whether the bits above the address field are ones, as VA[63:56] leaves them after a shift without a mask.</summary>
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

    /// <summary>Whether ones in the TTL field are the expected hint, 64K and level 3, and not sign bits.</summary>
    private static bool HintIsAsked(OperandKind kind, ulong value, in OperandParts parts) => kind == OperandKind.Address
        && parts is { Level: 3, Granule: Granule.Size64K } && parts.Asid is int asid && (ulong)asid == value >> 48;

    private static OperandMistake RawAddress(TlbiOperation operation, ulong value, ulong address, in OperandParts parts)
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
                ? "; nothing of another level need be invalidated"
                : LevelHint.IsHintWithLpa2(granule, bits & 3) ? ", which is no hint only without FEAT_LPA2"
                : ", which cannot be named");
    }
}
