using System.Runtime.CompilerServices;

namespace WhichFlush.Rules.Architecture;

/// <summary>Reads descriptor values. Every method is total: any 64-bit value in any valid context has a result.</summary>
/// <remarks>A caller that reads several fields in one context computes the key once and passes the key.</remarks>
public static class Decoder
{
    private const int AccessFlagBit = 10, NotGlobalBit = 11, NtBit = 16, DbmBit = 51, ContiguousBit = 52;

    /// <summary>Decodes every field of a descriptor (RULES.md 1.1 to 1.5).</summary>
    /// <param name="context">Position and configuration; the level selects the format.</param>
    /// <param name="raw">The 64-bit value.</param>
    public static Descriptor Decode(in TranslationContext context, ulong raw)
    {
        ContextKey key = ContextKeys.Of(context);
        DescriptorKind kind = KindOf(key, raw);
        bool leaf = kind is DescriptorKind.Block or DescriptorKind.Page;
        return new Descriptor
        {
            Raw = raw,
            Kind = kind,
            Address = kind == DescriptorKind.Invalid ? 0 : Geometry.Address(context, kind, raw),
            AccessFlag = kind != DescriptorKind.Invalid && AccessFlag(key, kind, raw),
            Global = leaf && IsGlobal(key, raw),
            Contiguous = leaf && IsContiguous(key, raw),
            NoTlb = IsNt(key, kind, raw),
            Shareability = leaf ? ShareabilityOf(key, raw) : null,
            Memory = leaf ? MemoryOf(context, raw) : default,
            Rights = leaf ? RightsOf(context, key, raw) : Rights.None,
            Writable = leaf && IsWritable(context, key, raw),
            Space = leaf ? SpaceOf(key, raw) : (byte)0,
        };
    }

    /// <summary>The kind of the descriptor at the context's level (RULES.md 1.1).</summary>
    public static DescriptorKind KindOf(in TranslationContext context, ulong raw) => KindOf(ContextKeys.Of(context), raw);

    /// <inheritdoc cref="KindOf(in TranslationContext, ulong)" />
    internal static DescriptorKind KindOf(ContextKey key, ulong raw) => (raw & 3) switch
    {
        3 => (key & ContextKey.LastLevel) != 0 ? DescriptorKind.Page : DescriptorKind.Table,
        1 when (key & ContextKey.BlockPossible) != 0 => DescriptorKind.Block,
        _ => DescriptorKind.Invalid,
    };

    /// <summary>
    /// Whether a TLB or walk cache may hold the descriptor (RULES.md 1.6). Hardware updates of the Access flag concern the old
    /// value, which is in the table, and the new value differently.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsCacheable(ContextKey key, DescriptorKind kind, ulong raw, bool isOld, bool permissive) =>
        kind != DescriptorKind.Invalid
        && (AccessFlag(key, kind, raw)
            || (!isOld ? (key & ContextKey.Ha) != 0 : kind == DescriptorKind.Table ? !permissive : IsContiguous(key, raw)));

    /// <summary>The Access flag. A Table has a flag only with FEAT_HAFT and HA = 1; every other Table counts as accessed.</summary>
    internal static bool AccessFlag(ContextKey key, DescriptorKind kind, ulong raw) =>
        Bits.IsSet(raw, AccessFlagBit) || (kind == DescriptorKind.Table && (key & ContextKey.Haft) == 0);

    /// <summary>Whether a leaf is valid for every ASID: nG = 0, or a regime without ASIDs. Stage 2 leaves count as global.</summary>
    internal static bool IsGlobal(ContextKey key, ulong raw) => (key & ContextKey.TwoPrivileges) == 0 || !Bits.IsSet(raw, NotGlobalBit);

    /// <summary>Whether the Contiguous bit of a leaf is set and has an effect (RULES.md 1.5).</summary>
    internal static bool IsContiguous(ContextKey key, ulong raw) =>
        Bits.IsSet(raw, ContiguousBit)
        && (key & ContextKey.RunPossible) != 0
        && (key & ContextKey.LeafProtected) == 0;

    /// <summary>Whether nT of a Block is defined and set.</summary>
    internal static bool IsNt(ContextKey key, DescriptorKind kind, ulong raw) =>
        kind == DescriptorKind.Block && (key & ContextKey.NtDefined) != 0 && Bits.IsSet(raw, NtBit);

    /// <summary>SH of a leaf: 0 non-shareable, 2 outer, 3 inner, 1 reserved; <c>null</c> where TCR or VTCR gives it (DS = 1).</summary>
    internal static byte? ShareabilityOf(ContextKey key, ulong raw) =>
        (key & ContextKey.WideBy9To8) != 0 ? null : (byte)Bits.Extract(raw, 9, 8);

    /// <summary>Output address space of a leaf: NS in bit 0, NSE in bit 1. A bit without meaning in the context is 0.</summary>
    internal static byte SpaceOf(ContextKey key, ulong raw)
    {
        if ((key & ContextKey.Stage1) == 0)
        {
            return (byte)((key & ContextKey.Realm) != 0 ? Bits.Extract(raw, 55, 55) : 0);
        }

        ulong ns = (key & ContextKey.NonSecureBit) != 0 ? Bits.Extract(raw, 5, 5) : 0;
        ulong nse = (key & ContextKey.El3) != 0 ? Bits.Extract(raw, 11, 11) : 0;
        return (byte)(ns | (nse << 1));
    }

    /// <summary>The memory attributes of a leaf; unresolved where they depend on a MAIR value that is not known.</summary>
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

    /// <summary>Whether permissions come from an index (PIE), so that the descriptor alone does not show them.</summary>
    internal static bool IndirectPermissions(ContextKey key) =>
        (key & ((key & ContextKey.Stage1) != 0 ? ContextKey.Stage1Pie : ContextKey.Stage2Pie)) != 0;

    /// <summary>Whether the rights of a leaf are not known: permissions are indirect, and the registers are not given.</summary>
    internal static bool RightsUnknown(ContextKey key) => IndirectPermissions(key) && (key & ContextKey.IndirectKnown) == 0;

    /// <summary>
    /// The rights of a leaf (RULES.md 1.3, 1.4); none where they are not known. Hardware-managed dirty state counts for WXN and for
    /// privileged execution only (RNKLQN).
    /// </summary>
    internal static Rights RightsOf(in TranslationContext context, ContextKey key, ulong raw)
    {
        if ((key & ContextKey.Stage1) == 0)
        {
            return !IndirectPermissions(key) ? Stage2Rights(key, raw)
                : context.S2pir is ulong s2pir ? Architecture.IndirectPermissions.OfStage2(s2pir, raw)
                : Rights.None;
        }

        bool two = (key & ContextKey.TwoPrivileges) != 0;
        Rights rights = RightsUnknown(key) ? Rights.None
            : IndirectPermissions(key) ? Architecture.IndirectPermissions.OfStage1(context.Pir ?? 0, two ? context.Pire0 : null, (key & ContextKey.Stage1Poe) != 0, raw)
            : two ? TwoPrivilegeRights(key, raw)
            : OnePrivilegeRights(key, raw);
        return (key & ContextKey.Pan) != 0 && !RightsUnknown(key) ? rights | UnderPan(key, rights) : rights;
    }

    /// <summary>
    /// Privileged data access that PSTATE.PAN = 1 leaves: none where EL0 can read or write, and with EPAN = 1 or indirect permissions none
    /// where EL0 can execute (RXTSQH, RTBKKB).
    /// </summary>
    internal static Rights UnderPan(ContextKey key, Rights rights)
    {
        const Rights Data = Rights.El1Read | Rights.El1Write, Unprivileged = Rights.El0Read | Rights.El0Write;
        bool any = (rights & Data) != 0, indirect = IndirectPermissions(key);
        bool data = (rights & Unprivileged) != 0, fetch = data || (rights & (Rights.El0Execute | Rights.El0Gcs)) != 0;
        return (any && !data && !indirect && (key & ContextKey.EpanSet) == 0 ? Rights.El1UnderPan : Rights.None)
            | (any && !fetch && (indirect || (key & ContextKey.EpanClear) == 0) ? Rights.El1UnderEpan : Rights.None);
    }

    /// <summary>Packs the bits that rights depend on, 7:6, 51 and 54:53, into an index from 0 to 63.</summary>
    internal static int RightsBits(ulong raw) => (int)((raw >> 51) & 0b1101) | (int)((raw >> 2) & 0b11_0000);

    /// <summary>The rights of a leaf for every index of <see cref="RightsBits"/>.</summary>
    internal static Rights[] RightsByBits(in TranslationContext context, ContextKey key)
    {
        var rights = new Rights[64];
        for (int bits = 0; bits < rights.Length; bits++)
        {
            rights[bits] = RightsOf(context, key, ((ulong)(bits & 0b1101) << 51) | ((ulong)(bits & 0b11_0000) << 2));
        }

        return rights;
    }

    /// <summary>Packs the Contiguous bit and nG of a leaf into an index from 0 to 3.</summary>
    internal static int RunAndGlobal(ulong raw) => (int)((raw >> ContiguousBit) & 1) | (int)((raw >> (NotGlobalBit - 1)) & 2);

    /// <summary>The bits of a leaf that <see cref="RunAndGlobal"/> packs into an index.</summary>
    internal static ulong RunAndGlobalBits(int index) => ((ulong)(index & 1) << ContiguousBit) | ((ulong)(index & 2) << (NotGlobalBit - 1));

    /// <summary>
    /// Whether a leaf counts as writable for rows 10 and 11: it has a write right of any kind, DBM = 1 with HD = 1, or rights that are not
    /// known (RULES.md 1.3, row 6).
    /// </summary>
    internal static bool IsWritable(in TranslationContext context, ContextKey key, ulong raw) =>
        RightsUnknown(key)
        || (IndirectPermissions(key)
            ? (RightsOf(context, key, raw) & Rights.AnyWrite) != 0
            : DirtyManaged(key, raw) || ((key & ContextKey.Stage1) == 0 ? Bits.IsSet(raw, 7) : !Bits.IsSet(raw, 7)));

    private static bool DirtyManaged(ContextKey key, ulong raw) => (key & ContextKey.Hd) != 0 && Bits.IsSet(raw, DbmBit);

    private static Rights TwoPrivilegeRights(ContextKey key, ulong raw)
    {
        bool readOnly = Bits.IsSet(raw, 7), el0 = Bits.IsSet(raw, 6), pxn = Bits.IsSet(raw, 53), uxn = Bits.IsSet(raw, 54);
        bool mayWrite = !readOnly || DirtyManaged(key, raw);
        Rights rights = Rights.El1Read
            | (readOnly ? Rights.None : Rights.El1Write)
            | (el0 ? Rights.El0Read : Rights.None)
            | (el0 && !readOnly ? Rights.El0Write : Rights.None)
            | (uxn ? Rights.None : Rights.El0Execute)
            | (pxn || (el0 && mayWrite) ? Rights.None : Rights.El1Execute);
        if ((key & ContextKey.Wxn) != 0 && mayWrite)
        {
            rights &= el0 ? ~Rights.Execute : ~Rights.El1Execute;
        }

        return rights;
    }

    private static Rights OnePrivilegeRights(ContextKey key, ulong raw)
    {
        bool readOnly = Bits.IsSet(raw, 7);
        bool execute = !Bits.IsSet(raw, 54) && !((key & ContextKey.Wxn) != 0 && (!readOnly || DirtyManaged(key, raw)));
        return Rights.El1Read
            | (readOnly ? Rights.None : Rights.El1Write)
            | (execute ? Rights.El1Execute : Rights.None);
    }

    private static Rights Stage2Rights(ContextKey key, ulong raw)
    {
        ReadOnlySpan<Rights> execute = [Rights.Execute, Rights.El0Execute, Rights.None, Rights.El1Execute];
        int xn = (int)(raw >> 53) & ((key & ContextKey.Xnx) != 0 ? 3 : 2);
        return execute[xn]
            | (Bits.IsSet(raw, 6) ? Rights.El1Read : Rights.None)
            | (Bits.IsSet(raw, 7) ? Rights.El1Write : Rights.None);
    }
}
