using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Explanation;

/// <summary>Warnings about reserved bits and encodings in the old and the new value (RULES.md 1.7).</summary>
internal static class Warnings
{
    public static IReadOnlyList<Warning> List(in Transition t)
    {
        var list = new List<Warning>();
        if (t.Run is { } run)
        {
            AddRun(list, t, "run.old", run.Old.Span);
            AddRun(list, t, "run.new", run.New.Span);
            return list;
        }

        Add(list, t.Context, "old", t.OldKind, t.Old);
        Add(list, t.Context, "new", t.NewKind, t.New);
        return list;
    }

    /// <summary>Adds the warnings about the members of a run, each for the first member that it applies to.</summary>
    private static void AddRun(List<Warning> list, in Transition t, string name, ReadOnlySpan<ulong> members)
    {
        var found = new List<Warning>();
        for (int i = 0; i < members.Length; i++)
        {
            Add(found, t.Context, $"{name}[{i}]", Decoder.KindOf(t.Key, members[i]), members[i]);
        }

        list.AddRange(found.DistinctBy(warning => (warning.Code, warning.Bits)));
        int other = RunAgreement.Disagrees(t, members);
        if (other >= 0)
        {
            list.Add(new("runDisagrees",
                $"{name}[{other}] does not continue the run: all members need the Contiguous bit, the same attributes and consecutive, aligned output addresses, or TLBs may use either (RSKQHL).", ""));
        }
    }

    /// <summary>The bits of a valid descriptor that are reserved in the context, and set.</summary>
    public static ulong ReservedBitsSet(in TranslationContext context, DescriptorKind kind, ulong raw) =>
        raw & ~(3 | Geometry.AddressMask(context, kind) | FieldTable.DefinedBits(context.Stage, kind, ContextKeys.Of(context, kind)));

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

        if (context.Stage == Stage.One && Bits.IsSet(raw, 50) && !context.Has(Features.FEAT_BTI))
        {
            list.Add(new("guardedPageWithoutBti", $"{member}: GP is set but FEAT_BTI is not among features; GP was compared all the same, to be safe.", "50"));
        }
    }
}
