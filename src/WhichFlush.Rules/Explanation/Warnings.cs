using System.Numerics;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>Warnings about reserved bits and encodings in the old and the new value (RULES.md 1.7), and about the question as a whole.</summary>
internal static class Warnings
{
    /// <summary>The warnings that one value can have, in the order of their list.</summary>
    [Flags]
    private enum Kinds
    {
        None = 0,
        ReservedType = 1 << 0,
        ReservedBits = 1 << 1,
        ReservedShareability = 1 << 2,
        ReservedMemoryAttributes = 1 << 3,
        GuardedPageWithoutBti = 1 << 4,
        AmecOutsideRealm = 1 << 5,
        LooksLikeLeaf = 1 << 6,
    }

    public static IReadOnlyList<Warning> Of(in Transition t, in Decision decision, FindTables find)
    {
        var warnings = new List<Warning>();
        if (t.Run is { } run)
        {
            AddRun(warnings, t, "run.old", run.Old.Span);
            AddRun(warnings, t, "run.new", run.New.Span);
        }
        else
        {
            Add(warnings, t, "old", t.OldKind, t.Old);
            Add(warnings, t, "new", t.NewKind, t.New);
        }

        if (UnusableCnp(t) is not Errata.None and Errata cnp)
        {
            warnings.Add(new("cnpUnusable", $"cnp: TTBR.CnP must stay 0, since PEs of this part then share TLB entries that they must not share ({ErrataBook.IdsOf(cnp)}).", ""));
        }

        if (StageWarning.Applies(t, decision, find, out Decision stageOne))
        {
            warnings.Add(StageWarning.Of(stageOne));
        }

        return warnings;
    }

    /// <summary>Adds the warnings about the members of a run, each for the first member that it applies to.</summary>
    private static void AddRun(List<Warning> list, in Transition t, string name, ReadOnlySpan<ulong> members)
    {
        var found = new List<Warning>();
        for (int i = 0; i < members.Length; i++)
        {
            Add(found, t, $"{name}[{i}]", Decoder.KindOf(t.Key, members[i]), members[i]);
        }

        list.AddRange(found.DistinctBy(warning => (warning.Code, warning.Bits)));
        int other = RunAgreement.Disagrees(t, members);
        if (other >= 0)
        {
            list.Add(new("runDisagrees",
                $"{name}[{other}] does not continue the run: all members need the Contiguous bit, the same attributes and consecutive, aligned output addresses, or TLBs may use either (RSKQHL).", ""));
        }
    }

    /// <summary>The number of warnings that <see cref="Of"/> lists. Allocates nothing but for a run.</summary>
    public static int Count(in Transition t, in Decision decision, FindTables find) => t.Run is not null
        ? Of(t, decision, find).Count
        : BitOperations.PopCount((uint)Find(t, t.OldKind, t.Old))
        + BitOperations.PopCount((uint)Find(t, t.NewKind, t.New))
        + (UnusableCnp(t) != Errata.None ? 1 : 0)
        + (StageWarning.Applies(t, decision, find, out _) ? 1 : 0);

    /// <summary>The warnings about a value: what <see cref="Of"/> lists and <see cref="Count"/> counts.</summary>
    private static Kinds Find(in Transition t, DescriptorKind kind, ulong raw)
    {
        if (kind == DescriptorKind.Invalid)
        {
            return (raw & 1) != 0 ? Kinds.ReservedType : Kinds.None;
        }

        Kinds reserved = (raw & t.Tables.ReservedBits(kind)) != 0 ? Kinds.ReservedBits : Kinds.None;
        return kind == DescriptorKind.Table
            ? reserved | (LooksLikeLeaf(raw & ~t.Tables.Level.AddressMask(kind)) ? Kinds.LooksLikeLeaf : Kinds.None)
            : reserved
            | ((t.Key & ContextKey.Amec) != 0 && Bits.IsSet(raw, 63) && Decoder.SpaceOf(t.Key, raw) != 0 ? Kinds.AmecOutsideRealm : Kinds.None)
            | (Decoder.ShareabilityOf(t.Key, raw) == 1 ? Kinds.ReservedShareability : Kinds.None)
            | (Decoder.MemoryOf(t.Context, raw).Reserved ? Kinds.ReservedMemoryAttributes : Kinds.None)
            | (Bits.IsSet(raw, 50) && t.Context.Stage == Stage.One && !t.Context.Has(Features.FEAT_BTI) ? Kinds.GuardedPageWithoutBti : Kinds.None);
    }

    /// <summary>Whether AF, and SH or AP are set, which a Table ignores.</summary>
    private static bool LooksLikeLeaf(ulong raw) => Bits.IsSet(raw, 10) && Bits.Extract(raw, 9, 6) != 0;

    private static Errata UnusableCnp(in Transition t) => t.Context.Cnp ? t.Context.Errata & Errata.CnpUnusable : Errata.None;

    private static void Add(List<Warning> warnings, in Transition t, string member, DescriptorKind kind, ulong raw)
    {
        Kinds found = Find(t, kind, raw);
        for (uint left = (uint)found; left != 0; left &= left - 1)
        {
            warnings.Add(Say(t, member, kind, raw, (Kinds)(left & (0 - left))));
        }
    }

    private static Warning Say(in Transition t, string member, DescriptorKind kind, ulong raw, Kinds one) => one switch
    {
        Kinds.ReservedType =>
            new("reservedType", $"{member}: bits 1:0 = 01 stand for no supported Block at level {t.Context.Level}, and behave as Invalid.", "1:0"),
        Kinds.ReservedBits => ReservedBits(member, kind, raw & t.Tables.ReservedBits(kind)),
        Kinds.ReservedShareability => new("reservedShareability", $"{member}: SH = 01 is reserved.", "9:8"),
        Kinds.ReservedMemoryAttributes => t.Context.Stage == Stage.Two
            ? new("reservedMemoryAttributes", $"{member}: this MemAttr encoding is reserved in this context.", "5:2")
            : new("reservedMemoryAttributes", $"{member}: AttrIndx selects a MAIR attribute whose encoding is reserved in this context.", "4:2"),
        Kinds.AmecOutsideRealm => new("reservedBits", $"{member}: bit 63 is RES0 with NS = 1 but set; it was left out of the comparison.", "63"),
        Kinds.LooksLikeLeaf =>
            new("looksLikeLeaf", $"{member}: a Table whose ignored bits look like AF, SH and AP of a leaf. Is level {t.Context.Level} right?", "10:6"),
        _ => new("guardedPageWithoutBti", $"{member}: GP is set but FEAT_BTI is not among features; GP was compared all the same, to be safe.", "50"),
    };

    private static Warning ReservedBits(string member, DescriptorKind kind, ulong reserved)
    {
        string bits = Bits.Describe(reserved);
        string nt = kind == DescriptorKind.Block && Bits.IsSet(reserved, 16) ? " Bit 16 is nT from FEAT_BBM level 1 on." : "";
        return new("reservedBits", $"{member}: bits {bits} are RES0 in this context but set; they were left out of the comparison.{nt}", bits);
    }
}
