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

        return Content(use, context, kind, takesAsid ? context.Asid!.Value : 0, context.Address).Encode(kind);
    }

    /// <summary>Xt as a value if it is known, else as a formula.</summary>
    public static string Text(in TlbiUse use, in TranslationContext context) =>
        Value(use, context) is ulong value ? Hex64.ToText(value) : Symbolic(use, context);

    /// <summary>Difference of Xt between two successive instructions of a use; 0 if there is one.</summary>
    /// <param name="use">The operation.</param>
    /// <param name="context">Gives the granule and DS.</param>
    public static ulong Increment(in TlbiUse use, in TranslationContext context) =>
        use.Step >> OperandFormat.AddressShift(use.Family.OperandKind(), context.Granule, context.Ds);

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
            parts.Add(context.Asid is int asid ? Hex64.ToText(OperandFormat.Asid.Put((ulong)asid)) : OperandFormat.AsidTerm);
        }

        if (kind == OperandKind.Asid)
        {
            return string.Join(" | ", parts);
        }

        ulong fields = Content(use, context, kind, asid: 0, context.Address).Encode(kind);
        if (context.Address is not null || fields != 0)
        {
            parts.Add(Hex64.ToText(fields));
        }

        if (context.Address is null)
        {
            parts.Add(OperandFormat.AddressTerm(kind, context.Granule, context.Ds));
        }

        return string.Join(" | ", parts);
    }

    /// <summary>The fields of the operand; an address that is not known is 0.</summary>
    private static OperandContent Content(in TlbiUse use, in TranslationContext context, OperandKind kind, int asid, ulong? address)
    {
        bool range = OperandFormat.IsRange(kind);
        ulong first = use.Span == 0 ? address.GetValueOrDefault() : address.GetValueOrDefault() & ~(use.Span - 1);
        return new OperandContent(
            (ushort)asid,
            Ns: false,
            use.Ttl,
            range ? (byte)LevelHint.TranslationGranule(context.Granule) : (byte)0,
            use.Range,
            Size: 0,
            first >> OperandFormat.AddressShift(kind, context.Granule, context.Ds),
            Reserved: 0);
    }
}
