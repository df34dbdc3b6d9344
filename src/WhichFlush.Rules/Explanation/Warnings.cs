using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Explanation;

/// <summary>Warnings about the old and the new value, such as reserved bits and encodings (RULES.md 1.7): the test for each one, and its text.</summary>
internal static class Warnings
{
    /// <summary>The warnings about one value, in their order. The text follows the name of the value's member.</summary>
    private static readonly (string Code, When When, Say Say)[] Book =
    [
        ("reservedType", static (in _, kind, raw) => kind == DescriptorKind.Invalid && (raw & 1) != 0,
            static (in c, _, _) => ($"bits 1:0 = 01 stand for no supported Block at level {c.Level}, and behave as Invalid.", "1:0")),
        ("reservedBits", static (in c, kind, raw) => kind != DescriptorKind.Invalid && ReservedBitsSet(c, kind, raw) != 0,
            static (in c, kind, raw) => ReservedBitsText(kind, ReservedBitsSet(c, kind, raw))),
        ("reservedShareability", static (in c, kind, raw) => IsLeaf(kind) && Decoder.ShareabilityOf(ContextKeys.Of(c), raw) == 1,
            static (in _, _, _) => ("SH = 01 is reserved.", "9:8")),
        ("reservedMemoryAttributes", static (in c, kind, raw) => IsLeaf(kind) && Decoder.MemoryOf(c, raw).Reserved,
            static (in c, _, _) => c.Stage == Stage.Two
                ? ("this MemAttr encoding is reserved in this context.", "5:2")
                : ("AttrIndx selects a MAIR attribute whose encoding is reserved in this context.", "4:2")),
        ("guardedPageWithoutBti", static (in c, kind, raw) => IsLeaf(kind) && c.Stage == Stage.One && Bits.IsSet(raw, 50) && !c.Has(Features.FEAT_BTI),
            static (in _, _, _) => ("GP is set but FEAT_BTI is not among features; GP was compared all the same, to be safe.", "50")),
    ];

    private delegate bool When(in TranslationContext context, DescriptorKind kind, ulong raw);

    private delegate (string Text, string Bits) Say(in TranslationContext context, DescriptorKind kind, ulong raw);

    public static IReadOnlyList<Warning> Of(in Transition t)
    {
        var warnings = new List<Warning>();
        Add(warnings, t.Context, "old", t.OldKind, t.Old);
        Add(warnings, t.Context, "new", t.NewKind, t.New);
        return warnings;
    }

    /// <summary>The number of warnings that <see cref="Of"/> lists. Allocates nothing.</summary>
    public static int Count(in Transition t) => Count(t.Context, t.OldKind, t.Old) + Count(t.Context, t.NewKind, t.New);

    /// <summary>The bits of a valid descriptor that are reserved in the context, and set.</summary>
    public static ulong ReservedBitsSet(in TranslationContext context, DescriptorKind kind, ulong raw) =>
        raw & ~(3 | Geometry.AddressMask(context, kind) | FieldTable.DefinedBits(context.Stage, kind, ContextKeys.Of(context, kind)));

    private static void Add(List<Warning> warnings, in TranslationContext context, string member, DescriptorKind kind, ulong raw)
    {
        for (int row = Next(context, kind, raw, 0); row < Book.Length; row = Next(context, kind, raw, row + 1))
        {
            (string text, string bits) = Book[row].Say(context, kind, raw);
            warnings.Add(new(Book[row].Code, $"{member}: {text}", bits));
        }
    }

    private static int Count(in TranslationContext context, DescriptorKind kind, ulong raw)
    {
        int count = 0;
        for (int row = Next(context, kind, raw, 0); row < Book.Length; row = Next(context, kind, raw, row + 1))
        {
            count++;
        }

        return count;
    }

    /// <summary>The first row from <paramref name="row"/> on whose test holds; the length of the book if there is none.</summary>
    private static int Next(in TranslationContext context, DescriptorKind kind, ulong raw, int row)
    {
        while (row < Book.Length && !Book[row].When(context, kind, raw))
        {
            row++;
        }

        return row;
    }

    private static (string Text, string Bits) ReservedBitsText(DescriptorKind kind, ulong reserved)
    {
        string bits = Bits.Describe(reserved);
        string nt = kind == DescriptorKind.Block && Bits.IsSet(reserved, 16) ? " Bit 16 is nT from FEAT_BBM level 1 on." : "";
        return ($"bits {bits} are RES0 in this context but set; they were left out of the comparison.{nt}", bits);
    }

    private static bool IsLeaf(DescriptorKind kind) => kind is DescriptorKind.Block or DescriptorKind.Page;
}
