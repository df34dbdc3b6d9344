using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Explanation;

/// <summary>Warnings about reserved bits and encodings in the old and the new value (RULES.md 1.7), and about a control that a part cannot use.</summary>
internal static class Warnings
{
    public static List<Warning> List(in Transition t)
    {
        var list = new List<Warning>();
        Add(list, t.Context, "old", t.OldKind, t.Old);
        Add(list, t.Context, "new", t.NewKind, t.New);
        Errata cnp = t.Context.Cnp ? t.Context.Errata & Errata.CnpUnusable : Errata.None;
        if (cnp != Errata.None)
        {
            list.Add(new("cnpUnusable", $"cnp: TTBR.CnP must stay 0, since PEs of this part then share TLB entries that they must not share ({ErrataBook.IdsOf(cnp)}).", ""));
        }

        return list;
    }

    /// <summary>The bits of a valid descriptor that are reserved in the context, and set.</summary>
    public static ulong ReservedBitsSet(in TranslationContext context, DescriptorKind kind, ulong raw) =>
        raw & ~(3 | Geometry.AddressMask(context, kind) | FieldTable.DefinedBits(context.Stage, kind, ContextKeys.Of(context, kind)));

    /// <summary>Whether AF, and SH or AP are set, which a Table ignores; bits of the address are left out.</summary>
    private static bool LooksLikeLeaf(ulong raw) => Bits.IsSet(raw, 10) && Bits.Extract(raw, 9, 6) != 0;

    private static void Add(List<Warning> list, in TranslationContext context, string member, DescriptorKind kind, ulong raw)
    {
        if (kind == DescriptorKind.Invalid)
        {
            if ((raw & 1) != 0)
            {
                list.Add(new("reservedType", $"{member}: bits 1:0 = 01 stand for no supported Block at level {context.Level}, and behave as Invalid.", "1:0"));
            }

            return;
        }

        ulong reserved = ReservedBitsSet(context, kind, raw);
        if (reserved != 0)
        {
            string bits = Bits.Describe(reserved);
            string nt = kind == DescriptorKind.Block && Bits.IsSet(reserved, 16) ? " Bit 16 is nT from FEAT_BBM level 1 on." : "";
            list.Add(new("reservedBits", $"{member}: bits {bits} are RES0 in this context but set; they were left out of the comparison.{nt}", bits));
        }

        if (kind == DescriptorKind.Table)
        {
            if (LooksLikeLeaf(raw & ~Geometry.AddressMask(context, kind)))
            {
                list.Add(new("looksLikeLeaf", $"{member}: a Table whose ignored bits look like AF, SH and AP of a leaf. Is level {context.Level} right?", "10:6"));
            }

            return;
        }

        if (Decoder.ShareabilityOf(ContextKeys.Of(context), raw) == 1)
        {
            list.Add(new("reservedShareability", $"{member}: SH = 01 is reserved.", "9:8"));
        }

        if (Decoder.MemoryOf(context, raw).Reserved)
        {
            bool stage2 = context.Stage == Stage.Two;
            list.Add(new("reservedMemoryAttributes", stage2
                ? $"{member}: this MemAttr encoding is reserved in this context."
                : $"{member}: AttrIndx selects a MAIR attribute whose encoding is reserved in this context.", stage2 ? "5:2" : "4:2"));
        }

        if ((ContextKeys.Of(context) & ContextKey.Amec) != 0 && Bits.IsSet(raw, 63) && Decoder.SpaceOf(ContextKeys.Of(context), raw) != 0)
        {
            list.Add(new("reservedBits", $"{member}: bit 63 is RES0 with NS = 1 but set; it was left out of the comparison.", "63"));
        }

        if (context.Stage == Stage.One && Bits.IsSet(raw, 50) && !context.Has(Features.FEAT_BTI))
        {
            list.Add(new("guardedPageWithoutBti", $"{member}: GP is set but FEAT_BTI is not among features; GP was compared all the same, to be safe.", "50"));
        }
    }
}
