using System.Runtime.CompilerServices;

namespace WhichFlush.Rules.Descriptors;

/// <summary>Reads descriptor values. Every function is total: any 64-bit value in any context has an answer.</summary>
public static class Decoder
{
    private const int AccessFlagBit = 10, NotGlobalBit = 11, NtBit = 16, DbmBit = 51, ContiguousBit = 52;

    /// <summary>Decodes a descriptor as a whole.</summary>
    /// <param name="context">Where it stands; the level selects the format.</param>
    /// <param name="raw">The 64-bit value.</param>
    public static Descriptor Decode(in TranslationContext context, ulong raw)
    {
        DescriptorKind kind = KindOf(context, raw);
        bool leaf = kind is DescriptorKind.Block or DescriptorKind.Page;
        return new Descriptor
        {
            Raw = raw,
            Kind = kind,
            Address = kind == DescriptorKind.Invalid ? 0 : Geometry.Address(context, kind, raw),
            AccessFlag = kind != DescriptorKind.Invalid && AccessFlag(context, kind, raw),
            Global = leaf && IsGlobal(context, raw),
            Contiguous = leaf && IsContiguous(context, raw),
            NoTlb = kind == DescriptorKind.Block && context.NtDefined && Bits.IsSet(raw, NtBit),
            Shareability = leaf ? ShareabilityOf(context, raw) : null,
            Memory = leaf ? MemoryOf(context, raw) : default,
            Rights = leaf ? RightsOf(context, raw) : Rights.None,
            Writable = leaf && IsWritable(context, raw),
            Space = leaf ? SpaceOf(context, raw) : (byte)0,
        };
    }

    /// <summary>What the descriptor is at the context's level (RULES.md 1.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DescriptorKind KindOf(in TranslationContext context, ulong raw)
    {
        if ((raw & 1) == 0)
        {
            return DescriptorKind.Invalid;
        }

        bool bit1 = (raw & 2) != 0;
        if (context.Level == 3)
        {
            return bit1 ? DescriptorKind.Page : DescriptorKind.Invalid;
        }

        return bit1 ? DescriptorKind.Table
            : Geometry.SupportsBlock(context) ? DescriptorKind.Block
            : DescriptorKind.Invalid;
    }

    /// <summary>
    /// Whether a TLB or walk cache may hold the descriptor (RULES.md 1.6). <paramref name="standing"/> says whether it is the
    /// value in the table (old) or the one to be written (new), which hardware Access flag updates treat differently.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsCacheable(in TranslationContext context, DescriptorKind kind, ulong raw, bool standing, bool permissive) =>
        kind != DescriptorKind.Invalid
        && (AccessFlag(context, kind, raw)
            || (!standing ? context.Ha : kind == DescriptorKind.Table ? !permissive : IsContiguous(context, raw)));

    /// <summary>The Access flag; a Table has one only with FEAT_HAFT and HA = 1, and counts as accessed otherwise.</summary>
    internal static bool AccessFlag(in TranslationContext context, DescriptorKind kind, ulong raw) =>
        Bits.IsSet(raw, AccessFlagBit) || (kind == DescriptorKind.Table && !Traits.HaftActive(context));

    /// <summary>A leaf that every ASID uses: nG = 0, or a regime without ASIDs. Stage 2 leaves count as global.</summary>
    internal static bool IsGlobal(in TranslationContext context, ulong raw) =>
        context.Stage == Stage.Two || !context.TwoPrivileges || !Bits.IsSet(raw, NotGlobalBit);

    /// <summary>A leaf whose Contiguous bit is set and has an effect (RULES.md 1.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsContiguous(in TranslationContext context, ulong raw) =>
        Bits.IsSet(raw, ContiguousBit)
        && Geometry.HasRuns(context)
        && !(context.Stage == Stage.One && context.Has(Features.FEAT_THE));

    /// <summary>nT of a Block, where it is defined.</summary>
    internal static bool IsNt(in TranslationContext context, DescriptorKind kind, ulong raw) =>
        kind == DescriptorKind.Block && context.NtDefined && Bits.IsSet(raw, NtBit);

    /// <summary>SH of a leaf: 0 non-shareable, 2 outer, 3 inner, 1 reserved; <c>null</c> where TCR or VTCR gives it (DS = 1).</summary>
    internal static byte? ShareabilityOf(in TranslationContext context, ulong raw) =>
        Geometry.WideBy9To8(context) ? null : (byte)Bits.Extract(raw, 9, 8);

    /// <summary>The output address space bits that have a meaning here: NS in bit 0, NSE in bit 1.</summary>
    internal static byte SpaceOf(in TranslationContext context, ulong raw)
    {
        if (context.Stage == Stage.Two)
        {
            return (byte)(context.Security == SecurityState.Realm ? Bits.Extract(raw, 55, 55) : 0);
        }

        ulong ns = Traits.NonSecureBit(context) ? Bits.Extract(raw, 5, 5) : 0;
        ulong nse = Traits.El3(context) ? Bits.Extract(raw, 11, 11) : 0;
        return (byte)(ns | (nse << 1));
    }

    /// <summary>The memory attributes of a leaf.</summary>
    internal static ref readonly MemoryAttributes MemoryOf(in TranslationContext context, ulong raw)
    {
        if (context.Stage == Stage.Two)
        {
            return ref MemoryAttributes.FromMemAttr((int)(raw >> 2), context.Fwb, context.Features);
        }

        int index = (int)Bits.Extract(raw, 4, 2);
        if (context.Has(Features.FEAT_AIE) && Bits.IsSet(raw, 59))
        {
            return ref MemoryAttributes.Unresolved(index | 8);
        }

        if (context.Mair is ulong mair)
        {
            return ref MemoryAttributes.FromMair((byte)(mair >> (8 * index)), context.Features);
        }

        return ref MemoryAttributes.Unresolved(index);
    }

    /// <summary>Permissions come from an index (PIE): the descriptor alone does not show them.</summary>
    internal static bool IndirectPermissions(in TranslationContext context) =>
        context.Has(context.Stage == Stage.One ? Features.FEAT_S1PIE : Features.FEAT_S2PIE);

    /// <summary>
    /// The rights that a leaf gives, as its bits stand: hardware dirty state is not taken into account except for WXN.
    /// <see cref="Rights.None"/> where permissions are indirect.
    /// </summary>
    internal static Rights RightsOf(in TranslationContext context, ulong raw)
    {
        if (IndirectPermissions(context))
        {
            return Rights.None;
        }

        return context.Stage == Stage.Two ? Stage2Rights(context, raw)
            : context.TwoPrivileges ? TwoPrivilegeRights(context, raw)
            : OnePrivilegeRights(context, raw);
    }

    /// <summary>
    /// Counts as writable for rows 10 and 11 and for WXN: a write right, or HD = 1 with DBM = 1, or permissions that are indirect.
    /// </summary>
    internal static bool IsWritable(in TranslationContext context, ulong raw) =>
        IndirectPermissions(context)
        || DirtyManaged(context, raw)
        || (context.Stage == Stage.Two ? Bits.IsSet(raw, 7) : !Bits.IsSet(raw, 7));

    private static bool DirtyManaged(in TranslationContext context, ulong raw) => context.Hd && Bits.IsSet(raw, DbmBit);

    private static Rights TwoPrivilegeRights(in TranslationContext context, ulong raw)
    {
        bool readOnly = Bits.IsSet(raw, 7), el0 = Bits.IsSet(raw, 6), pxn = Bits.IsSet(raw, 53), uxn = Bits.IsSet(raw, 54);
        Rights rights = Rights.El1Read
            | (readOnly ? Rights.None : Rights.El1Write)
            | (el0 ? Rights.El0Read : Rights.None)
            | (el0 && !readOnly ? Rights.El0Write : Rights.None)
            | (uxn ? Rights.None : Rights.El0Execute)
            | (pxn || (el0 && !readOnly) ? Rights.None : Rights.El1Execute);
        if (context.Wxn && (!readOnly || DirtyManaged(context, raw)))
        {
            rights &= el0 ? ~Rights.Execute : ~Rights.El1Execute;
        }

        return rights;
    }

    private static Rights OnePrivilegeRights(in TranslationContext context, ulong raw)
    {
        bool readOnly = Bits.IsSet(raw, 7);
        bool execute = !Bits.IsSet(raw, 54) && !(context.Wxn && (!readOnly || DirtyManaged(context, raw)));
        return Rights.El1Read
            | (readOnly ? Rights.None : Rights.El1Write)
            | (execute ? Rights.El1Execute : Rights.None);
    }

    private static Rights Stage2Rights(in TranslationContext context, ulong raw)
    {
        ReadOnlySpan<Rights> execute = [Rights.Execute, Rights.El0Execute, Rights.None, Rights.El1Execute];
        int xn = (int)(raw >> 53) & (context.Has(Features.FEAT_XNX) ? 3 : 2);
        return execute[xn]
            | (Bits.IsSet(raw, 6) ? Rights.El1Read : Rights.None)
            | (Bits.IsSet(raw, 7) ? Rights.El1Write : Rights.None);
    }
}
