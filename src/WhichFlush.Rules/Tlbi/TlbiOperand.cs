using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>The value of the operand register Xt of a TLBI (RULES.md 4.3, manual D8.17.5 and D8.17.6).</summary>
public static class TlbiOperand
{
    /// <summary>Xt of the first instruction of a use; <c>null</c> if it takes none or the address or ASID it needs was not given.</summary>
    /// <param name="use">The operation.</param>
    /// <param name="context">Gives address, ASID, granule and level.</param>
    public static ulong? Value(in TlbiUse use, in TranslationContext context)
    {
        OperandKind kind = use.Family.OperandKind();
        if (kind == OperandKind.None)
        {
            return null;
        }

        bool takesAsid = use.Family.TakesAsid(context.Regime == Regime.El20);
        if ((takesAsid && context.Asid is null) || (kind != OperandKind.Asid && context.Address is null))
        {
            return null;
        }

        ulong asid = takesAsid ? (ulong)context.Asid!.Value << 48 : 0;
        return kind == OperandKind.Asid ? asid : asid | AddressPart(use, context, Base(use, context));
    }

    /// <summary>Xt as a value if it is known, else as a formula.</summary>
    public static string Text(in TlbiUse use, in TranslationContext context) =>
        Value(use, context) is ulong value ? $"0x{value:x}" : Symbolic(use, context);

    /// <summary>Xt from one instruction to the next of a use with several.</summary>
    public static ulong Increment(in TlbiUse use, in TranslationContext context) => use.Family.OperandKind() switch
    {
        OperandKind.Address or OperandKind.Ipa => use.Step >> 12,
        OperandKind.Range or OperandKind.IpaRange => use.Step >> RangeBaseShift(context),
        _ => 0,
    };

    /// <summary>The operand as a formula, with what was given filled in: <c>ASID&lt;&lt;48 | VA[55:12]</c>.</summary>
    public static string Symbolic(in TlbiUse use, in TranslationContext context)
    {
        OperandKind kind = use.Family.OperandKind();
        if (kind == OperandKind.None)
        {
            return "";
        }

        var parts = new List<string>(3);
        if (use.Family.TakesAsid(context.Regime == Regime.El20))
        {
            parts.Add(context.Asid is int asid ? $"0x{(ulong)asid << 48:x}" : "ASID<<48");
        }

        if (kind == OperandKind.Asid)
        {
            return string.Join(" | ", parts);
        }

        if (context.Address is not null)
        {
            parts.Add($"0x{AddressPart(use, context, Base(use, context)):x}");
            return string.Join(" | ", parts);
        }

        ulong fields = AddressPart(use, context, 0);
        if (fields != 0)
        {
            parts.Add($"0x{fields:x}");
        }

        int shift = RangeBaseShift(context);
        parts.Add(kind switch
        {
            OperandKind.Address => "VA[55:12]",
            OperandKind.Ipa => "IPA[51:12]",
            OperandKind.Range => $"VA[{shift + 36}:{shift}]",
            _ => $"IPA[{shift + 36}:{shift}]",
        });
        return string.Join(" | ", parts);
    }

    /// <summary>Bits that BaseADDR of a range operand leaves out: 12, 14 or 16 by granule, and always 16 with DS = 1.</summary>
    public static int RangeBaseShift(in TranslationContext context) => context.Ds ? 16 : (int)context.Granule;

    private static ulong Base(in TlbiUse use, in TranslationContext context)
    {
        ulong address = context.Address!.Value;
        return use.Span == 0 ? address : address & ~(use.Span - 1);
    }

    private static ulong AddressPart(in TlbiUse use, in TranslationContext context, ulong address)
    {
        OperandKind kind = use.Family.OperandKind();
        ulong field = address >> OperandFormat.AddressShift(kind, context.Granule, context.Ds);
        return kind switch
        {
            OperandKind.Address => OperandFormat.Ttl.Put(use.Ttl) | OperandFormat.Va.Put(field),
            OperandKind.Ipa => OperandFormat.Ttl.Put(use.Ttl) | OperandFormat.Ipa.Put(field),
            _ => new OperandContent(0, false, use.Ttl, (byte)LevelHint.TranslationGranule(context.Granule), use.Range, 0, field, 0).Encode(kind),
        };
    }
}
