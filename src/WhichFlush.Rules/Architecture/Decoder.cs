using System.Runtime.CompilerServices;

namespace WhichFlush.Rules.Architecture;

/// <summary>Reads descriptor values. Every function is total: any 64-bit value in any context has an answer.</summary>
/// <remarks>What reads several things in one context finds out its key once, and asks with those.</remarks>
public static class Decoder
{
    private const int AccessFlagBit = 10, NotGlobalBit = 11, NtBit = 16, DbmBit = 51, ContiguousBit = 52;
    private const ContextKey ContiguousIsProtected = ContextKey.Stage1 | ContextKey.The;

    /// <summary>Decodes a descriptor as a whole.</summary>
    /// <param name="context">Where it stands; the level selects the format.</param>
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
            Rights = leaf ? RightsOf(key, raw) : Rights.None,
            Writable = leaf && IsWritable(key, raw),
            Space = leaf ? SpaceOf(key, raw) : (byte)0,
        };
    }

    /// <summary>What the descriptor is at the context's level (RULES.md 1.1).</summary>
    public static DescriptorKind KindOf(in TranslationContext context, ulong raw) => KindOf(ContextKeys.Of(context), raw);

    /// <inheritdoc cref="KindOf(in TranslationContext, ulong)" />
    internal static DescriptorKind KindOf(ContextKey key, ulong raw) => (raw & 3) switch
    {
        3 => (key & ContextKey.LastLevel) != 0 ? DescriptorKind.Page : DescriptorKind.Table,
        1 when (key & ContextKey.BlockPossible) != 0 => DescriptorKind.Block,
        _ => DescriptorKind.Invalid,
    };

    /// <summary>
    /// Whether a TLB or walk cache may hold the descriptor (RULES.md 1.6). <paramref name="standing"/> says whether it is the
    /// value in the table (old) or the one to be written (new), which hardware Access flag updates treat differently.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsCacheable(ContextKey key, DescriptorKind kind, ulong raw, bool standing, bool permissive) =>
        kind != DescriptorKind.Invalid
        && (AccessFlag(key, kind, raw)
            || (!standing ? (key & ContextKey.Ha) != 0 : kind == DescriptorKind.Table ? !permissive : IsContiguous(key, raw)));

    /// <summary>The Access flag; a Table has one only with FEAT_HAFT and HA = 1, and counts as accessed otherwise.</summary>
    internal static bool AccessFlag(ContextKey key, DescriptorKind kind, ulong raw) =>
        Bits.IsSet(raw, AccessFlagBit) || (kind == DescriptorKind.Table && (key & ContextKey.Haft) == 0);

    /// <summary>A leaf that every ASID uses: nG = 0, or a regime without ASIDs. Stage 2 leaves count as global.</summary>
    internal static bool IsGlobal(ContextKey key, ulong raw) => (key & ContextKey.TwoPrivileges) == 0 || !Bits.IsSet(raw, NotGlobalBit);

    /// <summary>A leaf whose Contiguous bit is set and has an effect (RULES.md 1.5).</summary>
    internal static bool IsContiguous(ContextKey key, ulong raw) =>
        Bits.IsSet(raw, ContiguousBit)
        && (key & ContextKey.RunPossible) != 0
        && (key & ContiguousIsProtected) != ContiguousIsProtected;

    /// <summary>nT of a Block, where it is defined.</summary>
    internal static bool IsNt(ContextKey key, DescriptorKind kind, ulong raw) =>
        kind == DescriptorKind.Block && (key & ContextKey.NtDefined) != 0 && Bits.IsSet(raw, NtBit);

    /// <summary>SH of a leaf: 0 non-shareable, 2 outer, 3 inner, 1 reserved; <c>null</c> where TCR or VTCR gives it (DS = 1).</summary>
    internal static byte? ShareabilityOf(ContextKey key, ulong raw) =>
        (key & ContextKey.WideBy9To8) != 0 ? null : (byte)Bits.Extract(raw, 9, 8);

    /// <summary>The output address space bits that have a meaning here: NS in bit 0, NSE in bit 1.</summary>
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
    internal static bool IndirectPermissions(ContextKey key) =>
        (key & ((key & ContextKey.Stage1) != 0 ? ContextKey.Stage1Pie : ContextKey.Stage2Pie)) != 0;

    /// <summary>
    /// The rights that a leaf gives, as its bits stand: hardware dirty state is not taken into account except for WXN.
    /// <see cref="Rights.None"/> where permissions are indirect.
    /// </summary>
    internal static Rights RightsOf(ContextKey key, ulong raw)
    {
        if (IndirectPermissions(key))
        {
            return Rights.None;
        }

        return (key & ContextKey.Stage1) == 0 ? Stage2Rights(key, raw)
            : (key & ContextKey.TwoPrivileges) != 0 ? TwoPrivilegeRights(key, raw)
            : OnePrivilegeRights(key, raw);
    }

    /// <summary>The bits that rights depend on, 7:6, 51 and 54:53, as a small number.</summary>
    internal static int RightsBits(ulong raw) => (int)((raw >> 51) & 0b1101) | (int)((raw >> 2) & 0b11_0000);

    /// <summary>The rights of a leaf by <see cref="RightsBits"/>.</summary>
    internal static Rights[] RightsByBits(ContextKey key) =>
        [.. Enumerable.Range(0, 64).Select(bits => RightsOf(key, ((ulong)(bits & 0b1101) << 51) | ((ulong)(bits & 0b11_0000) << 2)))];

    /// <summary>Whether a leaf has the Contiguous bit, and whether it has nG, as a small number.</summary>
    internal static int RunAndGlobal(ulong raw) => (int)((raw >> ContiguousBit) & 1) | (int)((raw >> (NotGlobalBit - 1)) & 2);

    /// <summary>The bits of a leaf that <see cref="RunAndGlobal"/> found.</summary>
    internal static ulong RunAndGlobalBits(int found) => ((ulong)(found & 1) << ContiguousBit) | ((ulong)(found & 2) << (NotGlobalBit - 1));

    /// <summary>
    /// Counts as writable for rows 10 and 11 and for WXN: a write right, or HD = 1 with DBM = 1, or permissions that are indirect.
    /// </summary>
    internal static bool IsWritable(ContextKey key, ulong raw) =>
        IndirectPermissions(key)
        || DirtyManaged(key, raw)
        || ((key & ContextKey.Stage1) == 0 ? Bits.IsSet(raw, 7) : !Bits.IsSet(raw, 7));

    private static bool DirtyManaged(ContextKey key, ulong raw) => (key & ContextKey.Hd) != 0 && Bits.IsSet(raw, DbmBit);

    private static Rights TwoPrivilegeRights(ContextKey key, ulong raw)
    {
        bool readOnly = Bits.IsSet(raw, 7), el0 = Bits.IsSet(raw, 6), pxn = Bits.IsSet(raw, 53), uxn = Bits.IsSet(raw, 54);
        Rights rights = Rights.El1Read
            | (readOnly ? Rights.None : Rights.El1Write)
            | (el0 ? Rights.El0Read : Rights.None)
            | (el0 && !readOnly ? Rights.El0Write : Rights.None)
            | (uxn ? Rights.None : Rights.El0Execute)
            | (pxn || (el0 && !readOnly) ? Rights.None : Rights.El1Execute);
        if ((key & ContextKey.Wxn) != 0 && (!readOnly || DirtyManaged(key, raw)))
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
