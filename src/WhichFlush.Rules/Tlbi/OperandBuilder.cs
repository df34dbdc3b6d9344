using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>One instruction, or several in a row at rising operands.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Value">Xt of the first; what is not known is 0 in it.</param>
/// <param name="Unknown">What is not known of it, as a formula to or it with: <c>ASID&lt;&lt;48</c>, <c>VA[55:12]</c>; empty if all is known.</param>
/// <param name="Count">How many instructions.</param>
/// <param name="Increment">What is added to Xt from one to the next.</param>
/// <param name="Start">Where the first starts, in bytes; 0 if the address is not known.</param>
/// <param name="Bytes">How much all of them cover; 0 for operations that are not by address.</param>
public readonly record struct BuiltOperand(
    TlbiOperation Operation, ulong Value, string Unknown, ulong Count, ulong Increment, ulong Start, ulong Bytes)
{
    /// <summary>Xt of the first instruction as a person writes it: a value, or a formula.</summary>
    public string Text => Unknown.Length == 0 ? $"0x{Value:x}" : Value == 0 ? Unknown : $"{Unknown} | 0x{Value:x}";
}

/// <summary>Something worth saying about an operand that is no fault.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Text">What there is to say.</param>
public readonly record struct OperandNote(string Code, string Text);

/// <summary>The operands that invalidate what was asked for.</summary>
/// <param name="Operands">In order; none if the operation takes no operand or the parts are not valid.</param>
/// <param name="Notes">What the caller should know.</param>
public readonly record struct OperandBuild(IReadOnlyList<BuiltOperand> Operands, IReadOnlyList<OperandNote> Notes);

/// <summary>Builds operands from parts (RULES.md 4.3).</summary>
public static class OperandBuilder
{
    private static readonly int[] PhysicalSizes = [12, 14, 16, 21, 25, 29, 30, 34, 36, 39];

    /// <summary>Builds the operands of an operation; a range is split as tightly as SCALE and NUM allow.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="parts">What to invalidate. If <see cref="OperandParts.Validate"/> finds fault, nothing is built.</param>
    public static OperandBuild Build(TlbiOperation operation, in OperandParts parts)
    {
        if (parts.Validate(operation).Count > 0)
        {
            return new([], []);
        }

        var notes = new List<OperandNote>();
        Note(notes, operation, parts);
        return operation.OperandKind switch
        {
            OperandKind.None => new([], notes),
            OperandKind.Asid => new([One(operation, parts, new OperandContent { Asid = AsidOf(operation, parts) }, 1, 0, 0, 0)], notes),
            OperandKind.Physical => new([Physical(operation, parts)], notes),
            OperandKind.Address or OperandKind.Ipa => new([ByAddress(operation, parts)], notes),
            _ => new(Ranges(operation, parts, notes), notes),
        };
    }

    /// <summary>The size of what is invalidated at a time: a block of the level, else a page.</summary>
    internal static int UnitShift(in OperandParts parts)
    {
        Granule granule = parts.Granule ?? Granule.Size4K;
        return Geometry.EntryShift(granule, parts.Level ?? 3);
    }

    /// <summary>Where the unit starts that holds the address, and how many units hold what was asked for.</summary>
    internal static (ulong Start, ulong Units) Span(ulong address, ulong? bytes, int unitShift)
    {
        ulong offset = address & Bits.Mask(unitShift - 1, 0);
        ulong length = offset + (bytes ?? (1UL << unitShift) - offset);
        return (address - offset, ((length - 1) >> unitShift) + 1);
    }

    /// <summary>log2 of the bytes that SIZE names; <c>null</c> if it is reserved.</summary>
    internal static int? PhysicalSizeShift(int size) => size < PhysicalSizes.Length ? PhysicalSizes[size] : null;

    private static BuiltOperand ByAddress(TlbiOperation operation, in OperandParts parts)
    {
        int unitShift = UnitShift(parts);
        (ulong start, ulong units) = Span(parts.Address ?? 0, parts.Bytes, unitShift);
        byte hint = parts.Hint && parts.Level is int level ? LevelHint.ByAddress(parts.Granule ?? Granule.Size4K, level, parts.Ds) : (byte)0;
        var content = new OperandContent(AsidOf(operation, parts), NsOf(operation, parts), hint, 0, default, 0, start >> 12, 0);
        return One(operation, parts, content, units, 1UL << (unitShift - 12), start, units << unitShift);
    }

    private static BuiltOperand Physical(TlbiOperation operation, in OperandParts parts)
    {
        ulong address = parts.Address ?? 0;
        ulong bytes = parts.Bytes ?? 1;
        int size = 0;
        while (size < PhysicalSizes.Length - 1 && Span(address, bytes, PhysicalSizes[size]).Units > 1)
        {
            size++;
        }

        (ulong start, ulong units) = Span(address, bytes, PhysicalSizes[size]);
        var content = new OperandContent { Size = (byte)size, Address = start >> 12 };
        return One(operation, parts, content, units, 1UL << (PhysicalSizes[size] - 12), start, units << PhysicalSizes[size]);
    }

    private static List<BuiltOperand> Ranges(TlbiOperation operation, in OperandParts parts, List<OperandNote> notes)
    {
        Granule granule = parts.Granule ?? Granule.Size4K;
        int granuleShift = (int)granule;
        int unitShift = UnitShift(parts);
        (ulong start, ulong units) = Span(parts.Address ?? 0, parts.Bytes, unitShift);
        ulong left = units << (unitShift - granuleShift);
        int shift = OperandFormat.AddressShift(operation.OperandKind, granule, parts.Ds);
        ulong early = (start & Bits.Mask(shift - 1, 0)) >> granuleShift;
        if (left > 1 && early > 0)
        {
            start -= early << granuleShift;
            left += early;
            notes.Add(new("dsBaseRounding", $"With DS = 1 the base is in units of 64 KiB: the range starts {early} pages early, at 0x{start:x}."));
        }

        byte hint = parts.Hint && parts.Level is int level ? LevelHint.InRange(granule, level, parts.Ds) : (byte)0;
        if (parts.Ds && granule == Granule.Size4K && hint == 0 && left > 1 && (parts.Address is null || (start & Bits.Mask(38, 0)) != 0))
        {
            notes.Add(new("rangeBaseDisputed", "With DS = 1, 4K and TTL 00 the manual wants a base that is aligned to 512 GiB, perhaps by mistake; by-address operations are beyond doubt."));
        }

        var built = new List<BuiltOperand>(4);
        for (int scale = 3; scale >= 0 && left > 1; scale--)
        {
            for (ulong multiples = left >> ((5 * scale) + 1); multiples > 0; multiples = left >> ((5 * scale) + 1))
            {
                ulong count = Math.Max(1, multiples / 32);
                var range = new TlbiRange((byte)scale, (byte)(Math.Min(multiples, 32) - 1));
                var content = new OperandContent(
                    AsidOf(operation, parts), NsOf(operation, parts), hint, (byte)LevelHint.TranslationGranule(granule), range, 0, start >> shift, 0);
                ulong each = range.Granules << granuleShift;
                built.Add(One(operation, parts, content, count, each >> shift, start, count * each));
                start += count * each;
                left -= count * range.Granules;
            }
        }

        if (left == 1)
        {
            notes.Add(new("oddPage", "A range covers an even number of pages: the last one has an operation by address."));
            TlbiOperation single = TlbiCatalogue.Find(operation.Family.ByAddress(), operation.Scope, operation.NXs)!;
            built.Add(ByAddress(single, parts with { Address = parts.Address is null ? null : start, Bytes = null }));
        }

        return built;
    }

    private static BuiltOperand One(
        TlbiOperation operation, in OperandParts parts, in OperandContent content, ulong count, ulong increment, ulong start, ulong bytes)
    {
        OperandKind kind = operation.OperandKind;
        var unknown = new List<string>(2);
        if (operation.Family.TakesAsid(parts.El20) && parts.Asid is null)
        {
            unknown.Add(OperandFormat.AsidTerm);
        }

        if (parts.Address is null && kind != OperandKind.Asid)
        {
            unknown.Add(OperandFormat.AddressTerm(kind, parts.Granule ?? Granule.Size4K, parts.Ds));
        }

        return new(operation, content.Encode(kind), string.Join(" | ", unknown), count, count == 1 ? 0 : increment, start, bytes);
    }

    private static ushort AsidOf(TlbiOperation operation, in OperandParts parts) =>
        operation.Family.TakesAsid(parts.El20) ? (ushort)(parts.Asid ?? 0) : (ushort)0;

    private static bool NsOf(TlbiOperation operation, in OperandParts parts) => OperandFormat.IsIpa(operation.OperandKind) && parts.Ns == true;

    private static void Note(List<OperandNote> notes, TlbiOperation operation, in OperandParts parts)
    {
        OperandKind kind = operation.OperandKind;
        if (kind is OperandKind.None or OperandKind.Asid or OperandKind.Physical || parts.Level is not int level || !parts.Hint)
        {
            return;
        }

        Granule granule = parts.Granule ?? Granule.Size4K;
        byte hint = OperandFormat.IsRange(kind) ? LevelHint.InRange(granule, level, parts.Ds) : LevelHint.ByAddress(granule, level, parts.Ds);
        notes.Add(hint == 0
            ? new("noHint", $"Level {level} cannot be named in TTL here (granule 2^{(int)granule}, DS = {(parts.Ds ? 1 : 0)}): no hint is given, which is always right.")
            : new("hint", "The TTL hint is only right if the entry is a leaf of this level, and needs FEAT_TTL; never give one if a Table changed (RSQXYZ)."));
    }
}
