namespace WhichFlush.Rules.Descriptors;

/// <summary>Sizes and levels of the VMSAv8-64 tables (manual D8.2, Tables D8-48, D8-50 to D8-53, D8-104).</summary>
public static class Geometry
{
    /// <summary>log2 of the number of descriptors in a full table: 9 (4K), 11 (16K), 13 (64K).</summary>
    public static int BitsPerLevel(Granule granule) => (int)granule - 3;

    /// <summary>The number of descriptors in a full table: 512, 2048 or 8192.</summary>
    public static int EntriesPerTable(Granule granule) => 1 << BitsPerLevel(granule);

    /// <summary>log2 of the bytes of input address that one entry covers at <paramref name="level"/>, whatever its kind.</summary>
    public static int EntryShift(Granule granule, int level) => (int)granule + ((3 - level) * BitsPerLevel(granule));

    /// <summary>The first lookup level that the granule has: -1 only with 4K and DS = 1, else 0; 1 for 64K.</summary>
    public static int FirstLevel(in TranslationContext context) => context.Granule switch
    {
        Granule.Size4K => context.Ds ? -1 : 0,
        Granule.Size16K => 0,
        _ => 1,
    };

    /// <summary>Whether a Block descriptor is supported at the context's level.</summary>
    public static bool SupportsBlock(in TranslationContext context) => (context.Granule, context.Level) switch
    {
        (Granule.Size4K, 1 or 2) => true,
        (Granule.Size4K, 0) => context.Ds,
        (Granule.Size16K, 2) => true,
        (Granule.Size16K, 1) => context.Ds,
        (Granule.Size64K, 2) => true,
        (Granule.Size64K, 1) => context.Has(Features.FEAT_LPA),
        _ => false,
    };

    /// <summary>
    /// The number of leaves in a Contiguous run at the context's level; 1 where the Contiguous bit has no effect (Table D8-104).
    /// </summary>
    public static int ContiguousEntries(in TranslationContext context) => (context.Granule, context.Level) switch
    {
        (Granule.Size4K, 1 or 2 or 3) => 16,
        (Granule.Size16K, 2) => 32,
        (Granule.Size16K, 3) => 128,
        (Granule.Size64K, 2 or 3) => 32,
        _ => 1,
    };

    /// <summary>The Contiguous bit has an effect at the context's level: <see cref="ContiguousEntries"/> is not 1.</summary>
    internal static bool HasRuns(in TranslationContext context) =>
        context.Level <= 3 && context.Level >= (context.Granule == Granule.Size4K ? 1 : 2);

    /// <summary>Addresses of 52 bits in bits 9:8 and 49:48 of the descriptor: DS = 1 with the 4K or 16K granule.</summary>
    internal static bool WideBy9To8(in TranslationContext context) => context.Ds && context.Granule != Granule.Size64K;

    /// <summary>Addresses of 52 bits in bits 15:12 of the descriptor: FEAT_LPA with the 64K granule.</summary>
    internal static bool WideBy15To12(in TranslationContext context) =>
        context.Granule == Granule.Size64K && context.Has(Features.FEAT_LPA);

    /// <summary>The descriptor's bits that hold the output address or the next-level table address.</summary>
    public static ulong AddressMask(in TranslationContext context, DescriptorKind kind)
    {
        int shift = kind == DescriptorKind.Table ? (int)context.Granule : EntryShift(context.Granule, context.Level);
        if (WideBy9To8(context))
        {
            return Bits.Mask(49, shift) | Bits.Mask(9, 8);
        }

        ulong mask = Bits.Mask(47, shift);
        return WideBy15To12(context) ? mask | Bits.Mask(15, 12) : mask;
    }

    /// <summary>Whether the bits that differ hold some of the address; most changes touch no bit that may.</summary>
    internal static bool IsAddressChanged(in TranslationContext context, DescriptorKind kind, ulong changed) =>
        (changed & (Bits.Mask(49, 12) | Bits.Mask(9, 8))) != 0 && (changed & AddressMask(context, kind)) != 0;

    /// <summary>The output address or the next-level table address, up to 52 bits, that the descriptor holds.</summary>
    public static ulong Address(in TranslationContext context, DescriptorKind kind, ulong descriptor)
    {
        ulong held = descriptor & AddressMask(context, kind);
        if (WideBy9To8(context))
        {
            return (held & ~Bits.Mask(9, 8)) | (Bits.Extract(held, 9, 8) << 50);
        }

        return WideBy15To12(context) ? (held & ~Bits.Mask(15, 12)) | (Bits.Extract(held, 15, 12) << 48) : held;
    }
}
