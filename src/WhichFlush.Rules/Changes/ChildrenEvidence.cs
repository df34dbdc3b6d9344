using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Changes;

/// <summary>
/// Result of a comparison of the descriptors under a Table with the Block on the other side (RULES.md section 2, rows 13, 13p
/// and 13d).
/// </summary>
/// <param name="Given">Number of children given.</param>
/// <param name="Complete">All children of the Table were given.</param>
/// <param name="AllInvalid">Every child given is Invalid.</param>
/// <param name="Unverified">Index of the first child that is itself a Table, or -1.</param>
/// <param name="MappingDiffersAt">Index of the first child that maps differently, or -1.</param>
/// <param name="Mapping">The difference of that child; of the Table itself if the index is -1.</param>
/// <param name="RightsDifferAt">Index of the first child with other rights, or -1.</param>
/// <param name="Rights">The difference of that child; of the Table itself if the index is -1.</param>
/// <param name="RightsLost">Some right is lost from old to new.</param>
/// <param name="RightsGained">Some right is gained from old to new.</param>
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

    /// <summary>The field whose mapping differs, in words; empty if none does.</summary>
    public string MappingField => Names[(int)Mapping];

    /// <summary>The field that gives other rights, in words; empty if none does.</summary>
    public string RightsField => Names[(int)Rights];

    public bool MappingDiffers => Mapping != ChildDifference.None;

    public bool RightsDiffer => Rights != ChildDifference.None;

    /// <summary>All children were given, and none is valid.</summary>
    public bool EmptyTable => Complete && AllInvalid;

    /// <summary>All children were given, each is a leaf, and each reproduces the Block.</summary>
    public bool Agrees => Complete && Unverified < 0 && !MappingDiffers && !RightsDiffer;

    /// <summary>Evaluates the children of a change between descriptors of two kinds.</summary>
    public static ChildrenEvidence Of(in DescriptorChange change, ContextKey key, DescriptorKind oldKind, DescriptorKind newKind) => (oldKind, newKind) switch
    {
        (DescriptorKind.Table, DescriptorKind.Block or DescriptorKind.Page) => Compare(change, key, change.New, change.Old, split: false),
        (DescriptorKind.Block or DescriptorKind.Page, DescriptorKind.Table) => Compare(change, key, change.Old, change.New, split: true),
        (_, DescriptorKind.Table) => None,
        _ => change.Children.IsEmpty ? None : OfTable(change.Context, change.Children.Span),
    };

    /// <summary>Whether all children of the Table are given and none is valid.</summary>
    public static bool IsEmptyTable(in DescriptorChange change) => OfTable(change.Context, change.Children.Span).EmptyTable;

    /// <summary>Counts the children of a Table and tells whether any is valid, without a comparison.</summary>
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

    /// <summary>Compares a Block with a Table, and with the known descriptors under the Table.</summary>
    private static ChildrenEvidence Compare(in DescriptorChange change, ContextKey key, ulong block, ulong table, bool split)
    {
        ref readonly TranslationContext context = ref change.Context;
        ReadOnlySpan<ulong> children = change.Children.Span;
        ChildrenEvidence evidence = OfTable(context, children);
        ulong limited = TableLimits.Apply(key, table, block);
        if (limited != block)
        {
            bool spaceDiffers = Decoder.SpaceOf(key, limited) != Decoder.SpaceOf(key, block)
                || Decoder.IsGlobal(key, limited) != Decoder.IsGlobal(key, block);
            evidence = spaceDiffers ? evidence with { Mapping = ChildDifference.TableSpace } : evidence;
            evidence = evidence.WithRights(context, key, block, limited, split, -1, ChildDifference.TablePermissions, attributes: 0);
        }

        if (children.IsEmpty)
        {
            return evidence;
        }

        TranslationContext below = context with { Level = context.Level + 1 };
        ContextKey keyBelow = ContextKeys.Of(below);
        ulong attributes = ComparedAttributes(below);
        ulong address = Geometry.Address(context, DescriptorKind.Block, block);
        ulong step = 1UL << Geometry.EntryShift(below.Granule, below.Level);
        for (int i = 0; i < children.Length; i++, address += step)
        {
            ulong child = TableLimits.Apply(key, table, children[i]);
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
            ChildDifference difference = kind == DescriptorKind.Invalid ? ChildDifference.Valid : ChildDifference.AccessFlag;
            ChildrenEvidence missing = RightsDiffer ? this : this with { RightsDifferAt = index, Rights = difference };
            return missing with { RightsLost = missing.RightsLost || split, RightsGained = missing.RightsGained || !split };
        }

        ChildDifference mapping = FirstMappingDifference(below, key, block, child, address);
        if (mapping != ChildDifference.None)
        {
            return MappingDiffers ? this : this with { MappingDiffersAt = index, Mapping = mapping };
        }

        return WithRights(below, key, block, child, split, index, ChildDifference.Permissions, attributes);
    }

    private static ChildDifference FirstMappingDifference(in TranslationContext below, ContextKey key, ulong block, ulong child, ulong address)
    {
        DescriptorKind kind = below.Level == 3 ? DescriptorKind.Page : DescriptorKind.Block;
        return Geometry.Address(below, kind, child) != address ? ChildDifference.OutputAddress
            : Decoder.MemoryOf(below, child) != Decoder.MemoryOf(below, block) ? ChildDifference.MemoryType
            : Decoder.ShareabilityOf(key, child) != Decoder.ShareabilityOf(key, block) ? ChildDifference.Shareability
            : Decoder.SpaceOf(key, child) != Decoder.SpaceOf(key, block) ? ChildDifference.Space
            : Decoder.IsGlobal(key, child) != Decoder.IsGlobal(key, block) ? ChildDifference.Global
            : (key & ContextKey.Amec) != 0 && Decoder.SpaceOf(key, block) == 0 && ((child ^ block) >> 63) != 0 ? ChildDifference.Amec
            : ChildDifference.None;
    }

    private ChildrenEvidence WithRights(
        in TranslationContext context, ContextKey key, ulong block, ulong leaf, bool split, int index, ChildDifference difference, ulong attributes)
    {
        Architecture.Rights from = Decoder.RightsOf(context, key, split ? block : leaf), to = Decoder.RightsOf(context, key, split ? leaf : block);
        bool attributesDiffer = ((block ^ leaf) & attributes) != 0;
        if (from == to && !attributesDiffer)
        {
            return this;
        }

        ChildrenEvidence named = RightsDiffer ? this : this with { RightsDifferAt = index, Rights = from == to ? ChildDifference.Attributes : difference };
        return named with
        {
            RightsLost = named.RightsLost || (from & ~to) != 0 || attributesDiffer,
            RightsGained = named.RightsGained || (to & ~from) != 0,
        };
    }

    /// <summary>Bits of the leaf fields that are compared bit by bit, because no right depends on them (rows 5 to 7).</summary>
    private static ulong ComparedAttributes(in TranslationContext context) => FieldTable.DefinedBits(
        context.Stage,
        DescriptorKind.Page,
        ContextKeys.Of(context, DescriptorKind.Page),
        static row => (FieldChangeTable.Of(row.Field).Possible & ChangeSets.Attributes) != 0);
}

/// <summary>The difference between the Block and a child or its Table.</summary>
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

/// <summary>Hierarchical attributes of a stage 1 Table: APTable, UXNTable, XNTable, PXNTable, NSTable.</summary>
internal static class TableLimits
{
    /// <summary>Applies the attributes of a Table to a leaf below.</summary>
    /// <returns>A leaf that gives the same translation without the Table's attributes.</returns>
    public static ulong Apply(ContextKey key, ulong table, ulong leaf)
    {
        if ((key & ContextKey.Stage1) == 0)
        {
            return leaf;
        }

        bool twoPrivileges = (key & ContextKey.TwoPrivileges) != 0;
        if ((key & ContextKey.LimitsOff) == 0)
        {
            leaf |= (Bits.Extract(table, 62, 62) << 7) | (Bits.Extract(table, 60, 60) << 54);
            if (twoPrivileges)
            {
                leaf |= Bits.Extract(table, 59, 59) << 53;
                leaf &= ~(Bits.Extract(table, 61, 61) << 6);
            }
        }

        if (Bits.IsSet(table, 63) && (key & ContextKey.SecureTable) != 0)
        {
            leaf |= 1UL << 5;
            if (twoPrivileges)
            {
                leaf |= 1UL << 11;
            }
        }

        return leaf;
    }
}
