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
    public static ChildrenEvidence Of(in DescriptorChange change, ContextKey key, DescriptorKind oldKind, DescriptorKind newKind) => (oldKind, newKind) switch
    {
        (DescriptorKind.Table, DescriptorKind.Block or DescriptorKind.Page) => Compare(change, key, change.New, change.Old, split: false),
        (DescriptorKind.Block or DescriptorKind.Page, DescriptorKind.Table) => Compare(change, key, change.Old, change.New, split: true),
        (_, DescriptorKind.Table) => None,
        _ => change.Children.IsEmpty ? None : OfTable(change.Context, change.Children.Span),
    };

    /// <summary>The children are all of a table, and none is valid.</summary>
    public static bool HoldsNothing(in DescriptorChange change) => OfTable(change.Context, change.Children.Span).EmptyTable;

    /// <summary>Children of a Table that is removed: only whether there are any. Between two Tables one cannot tell whose they are.</summary>
    private static ChildrenEvidence OfTable(in TranslationContext context, ReadOnlySpan<ulong> children)
    {
        if (children.IsEmpty)
        {
            return NotGiven;
        }

        TranslationContext below = context with { Level = context.Level + 1 };
        ContextKey key = ContextKeys.Of(below);
        bool allInvalid = true;
        foreach (ulong child in children)
        {
            allInvalid &= Decoder.KindOf(key, child) == DescriptorKind.Invalid;
        }

        return None with { Given = children.Length, Complete = IsComplete(context, children), AllInvalid = allInvalid };
    }

    /// <summary>Compares a Block with a Table and what is known of the descriptors under it.</summary>
    private static ChildrenEvidence Compare(in DescriptorChange change, ContextKey key, ulong block, ulong table, bool split)
    {
        ref readonly TranslationContext context = ref change.Context;
        ReadOnlySpan<ulong> children = change.Children.Span;
        ChildrenEvidence evidence = OfTable(context, children);
        ulong limited = TableLimits.Apply(key, context.Security, table, block);
        if (limited != block)
        {
            bool elsewhere = Decoder.SpaceOf(key, limited) != Decoder.SpaceOf(key, block)
                || Decoder.IsGlobal(key, limited) != Decoder.IsGlobal(key, block);
            evidence = elsewhere ? evidence with { Mapping = ChildDifference.TableSpace } : evidence;
            evidence = evidence.WithRights(key, block, limited, split, -1, ChildDifference.TablePermissions, attributes: 0);
        }

        if (children.IsEmpty)
        {
            return evidence;
        }

        TranslationContext below = context with { Level = context.Level + 1 };
        ContextKey keyBelow = ContextKeys.Of(below);
        ulong attributes = LeafAttributesLikeRights(below);
        ulong address = Geometry.Address(context, DescriptorKind.Block, block);
        ulong step = 1UL << Geometry.EntryShift(below.Granule, below.Level);
        for (int i = 0; i < children.Length; i++, address += step)
        {
            ulong child = TableLimits.Apply(key, context.Security, table, children[i]);
            evidence = evidence.WithChild(below, keyBelow, block, child, address, split, i, attributes);
        }

        return evidence;
    }

    private static bool IsComplete(in TranslationContext context, ReadOnlySpan<ulong> children) =>
        children.Length == Geometry.EntriesPerTable(context.Granule);

    private ChildrenEvidence WithChild(
        in TranslationContext below, ContextKey key, ulong block, ulong child, ulong address, bool split, int index, ulong attributes)
    {
        DescriptorKind kind = Decoder.KindOf(key, child);
        if (kind == DescriptorKind.Table)
        {
            return Unverified < 0 ? this with { Unverified = index } : this;
        }

        if (kind == DescriptorKind.Invalid || !Decoder.AccessFlag(key, kind, child))
        {
            ChildDifference what = kind == DescriptorKind.Invalid ? ChildDifference.Valid : ChildDifference.AccessFlag;
            ChildrenEvidence missing = RightsDiffer ? this : this with { RightsDifferAt = index, Rights = what };
            return missing with { RightsLost = missing.RightsLost || split, RightsGained = missing.RightsGained || !split };
        }

        ChildDifference mapping = FirstMappingDifference(below, key, block, child, address);
        if (mapping != ChildDifference.None)
        {
            return MappingDiffers ? this : this with { MappingDiffersAt = index, Mapping = mapping };
        }

        return WithRights(key, block, child, split, index, ChildDifference.Permissions, attributes);
    }

    private static ChildDifference FirstMappingDifference(in TranslationContext below, ContextKey key, ulong block, ulong child, ulong address)
    {
        DescriptorKind kind = below.Level == 3 ? DescriptorKind.Page : DescriptorKind.Block;
        return Geometry.Address(below, kind, child) != address ? ChildDifference.OutputAddress
            : Decoder.MemoryOf(below, child) != Decoder.MemoryOf(below, block) ? ChildDifference.MemoryType
            : Decoder.ShareabilityOf(key, child) != Decoder.ShareabilityOf(key, block) ? ChildDifference.Shareability
            : Decoder.SpaceOf(key, child) != Decoder.SpaceOf(key, block) ? ChildDifference.Space
            : Decoder.IsGlobal(key, child) != Decoder.IsGlobal(key, block) ? ChildDifference.Global
            : (key & ContextKey.Realm) != 0 && ((child ^ block) >> 63) != 0 ? ChildDifference.Amec
            : ChildDifference.None;
    }

    private ChildrenEvidence WithRights(ContextKey key, ulong block, ulong leaf, bool split, int index, ChildDifference what, ulong attributes)
    {
        Architecture.Rights from = Decoder.RightsOf(key, split ? block : leaf), to = Decoder.RightsOf(key, split ? leaf : block);
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
    private static ulong LeafAttributesLikeRights(in TranslationContext context) => FieldTable.DefinedBits(
        context.Stage,
        DescriptorKind.Page,
        ContextKeys.Of(context, DescriptorKind.Page),
        static row => (FieldChangeTable.Of(row.Field).Possible & ChangeSets.Attributes) != 0);
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
    public static ulong Apply(ContextKey key, SecurityState security, ulong table, ulong leaf)
    {
        if ((key & ContextKey.Stage1) == 0)
        {
            return leaf;
        }

        bool twoPrivileges = (key & ContextKey.TwoPrivileges) != 0;
        if (!Decoder.IndirectPermissions(key))
        {
            leaf |= (Bits.Extract(table, 62, 62) << 7) | (Bits.Extract(table, 60, 60) << 54);
            if (twoPrivileges)
            {
                leaf |= Bits.Extract(table, 59, 59) << 53;
                leaf &= ~(Bits.Extract(table, 61, 61) << 6);
            }
        }

        if (Bits.IsSet(table, 63) && (key & ContextKey.NonSecureBit) != 0)
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
