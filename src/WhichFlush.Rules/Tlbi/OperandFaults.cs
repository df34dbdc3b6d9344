using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Finds the faults of an operand field by field.</summary>
internal static class OperandFaults
{
    private const ulong NsBit = 1UL << 63;

    public static IReadOnlyList<OperandFault> Of(TlbiOperation operation, ulong value, in OperandParts parts, List<OperandNote> notes)
    {
        OperandKind kind = operation.OperandKind;
        var content = OperandContent.Decode(kind, value);
        var faults = new List<OperandFault>();
        TopBits(faults, operation, content, parts);
        switch (kind)
        {
            case OperandKind.Address or OperandKind.Ipa:
                Hint(faults, notes, content, parts);
                Address(faults, notes, kind, content, parts);
                break;
            case OperandKind.Range or OperandKind.IpaRange:
                Range(faults, notes, kind, content, parts);
                break;
            case OperandKind.Physical:
                Physical(faults, content, parts);
                break;
        }

        ulong reserved = content.Reserved | (NsIsPartOfReserved(content, parts) ? NsBit : 0);
        if (reserved != 0)
        {
            faults.Add(new(OperandFaultCode.ReservedBits, Bits.Describe(reserved), $"Bits {Bits.Describe(reserved)} are RES0 and set: 0x{reserved:x}."));
        }

        return faults;
    }

    /// <summary>The address in the address field; a VA is sign-extended.</summary>
    public static ulong AddressOf(OperandKind kind, in OperandContent content, int shift)
    {
        ulong address = content.Address << shift;
        return kind switch
        {
            OperandKind.Address => OperandParts.Extended(address, 55),
            OperandKind.Range => OperandParts.Extended(address, shift + 36),
            _ => address,
        };
    }

    private static void TopBits(List<OperandFault> faults, TlbiOperation operation, in OperandContent content, in OperandParts parts)
    {
        bool takesAsid = operation.Family.TakesAsid(parts.El20);
        if (!takesAsid && content.Asid != 0)
        {
            faults.Add(new(OperandFaultCode.AsidNotTaken, "63:48", $"0x{content.Asid:x} stands where {operation.Name} takes no ASID: bits 63:48 are RES0."));
        }
        else if (takesAsid && parts.Asid is int asid && asid != content.Asid)
        {
            faults.Add(new(OperandFaultCode.WrongAsid, "63:48", $"ASID is {content.Asid}, asked was {asid}: the entries of {asid} stay."));
        }

        if (content.Ns && parts.Ns is null && !NsIsPartOfReserved(content, parts))
        {
            faults.Add(new(OperandFaultCode.NsNotTaken, "63", "NS is set: it has a meaning in Secure state only, and is RES0 elsewhere. Say ns=true if this is Secure state and the Non-secure IPA space."));
        }
        else if (parts.Ns is bool ns && ns != content.Ns && OperandFormat.IsIpa(operation.OperandKind))
        {
            faults.Add(new(OperandFaultCode.WrongIpaSpace, "63", $"NS is {(content.Ns ? 1 : 0)}, asked was {(ns ? 1 : 0)}: the entry is in the other IPA space, and stays."));
        }
    }

    /// <summary>Whether NS is set along with the RES0 bits beside it, as an ASID or a sign would set them: nobody meant the IPA space.</summary>
    private static bool NsIsPartOfReserved(in OperandContent content, in OperandParts parts) =>
        content.Ns && parts.Ns is null && (content.Reserved & Bits.Mask(62, 48)) != 0;

    private static void Hint(List<OperandFault> faults, List<OperandNote> notes, in OperandContent content, in OperandParts parts)
    {
        int level = content.Ttl & 3;
        if (LevelHint.GranuleOf(content.Ttl >> 2) is not Granule granule)
        {
            if (level != 0)
            {
                faults.Add(new(OperandFaultCode.HintWithoutGranule, "47:44", $"TTL is 0b00{level >> 1}{level & 1}: with TTL[3:2] = 00 there is no hint, and TTL[1:0] is RES0."));
            }
        }
        else if (parts.Granule is Granule asked && asked != granule)
        {
            faults.Add(new(OperandFaultCode.HintForOtherGranule, "47:46", $"TTL names the {OperandExaminer.GranuleText(granule)}, in use is the {OperandExaminer.GranuleText(asked)}: nothing need be invalidated (RSQXYZ)."));
        }
        else
        {
            NamedLevel(faults, notes, granule, level, "47:44", parts);
        }
    }

    private static void NamedLevel(List<OperandFault> faults, List<OperandNote> notes, Granule granule, int level, string bits, in OperandParts parts)
    {
        if (!LevelHint.CanBeNamed(granule, level, parts.Ds))
        {
            faults.Add(new(OperandFaultCode.HintNotLegal, bits, LevelHint.IsHintWithLpa2(granule, level)
                ? $"TTL names level {level}, at which the {OperandExaminer.GranuleText(granule)} has no leaf without DS = 1: parts without FEAT_LPA2 take it as no hint, with FEAT_LPA2 nothing need be invalidated (RSQXYZ); write 0."
                : $"TTL names level {level}, which the {OperandExaminer.GranuleText(granule)} cannot: parts take it as no hint; write 0."));
        }
        else if (parts.Level is int asked && asked != level)
        {
            faults.Add(new(OperandFaultCode.HintForOtherLevel, bits, $"TTL names level {level}, the leaf is at level {asked}: nothing need be invalidated (RSQXYZ)."));
        }
        else if (parts.Level is null || parts.Granule is null)
        {
            notes.Add(new("hintNotJudged", $"TTL names level {level}, {OperandExaminer.GranuleText(granule)}. If the leaf is of another, or a Table changed, nothing need be invalidated; give level and granule to have it judged."));
        }
    }

    private static void Address(List<OperandFault> faults, List<OperandNote> notes, OperandKind kind, in OperandContent content, in OperandParts parts)
    {
        Granule? granule = parts.Granule ?? LevelHint.GranuleOf(content.Ttl >> 2);
        ulong address = AddressOf(kind, content, 12);
        ulong ignored = address & Bits.Mask((int)(granule ?? Granule.Size4K) - 1, 0);
        if (ignored != 0)
        {
            notes.Add(new("ignoredBits", $"Address bits {Bits.Describe(ignored)} are set: with the {OperandExaminer.GranuleText(granule!.Value)} they are ignored."));
        }

        if (parts.Address is ulong asked)
        {
            int unitShift = OperandBuilder.UnitShift(parts with { Granule = granule });
            (ulong start, ulong units) = OperandBuilder.Span(asked, parts.Bytes, unitShift);
            int width = kind == OperandKind.Ipa ? 52 : 56;
            ulong distance = (address - start) & Bits.Mask(width - 1, 0);
            if (distance >> unitShift >= units)
            {
                faults.Add(new(OperandFaultCode.WrongAddress, OperandFormat.AddressField(kind).Bits, $"The address is 0x{address:x}, asked was 0x{asked:x}: its entry stays."));
            }
        }
        else if (kind == OperandKind.Address)
        {
            int width = granule is null or Granule.Size64K || parts.Ds ? 52 : 48;
            NonCanonical(faults, address, width);
        }
    }

    /// <summary>Adds a fault if the address bits above the width of the VA are not all equal.</summary>
    private static void NonCanonical(List<OperandFault> faults, ulong address, int width)
    {
        ulong top = address >> width;
        if (top != 0 && top != ulong.MaxValue >> width)
        {
            faults.Add(new(OperandFaultCode.NonCanonical, $"43:{width - 12}", $"0x{address:x} is no VA of {width} bits: bits 55:{width} are not all the same."));
        }
    }

    private static void Range(List<OperandFault> faults, List<OperandNote> notes, OperandKind kind, in OperandContent content, in OperandParts parts)
    {
        Granule granule;
        if (LevelHint.GranuleOf(content.Tg) is Granule named)
        {
            granule = named;
            if (parts.Granule is Granule asked && asked != named)
            {
                faults.Add(new(OperandFaultCode.OtherTg, "47:46", $"TG names the {OperandExaminer.GranuleText(named)}, in use is the {OperandExaminer.GranuleText(asked)}: nothing need be invalidated."));
            }
        }
        else
        {
            granule = parts.Granule ?? Granule.Size4K;
            faults.Add(new(OperandFaultCode.ReservedTg, "47:46", "TG is 0b00, which is reserved: 01 is 4K, 10 is 16K, 11 is 64K."));
        }

        int shift = OperandFormat.AddressShift(kind, granule, parts.Ds);
        ulong start = AddressOf(kind, content, shift);
        if (content.Ttl != 0)
        {
            NamedLevel(faults, notes, granule, content.Ttl, "38:37", parts);
            int entry = Geometry.EntryShift(granule, content.Ttl);
            if (LevelHint.CanBeNamed(granule, content.Ttl, parts.Ds) && (start & Bits.Mask(entry - 1, 0)) != 0)
            {
                faults.Add(new(OperandFaultCode.MisalignedBase, "36:0", $"The base 0x{start:x} is not aligned to the {Sizes.Text(1UL << entry)} of level {content.Ttl} that TTL names: nothing need be invalidated."));
            }
        }

        if (kind == OperandKind.Range && granule == Granule.Size16K && !parts.Ds && parts.Address is null)
        {
            NonCanonical(faults, start, 48);
        }

        ulong length = content.Range.Granules << (int)granule;
        if (parts.Address is ulong address)
        {
            Coverage(faults, start, length, address, shift, parts);
        }
        else if (parts.Bytes > length)
        {
            faults.Add(new(OperandFaultCode.RangeTooShort, "45:39", $"The range covers {Sizes.Text(length)}, asked were {Sizes.Text(parts.Bytes.Value)}: unless other operations cover the rest, its entries stay."));
        }
    }

    private static void Coverage(List<OperandFault> faults, ulong start, ulong length, ulong address, int shift, in OperandParts parts)
    {
        int unitShift = OperandBuilder.UnitShift(parts);
        (ulong asked, ulong units) = OperandBuilder.Span(address, parts.Bytes, unitShift);
        ulong bytes = units << unitShift;
        ulong offset = (asked - start) & Bits.Mask(shift + 36, 0);
        if (offset >= length)
        {
            faults.Add(new(OperandFaultCode.WrongAddress, "36:0", $"The range starts at 0x{start:x} and covers {Sizes.Text(length)}; asked was 0x{address:x}."));
        }
        else if (offset + bytes > length)
        {
            bool rounded = parts.Ds && offset != 0 && offset == (asked & 0xffff);
            faults.Add(rounded
                ? new(OperandFaultCode.DsBaseRounding, "45:39", $"With DS = 1 the base is rounded down to 64 KiB, 0x{start:x}: the range ends {Sizes.Text(offset + bytes - length)} early. Make it longer by what it starts early.")
                : new(OperandFaultCode.RangeTooShort, "45:39", $"The range covers {Sizes.Text(length)} from 0x{start:x}, asked were {Sizes.Text(bytes)} from 0x{asked:x}: the last {Sizes.Text(offset + bytes - length)} stay."));
        }
    }

    private static void Physical(List<OperandFault> faults, in OperandContent content, in OperandParts parts)
    {
        ulong start = content.Address << 12;
        if (OperandBuilder.PhysicalSizeShift(content.Size) is not int size)
        {
            faults.Add(new(OperandFaultCode.ReservedSize, "47:44", $"SIZE is {content.Size}, which is reserved: 0 (4 KiB) to 9 (512 GiB)."));
            return;
        }

        if ((start & Bits.Mask(size - 1, 0)) != 0)
        {
            faults.Add(new(OperandFaultCode.MisalignedBase, "39:0", $"0x{start:x} is not aligned to the {Sizes.Text(1UL << size)} that SIZE names."));
        }

        if (parts.Address is ulong asked)
        {
            ulong offset = (asked - start) & Bits.Mask(51, 0);
            if (offset >> size != 0)
            {
                faults.Add(new(OperandFaultCode.WrongAddress, "39:0", $"The range starts at 0x{start:x} and covers {Sizes.Text(1UL << size)}; asked was 0x{asked:x}."));
            }
            else if (offset + (parts.Bytes ?? 1) > 1UL << size)
            {
                faults.Add(new(OperandFaultCode.RangeTooShort, "47:44", $"The range covers {Sizes.Text(1UL << size)} from 0x{start:x}, asked were {Sizes.Text(parts.Bytes ?? 1)} from 0x{asked:x}."));
            }
        }
    }
}
