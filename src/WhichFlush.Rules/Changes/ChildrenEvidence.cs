using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Changes;

/// <summary>
/// What the descriptors under a Table show, compared with the Block on the other side (RULES.md section 2, rows 13 and 14).
/// </summary>
/// <param name="Given">How many were given.</param>
/// <param name="Complete">All of the table was given.</param>
/// <param name="AllInvalid">Every one that was given is invalid.</param>
/// <param name="Unverified">Index of the first child that is itself a Table, or -1.</param>
/// <param name="MappingDiffersAt">Index of the first child that maps something else, or -1.</param>
/// <param name="Mapping">What differs there; of the Table itself if the index is -1 and this is not none.</param>
/// <param name="RightsDifferAt">Index of the first child with other rights, or -1.</param>
/// <param name="Rights">What differs there; of the Table itself if the index is -1 and this is not none.</param>
/// <param name="RightsLost">Going from old to new some right is lost.</param>
/// <param name="RightsGained">Going from old to new some right is gained.</param>
internal readonly record struct ChildrenEvidence(
    int Given,
    bool Complete,
    bool AllInvalid,
    int Unverified,
    int MappingDiffersAt,
    ChildDifference Mapping,
    int RightsDifferAt,
    ChildDifference Rights,
    bool RightsLost,
    bool RightsGained)
{
    public static readonly ChildrenEvidence None = new(0, false, false, -1, -1, ChildDifference.None, -1, ChildDifference.None, false, false);

    private static readonly ChildrenEvidence NotGiven = None with { AllInvalid = true };

    private static readonly string[] Names = ["", "Valid", "AF", "OA", "memory type", "SH", "NS", "nG", "AMEC", "NSTable", "APTable or XNTable", "permissions", "attributes"];

    /// <summary>What maps something else, in words; empty if nothing does.</summary>
    public string MappingField => Names[(int)Mapping];

    /// <summary>What gives other rights, in words; empty if nothing does.</summary>
    public string RightsField => Names[(int)Rights];

    public bool MappingDiffers => Mapping != ChildDifference.None;

    public bool RightsDiffer => Rights != ChildDifference.None;

    /// <summary>All children were given and none is valid.</summary>
    public bool EmptyTable => Complete && AllInvalid;

    /// <summary>All children were given, each is a leaf, and each reproduces the Block.</summary>
    public bool Agrees => Complete && Unverified < 0 && !MappingDiffers && !RightsDiffer;

    /// <summary>What the question's children show, for descriptors of these kinds.</summary>
    public static ChildrenEvidence Of(in Question question, DescriptorKind oldKind, DescriptorKind newKind) => (oldKind, newKind) switch
    {
        (DescriptorKind.Table, DescriptorKind.Block or DescriptorKind.Page) => Compare(question, question.New, question.Old, split: false),
        (DescriptorKind.Block or DescriptorKind.Page, DescriptorKind.Table) => Compare(question, question.Old, question.New, split: true),
        (_, DescriptorKind.Table) => None,
        _ => question.Children.IsEmpty ? None : OfTable(question.Where, question.Children.Span),
    };

    /// <summary>The children are all of a table, and none is valid.</summary>
    public static bool HoldsNothing(in Question question) => OfTable(question.Where, question.Children.Span).EmptyTable;

    /// <summary>Children of a Table that is removed: only whether there are any. Between two Tables one cannot tell whose they are.</summary>
    private static ChildrenEvidence OfTable(in TranslationContext context, ReadOnlySpan<ulong> children)
    {
        if (children.IsEmpty)
        {
            return NotGiven;
        }

        TranslationContext below = context with { Level = context.Level + 1 };
        Trait traits = Traits.Of(below);
        bool allInvalid = true;
        foreach (ulong child in children)
        {
            allInvalid &= Decoder.KindOf(traits, child) == DescriptorKind.Invalid;
        }

        return None with { Given = children.Length, Complete = IsComplete(context, children), AllInvalid = allInvalid };
    }

    /// <summary>Compares a Block with a Table and what is known of the descriptors under it.</summary>
    private static ChildrenEvidence Compare(in Question question, ulong block, ulong table, bool split)
    {
        ref readonly TranslationContext context = ref question.Where;
        ReadOnlySpan<ulong> children = question.Children.Span;
        Trait traits = question.Setting.Traits;
        ChildrenEvidence evidence = OfTable(context, children);
        ulong limited = TableLimits.Apply(traits, context.Security, table, block);
        if (limited != block)
        {
            bool elsewhere = Decoder.SpaceOf(traits, limited) != Decoder.SpaceOf(traits, block)
                || Decoder.IsGlobal(traits, limited) != Decoder.IsGlobal(traits, block);
            evidence = elsewhere ? evidence with { Mapping = ChildDifference.TableSpace } : evidence;
            evidence = evidence.WithRights(traits, block, limited, split, -1, ChildDifference.TablePermissions, attributes: 0);
        }

        if (children.IsEmpty)
        {
            return evidence;
        }

        TranslationContext below = context with { Level = context.Level + 1 };
        Trait traitsBelow = Traits.Of(below);
        ulong attributes = LeafAttributesLikeRights(below);
        ulong address = Geometry.Address(context, DescriptorKind.Block, block);
        ulong step = 1UL << Geometry.EntryShift(below.Granule, below.Level);
        for (int i = 0; i < children.Length; i++, address += step)
        {
            ulong child = TableLimits.Apply(traits, context.Security, table, children[i]);
            evidence = evidence.WithChild(below, traitsBelow, block, child, address, split, i, attributes);
        }

        return evidence;
    }

    private static bool IsComplete(in TranslationContext context, ReadOnlySpan<ulong> children) =>
        children.Length == Geometry.EntriesPerTable(context.Granule);

    private ChildrenEvidence WithChild(
        in TranslationContext below, Trait traits, ulong block, ulong child, ulong address, bool split, int index, ulong attributes)
    {
        DescriptorKind kind = Decoder.KindOf(traits, child);
        if (kind == DescriptorKind.Table)
        {
            return Unverified < 0 ? this with { Unverified = index } : this;
        }

        if (kind == DescriptorKind.Invalid || !Decoder.AccessFlag(traits, kind, child))
        {
            ChildDifference what = kind == DescriptorKind.Invalid ? ChildDifference.Valid : ChildDifference.AccessFlag;
            ChildrenEvidence missing = RightsDiffer ? this : this with { RightsDifferAt = index, Rights = what };
            return missing with { RightsLost = missing.RightsLost || split, RightsGained = missing.RightsGained || !split };
        }

        ChildDifference mapping = FirstMappingDifference(below, traits, block, child, address);
        if (mapping != ChildDifference.None)
        {
            return MappingDiffers ? this : this with { MappingDiffersAt = index, Mapping = mapping };
        }

        return WithRights(traits, block, child, split, index, ChildDifference.Permissions, attributes);
    }

    private static ChildDifference FirstMappingDifference(in TranslationContext below, Trait traits, ulong block, ulong child, ulong address)
    {
        DescriptorKind kind = below.Level == 3 ? DescriptorKind.Page : DescriptorKind.Block;
        return Geometry.Address(below, kind, child) != address ? ChildDifference.OutputAddress
            : Decoder.MemoryOf(below, child) != Decoder.MemoryOf(below, block) ? ChildDifference.MemoryType
            : Decoder.ShareabilityOf(traits, child) != Decoder.ShareabilityOf(traits, block) ? ChildDifference.Shareability
            : Decoder.SpaceOf(traits, child) != Decoder.SpaceOf(traits, block) ? ChildDifference.Space
            : Decoder.IsGlobal(traits, child) != Decoder.IsGlobal(traits, block) ? ChildDifference.Global
            : (traits & Trait.Realm) != 0 && ((child ^ block) >> 63) != 0 ? ChildDifference.Amec
            : ChildDifference.None;
    }

    private ChildrenEvidence WithRights(Trait traits, ulong block, ulong leaf, bool split, int index, ChildDifference what, ulong attributes)
    {
        Architecture.Rights from = Decoder.RightsOf(traits, split ? block : leaf), to = Decoder.RightsOf(traits, split ? leaf : block);
        bool attributesDiffer = ((block ^ leaf) & attributes) != 0;
        if (from == to && !attributesDiffer)
        {
            return this;
        }

        ChildrenEvidence named = RightsDiffer ? this : this with { RightsDifferAt = index, Rights = from == to ? ChildDifference.Attributes : what };
        return named with
        {
            RightsLost = named.RightsLost || (from & ~to) != 0 || attributesDiffer,
            RightsGained = named.RightsGained || (to & ~from) != 0,
        };
    }

    /// <summary>Fields of rows 6 and 7 that are no rights in themselves: they are compared as they stand.</summary>
    private static ulong LeafAttributesLikeRights(in TranslationContext context)
    {
        Trait traits = Traits.Of(context, DescriptorKind.Page);
        ulong mask = 0;
        foreach (FieldRow row in FieldTable.For(context.Stage, DescriptorKind.Page))
        {
            if (row.Field is Field.GP or Field.DBM or Field.FnXS or Field.PBHA or Field.AssuredOnly or Field.Protected
                    or Field.PIIndex or Field.POIndex or Field.NDirty or Field.Dirty
                && row.AppliesTo(traits))
            {
                mask |= row.Mask;
            }
        }

        return mask;
    }
}

/// <summary>What of a child, or of its Table, differs from the Block.</summary>
internal enum ChildDifference : byte
{
    None,
    Valid,
    AccessFlag,
    OutputAddress,
    MemoryType,
    Shareability,
    Space,
    Global,
    Amec,
    TableSpace,
    TablePermissions,
    Permissions,
    Attributes,
}

/// <summary>Applies the hierarchical attributes of a stage 1 Table to a leaf under it (APTable, XNTable, PXNTable, NSTable).</summary>
internal static class TableLimits
{
    public static ulong Apply(Trait traits, SecurityState security, ulong table, ulong leaf)
    {
        if ((traits & Trait.Stage1) == 0)
        {
            return leaf;
        }

        bool twoPrivileges = (traits & Trait.TwoPrivileges) != 0;
        if (!Decoder.IndirectPermissions(traits))
        {
            leaf |= (Bits.Extract(table, 62, 62) << 7) | (Bits.Extract(table, 60, 60) << 54);
            if (twoPrivileges)
            {
                leaf |= Bits.Extract(table, 59, 59) << 53;
                leaf &= ~(Bits.Extract(table, 61, 61) << 6);
            }
        }

        if (Bits.IsSet(table, 63) && (traits & Trait.NonSecureBit) != 0)
        {
            leaf |= 1UL << 5;
            if (twoPrivileges && security == SecurityState.Secure)
            {
                leaf |= 1UL << 11;
            }
        }

        return leaf;
    }
}
