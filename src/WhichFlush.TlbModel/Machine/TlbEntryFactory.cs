using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>Makes TLB entries from descriptors.</summary>
internal static class TlbEntryFactory
{
    /// <summary>Bits above the architectural <see cref="Rights"/>: hardware may make the entry writable, it is dirty, tags may be accessed.</summary>
    private const uint DirtyBitModifier = 1 << 16, Dirty = 1 << 17, TagAccess = 1 << 18;

    /// <summary>Clear only in the stale entry that causes a spurious permission fault (row 2).</summary>
    private const uint NotFaulting = 1 << 19;

    private static readonly Field[] OtherAttributes =
        [Field.GP, Field.PBHA, Field.FnXS, Field.AssuredOnly, Field.Protected, Field.PIIndex, Field.POIndex];

    private static readonly Field[] Limits =
        [Field.APTable, Field.UXNTable, Field.XNTable, Field.PXNTable, Field.NSTable];

    /// <summary>The translation of a Block or Page.</summary>
    /// <param name="context">The context at the level of the descriptor.</param>
    /// <param name="raw">The descriptor, with the limits of the Tables above applied.</param>
    /// <param name="address">First input address.</param>
    public static TlbEntry Leaf(in TranslationContext context, ulong raw, ulong address)
    {
        Descriptor d = Decoder.Decode(context, raw);
        bool asids = context.HasAsids();
        return new()
        {
            Kind = TlbEntryKind.Leaf,
            Tag = asids && !d.Global ? AsidTag.Own : AsidTag.Any,
            Base = address,
            SizeShift = (byte)Geometry.EntryShift(context.Granule, context.Level),
            Level = (sbyte)context.Level,
            Contiguous = d.Contiguous,
            Oa = d.Address,
            Space = d.Space,
            Memory = d.Memory,
            Shareability = d.Shareability,
            Rights = RightsOf(context, d),
            Writable = d.Writable,
            Global = d.Global,
            Attributes = AttributesOf(context, d),
            NoTlb = d.NoTlb,
            Accessed = d.AccessFlag,
            XsClear = d.Memory.XsClear || (raw & FieldBits.Mask(context, d.Kind, Field.FnXS)) != 0,
        };
    }

    /// <summary>The walk cache entry of a Table.</summary>
    /// <param name="context">The context at the level of the descriptor.</param>
    /// <param name="raw">The descriptor.</param>
    /// <param name="address">First input address.</param>
    /// <param name="tag">The ASID that the entry is cached under.</param>
    public static TlbEntry Walk(in TranslationContext context, ulong raw, ulong address, AsidTag tag)
    {
        Descriptor d = Decoder.Decode(context, raw);
        ulong limits = 0;
        foreach (Field field in Limits)
        {
            limits |= raw & FieldBits.Mask(context, DescriptorKind.Table, field);
        }

        return new()
        {
            Kind = TlbEntryKind.Walk,
            Tag = tag,
            Base = address,
            SizeShift = (byte)Geometry.EntryShift(context.Granule, context.Level),
            Level = (sbyte)context.Level,
            Oa = d.Address,
            Attributes = limits,
            Accessed = d.AccessFlag,
            XsClear = true,
        };
    }

    /// <summary>
    /// Two leaves differ in rights or in attributes that count as permissions (rows 5 to 7). The stricter copy that a spurious fault starts
    /// with is left out.
    /// </summary>
    public static bool PermissionsDiffer(in TlbEntry one, in TlbEntry other) =>
        (one.Rights != other.Rights || one.Attributes != other.Attributes || one.Global != other.Global)
        && (one.Rights & other.Rights & NotFaulting) != 0;

    /// <summary>The stale copy of an entry that causes a spurious permission fault.</summary>
    public static TlbEntry Faulting(in TlbEntry entry) => entry.IsTranslation
        ? entry with { Rights = 0 }
        : entry with { Attributes = ~entry.Attributes };

    /// <summary>Applies the stage 1 limits of a Table to the bits of a leaf under it (manual D8.4.6, D8.4.2).</summary>
    /// <param name="tableContext">The context at the level of the Table.</param>
    /// <param name="table">The Table descriptor.</param>
    /// <param name="leaf">The leaf descriptor.</param>
    public static ulong Limited(in TranslationContext tableContext, ulong table, ulong leaf)
    {
        if (tableContext.Stage == Stage.Two)
        {
            return leaf;
        }

        TranslationContext context = tableContext;
        bool Set(Field field, ulong bit) => (table & bit & FieldBits.Mask(context, DescriptorKind.Table, field)) != 0;

        if (!tableContext.Features.HasFlag(Features.FEAT_S1PIE))
        {
            leaf |= Set(Field.APTable, 1UL << 62) ? 1UL << 7 : 0;
            leaf &= Set(Field.APTable, 1UL << 61) ? ~(1UL << 6) : ulong.MaxValue;
            leaf |= Set(Field.UXNTable, 1UL << 60) || Set(Field.XNTable, 1UL << 60) ? 1UL << 54 : 0;
            leaf |= Set(Field.PXNTable, 1UL << 59) ? 1UL << 53 : 0;
        }

        if (Set(Field.NSTable, 1UL << 63))
        {
            leaf |= 1UL << 5;
            leaf |= tableContext.Security == SecurityState.Secure && tableContext.HasAsids() ? 1UL << 11 : 0;
        }

        return leaf;
    }

    private static uint RightsOf(in TranslationContext context, in Descriptor d)
    {
        bool Set(ulong raw, ulong mask) => (raw & mask) != 0;
        ulong clean = FieldBits.Mask(context, d.Kind, Field.NDirty);
        bool dirty = clean != 0 ? !Set(d.Raw, clean) : Set(d.Raw, FieldBits.Mask(context, d.Kind, Field.Dirty));
        return (uint)d.Rights
            | (Set(d.Raw, FieldBits.Mask(context, d.Kind, Field.DBM)) ? DirtyBitModifier : 0)
            | (dirty ? Dirty : 0)
            | (d.Memory.NoTagAccess ? 0 : TagAccess)
            | NotFaulting;
    }

    private static ulong AttributesOf(in TranslationContext context, in Descriptor d)
    {
        ulong attributes = 0;
        foreach (Field field in OtherAttributes)
        {
            attributes |= field == Field.PIIndex && context.IndexedRightsKnown() ? 0 : d.Raw & FieldBits.Mask(context, d.Kind, field);
        }

        // AMEC has no meaning for memory outside the Realm PA space.
        bool amec = context.Stage == Stage.One || d.Space == 0;
        return attributes | (amec ? d.Raw & FieldBits.Mask(context, d.Kind, Field.AMEC) : 0);
    }
}
