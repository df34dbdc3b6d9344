using System.Numerics;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Rules.Explanation;

/// <summary>Lists the fields that differ, reserved bits included.</summary>
internal static class ChangedFields
{
    public static IReadOnlyList<FieldChange> List(in Transition t)
    {
        var list = new List<FieldChange>();
        if (t.OldKind != t.NewKind || ((t.Old ^ t.New) & 1) != 0)
        {
            list.Add(new("Type", "1:0", t.Old & 3, Kind(t.Context, t.OldKind, t.Old), t.New & 3, Kind(t.Context, t.NewKind, t.New), KindEffect(t), KindRules(t), KindPhrase(t)));
        }

        AddChildren(list, t);
        if (t.OldKind == t.NewKind && t.OldKind != DescriptorKind.Invalid)
        {
            AddFields(list, t);
        }
        else if (t.OldKind == DescriptorKind.Invalid && t.NewKind == DescriptorKind.Invalid && t.Old != t.New)
        {
            list.Add(new("ignored", "63:1", t.Old >> 1, $"0x{t.Old >> 1:x}", t.New >> 1, $"0x{t.New >> 1:x}", "ignored by hardware while the entry is invalid", ["3"], "the old value is invalid"));
        }

        return list;
    }

    /// <summary>The kind of a descriptor in words.</summary>
    public static string Kind(in TranslationContext context, DescriptorKind kind, ulong raw) => kind switch
    {
        DescriptorKind.Invalid when (raw & 1) == 0 => "Invalid",
        DescriptorKind.Invalid => context.Level == 3 ? "reserved, behaves as Invalid" : "Block, not supported at this level: behaves as Invalid",
        _ => kind.ToString(),
    };

    /// <summary>Adds the first child that maps differently from the Block, and the first child with other rights.</summary>
    private static void AddChildren(List<FieldChange> list, in Transition t)
    {
        ChildrenEvidence c = t.Children;
        if (c.MappingDiffers)
        {
            AddChild(list, c.MappingDiffersAt, c.MappingField, "maps something else than the Block", "13d");
        }

        if (c.RightsDiffer)
        {
            AddChild(list, c.RightsDifferAt, c.RightsField, "gives other rights than the Block", "13p");
        }
    }

    private static void AddChild(List<FieldChange> list, int index, string field, string effect, string rule)
    {
        string source = index < 0 ? "the Table" : $"child {index}";
        list.Add(new("children", "63:0", 0, "the Block", 0, source, $"{source}: {field} {effect}", [rule], $"{field} of {source} {effect}"));
    }

    private static void AddFields(List<FieldChange> list, in Transition t)
    {
        ref readonly TranslationContext context = ref t.Context;
        ulong changed = t.Old ^ t.New;
        ulong address = Geometry.AddressMask(context, t.OldKind);
        if ((changed & address) != 0)
        {
            Field field = t.OldKind == DescriptorKind.Table ? Field.NextTable : Field.OutputAddress;
            ulong old = Geometry.Address(context, t.OldKind, t.Old), @new = Geometry.Address(context, t.OldKind, t.New);
            list.Add(new(field == Field.NextTable ? DescriptorField.NextTableName : DescriptorField.OutputAddressName, Bits.Describe(address), old, $"0x{old:x}", @new, $"0x{@new:x}",
                field == Field.NextTable ? "the walk goes on in another table" : "translates to another place", RulesOf(field, t),
                $"the {(field == Field.NextTable ? "next-level table" : "output address")} changes from {AddressedText.OldMark} to {AddressedText.NewMark}"));
        }

        ulong covered = address | 3;
        foreach (FieldRow row in FieldTable.Applicable(context.Stage, t.OldKind, ContextKeys.Of(context, t.OldKind)))
        {
            covered |= row.Mask;
            if ((changed & row.Mask) != 0)
            {
                ulong old = Bits.Gather(t.Old, row.Mask), @new = Bits.Gather(t.New, row.Mask);
                string oldText = FieldWords.Describe(context, row.Field, t.Old, old), newText = FieldWords.Describe(context, row.Field, t.New, @new);
                list.Add(new(row.Name, row.Range, old, oldText, @new, newText, Effect(row, t), RulesOf(row.Field, t), Phrase(row, t, oldText, newText)));
            }
        }

        if ((changed & ~covered) is ulong reserved and not 0)
        {
            list.Add(new("RES0", Bits.Describe(reserved), Bits.Gather(t.Old, reserved), "reserved", Bits.Gather(t.New, reserved), "reserved",
                "reserved here: left out of the comparison", ["1"], ""));
        }
    }

    private static string Effect(FieldRow row, in Transition t) => row.Field switch
    {
        Field.Software => row.Meaning + ": no effect on translation",
        Field.AP or Field.S2AP or Field.XN or Field.PXN or Field.UXN => RightsEffect(t),
        Field.PIIndex when !Decoder.RightsUnknown(t.Key) => RightsEffect(t),
        Field.AttrIndx or Field.AttrIndx3 or Field.MemAttr => MemoryEffect(t),
        Field.SH when t.Any(Change.ShareabilityOfUncached) => "shareability, of memory that is effectively Outer Shareable either way",
        Field.DBM when t.Any(Change.DbmSet) => "hardware may make the entry dirty from now on",
        _ => row.Meaning,
    };

    /// <summary>The bits other than DBM that rights depend on.</summary>
    private const ulong RightsBits = 3UL << 6 | 3UL << 53;

    /// <summary>The difference as a clause: rights by level, <c>DBM 1→0</c> for a single bit, and words for everything else.</summary>
    private static string Phrase(FieldRow row, in Transition t, string oldText, string newText)
    {
        bool rights = row.Field is Field.AP or Field.S2AP or Field.XN or Field.PXN or Field.UXN || (row.Field == Field.PIIndex && !Decoder.RightsUnknown(t.Key));
        bool alone = row.Field == Field.DBM && ((t.Old ^ t.New) & RightsBits) == 0;
        return row.Field == Field.Software ? ""
            : alone && Phrases.OfRights(t) is { Length: > 0 } effect ? $"DBM {(t.Any(Change.DbmSet) ? "0→1" : "1→0")} ({effect})"
            : rights && Phrases.OfRights(t) is { Length: > 0 } phrase ? phrase
            : BitOperations.PopCount(row.Mask) == 1 ? ((t.New & row.Mask) != 0 ? $"{row.Name} 0→1" : $"{row.Name} 1→0")
            : $"{row.Name} changes from {oldText} to {newText}";
    }

    private static string KindPhrase(in Transition t)
    {
        string name = t.OldKind switch { DescriptorKind.Table => "table", DescriptorKind.Block => "block", _ => "page" };
        return t.Any(Change.BlockToTable) ? "the block is split into a table"
            : t.Any(Change.TableToBlock) ? "the table is folded into a block"
            : t.Any(Change.ToUncacheable) ? t.NewKind == DescriptorKind.Invalid ? $"the {name} is unmapped" : $"the {name} is replaced by an entry with AF = 0"
            : t.OldKind == DescriptorKind.Invalid ? "the old value is invalid"
            : "the old value has AF = 0";
    }

    private static string RightsEffect(in Transition t)
    {
        Rights before = Decoder.RightsOf(t.Context, t.Key, t.Old), after = Decoder.RightsOf(t.Context, t.Key, t.New);
        string gained = Name(t.Context, after & ~before), lost = Name(t.Context, before & ~after);
        return gained.Length == 0 && lost.Length == 0 ? "no right changes"
            : string.Join("; ", new[] { gained.Length == 0 ? "" : "gained: " + gained, lost.Length == 0 ? "" : "lost: " + lost }.Where(part => part.Length != 0));
    }

    private static string Name(in TranslationContext context, Rights rights)
    {
        bool stage2 = context.Stage == Stage.Two;
        bool levels = !stage2 && context.TwoPrivileges;
        var names = new List<string>();
        for (uint rest = (uint)rights; rest != 0; rest &= rest - 1)
        {
            names.Add((Rights)(1 << BitOperations.TrailingZeroCount(rest)) switch
            {
                Rights.El1Read => levels ? "EL1 read" : "read",
                Rights.El1Write => levels ? "EL1 write" : "write",
                Rights.El1Execute => levels || stage2 ? "EL1 execute" : "execute",
                Rights.El0Read => "EL0 read",
                Rights.El0Write => "EL0 write",
                Rights.El0Execute => "EL0 execute",
                Rights.El1UnderPan => "EL1 data access with PAN = 1",
                Rights.El1UnderEpan => "EL1 data access with PAN = 1 and EPAN = 1",
                Rights.El1Gcs => "EL1 GCS access",
                Rights.El0Gcs => "EL0 GCS access",
                Rights.El1NotOverlaid => "EL1 access that no overlay limits",
                Rights.El0NotOverlaid => "EL0 access that no overlay limits",
                Rights.WalkWrite => "write by table walks",
                Rights.TopLevel0 => "TL0",
                _ => "TL1",
            });
        }

        return string.Join(", ", names);
    }

    private static string MemoryEffect(in Transition t) =>
        t.Any(Change.MemoryType) ? "memory type or cacheability"
        : t.Any(Change.AttributeHints) ? "hints, XS or tagging; type and cacheability stay"
        : t.Any(Change.NoTagAccessSet | Change.NoTagAccessCleared) ? "NoTagAccess"
        : "the same attributes through another index";

    private static string KindEffect(in Transition t) =>
        t.Any(Change.BlockToTable) ? "the block is split"
        : t.Any(Change.TableToBlock) ? "the table is folded into a block"
        : t.NewKind == DescriptorKind.Invalid ? "unmapped"
        : "becomes valid";

    private static string[] KindRules(in Transition t) =>
        t.Any(ChangeSets.Resized) ? RulesOn(t.Changes & (ChangeSets.Resized | ChangeSets.UnderErrata))
        : t.Any(Change.ToUncacheable) ? ["4"]
        : t.Any(Change.FromUncacheable) ? ["3"]
        : [];

    /// <summary>Ids of the triggered rows that a field contributes to.</summary>
    private static string[] RulesOf(Field field, in Transition t)
    {
        if (t.Any(Change.FromUncacheable))
        {
            return ["3"];
        }

        if (t.Any(Change.ToUncacheable))
        {
            return ["4"];
        }

        Change possible = FieldChangeTable.Of(field).Possible;
        return RulesOn(t.Changes & (possible | UnderErrata(possible)));
    }

    private static string[] RulesOn(Change changes) => [.. RuleTable.Rules.Where(rule => (rule.On & changes) != 0).Select(rule => rule.Id)];

    /// <summary>The changes under errata that the changes of a field may cause.</summary>
    private static Change UnderErrata(Change possible) =>
        ((possible & ChangeSets.Size) != 0 ? Change.SizeUnder3053180 | Change.SizeOrRightsUnder3683289 : Change.None)
        | ((possible & ChangeSets.Permissions) != 0 ? Change.SizeOrRightsUnder3683289 : Change.None)
        | ((possible & (Change.RightsLost | Change.TablePermissions)) != 0 ? Change.UserExecuteLostUnder2645198 : Change.None);
}
