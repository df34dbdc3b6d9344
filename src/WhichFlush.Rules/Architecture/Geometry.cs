using System.Numerics;

namespace WhichFlush.Rules.Architecture;

/// <summary>Sizes and levels of VMSAv8-64 tables (RULES.md 1.1, 1.2, 1.5; manual D8.2, Tables D8-48, D8-50 to D8-53, D8-104).</summary>
public static class Geometry
{
    private static readonly LevelGeometry[] Levels = [.. Enumerable.Range(0, 64).Select(Define)];

    /// <summary>log2 of the number of descriptors in a full table: 9 (4K), 11 (16K), 13 (64K).</summary>
    public static int BitsPerLevel(Granule granule) => (int)granule - 3;

    /// <summary>The number of descriptors in a full table: 512, 2048 or 8192.</summary>
    public static int EntriesPerTable(Granule granule) => 1 << BitsPerLevel(granule);

    /// <summary>log2 of the bytes of input address that an entry of any kind covers at <paramref name="level"/>.</summary>
    public static int EntryShift(Granule granule, int level) => (int)granule + ((3 - level) * BitsPerLevel(granule));

    /// <summary>The first lookup level of the granule: 0 for 4K and 16K, -1 for 4K with DS = 1, 1 for 64K.</summary>
    public static int FirstLevel(in TranslationContext context) => context.Granule switch
    {
        Granule.Size4K => context.Ds ? -1 : 0,
        Granule.Size16K => 0,
        _ => 1,
    };

    /// <summary>Tells whether the context's level supports Block descriptors.</summary>
    public static bool SupportsBlock(in TranslationContext context) => (At(context).Key & ContextKey.BlockPossible) != 0;

    /// <summary>
    /// The number of leaves in a Contiguous run at the context's level; 1 where the Contiguous bit has no effect (Table D8-104).
    /// </summary>
    public static int ContiguousEntries(in TranslationContext context) => 1 << At(context).RunShift;

    /// <summary>The bits of a valid descriptor that hold the output address or the next-level table address.</summary>
    public static ulong AddressMask(in TranslationContext context, DescriptorKind kind) => At(context).AddressMask(kind);

    /// <summary>The output address or the next-level table address of a valid descriptor, up to 52 bits.</summary>
    public static ulong Address(in TranslationContext context, DescriptorKind kind, ulong descriptor)
    {
        ulong held = descriptor & AddressMask(context, kind);
        return !Wide(context) ? held
            : context.Granule == Granule.Size64K ? (held & ~Bits.Mask(15, 12)) | (Bits.Extract(held, 15, 12) << 48)
            : (held & ~Bits.Mask(9, 8)) | (Bits.Extract(held, 9, 8) << 50);
    }

    /// <summary>The descriptor with another output or next-level table address; bits of the address that it cannot hold are left out.</summary>
    internal static ulong WithAddress(in TranslationContext context, DescriptorKind kind, ulong descriptor, ulong address)
    {
        ulong held = !Wide(context) ? address
            : context.Granule == Granule.Size64K ? (address & ~Bits.Mask(15, 12)) | (Bits.Extract(address, 51, 48) << 12)
            : (address & ~Bits.Mask(9, 8)) | (Bits.Extract(address, 51, 50) << 8);
        ulong mask = AddressMask(context, kind);
        return (descriptor & ~mask) | (held & mask);
    }

    /// <summary>Sizes, address bits and key bits of the context's level.</summary>
    internal static ref readonly LevelGeometry At(in TranslationContext context) =>
        ref Levels[(((int)context.Granule & 6) << 3) | (((context.Level + 1) & 7) << 1) | (Wide(context) ? 1 : 0)];

    /// <summary>Whether addresses have 52 bits: DS = 1 with the 4K or 16K granule, FEAT_LPA with the 64K granule.</summary>
    private static bool Wide(in TranslationContext context) =>
        context.Granule == Granule.Size64K ? context.Has(Features.FEAT_LPA) : context.Ds;

    /// <summary>The entry of <see cref="Levels"/> at an index: granule in bits 5:4, level + 1 in bits 3:1, 52-bit addresses in bit 0.</summary>
    private static LevelGeometry Define(int index)
    {
        Granule granule = (index >> 4) switch { 2 => Granule.Size4K, 3 => Granule.Size16K, _ => Granule.Size64K };
        int level = ((index >> 1) & 7) - 1;
        bool wide = (index & 1) != 0;
        if (level > 3)
        {
            return default;
        }

        bool block = (granule, level) switch
        {
            (Granule.Size4K, 1 or 2) or (Granule.Size16K or Granule.Size64K, 2) => true,
            (Granule.Size4K, 0) or (Granule.Size16K or Granule.Size64K, 1) => wide,
            _ => false,
        };
        int run = (granule, level) switch
        {
            (Granule.Size4K, 1 or 2 or 3) => 16,
            (Granule.Size16K, 2) => 32,
            (Granule.Size16K, 3) => 128,
            (Granule.Size64K, 2 or 3) => 32,
            _ => 1,
        };
        bool wideBy9To8 = wide && granule != Granule.Size64K;
        ulong high = !wide ? 0 : granule == Granule.Size64K ? Bits.Mask(15, 12) : Bits.Mask(49, 48) | Bits.Mask(9, 8);
        int shift = EntryShift(granule, level);
        return new LevelGeometry
        {
            EntryShift = (byte)shift,
            RunShift = (byte)BitOperations.Log2((uint)run),
            LeafAddress = Bits.Mask(47, shift) | high,
            TableAddress = Bits.Mask(47, (int)granule) | high,
            Key = (block ? ContextKey.BlockPossible : ContextKey.None)
                | (run > 1 ? ContextKey.RunPossible : ContextKey.None)
                | (level == 3 ? ContextKey.LastLevel : ContextKey.None)
                | (wideBy9To8 ? ContextKey.WideBy9To8 : ContextKey.None)
                | (ContextKey)((ulong)index << ContextKeys.GeometryShift),
        };
    }
}

/// <summary>Sizes, address bits and key bits that follow from granule, level and address size.</summary>
internal readonly struct LevelGeometry
{
    /// <summary>log2 of the bytes of input address that one entry covers.</summary>
    public byte EntryShift { get; init; }

    /// <summary>log2 of the number of leaves in a Contiguous run; 0 at a level without runs.</summary>
    public byte RunShift { get; init; }

    /// <summary>The bits of the output address in a leaf.</summary>
    public ulong LeafAddress { get; init; }

    /// <summary>The bits of the next-level table address in a Table.</summary>
    public ulong TableAddress { get; init; }

    /// <summary>The bits of a context key that follow from granule, level and address size.</summary>
    public ContextKey Key { get; init; }

    /// <summary>The address bits of a valid descriptor.</summary>
    public ulong AddressMask(DescriptorKind kind) => kind == DescriptorKind.Table ? TableAddress : LeafAddress;
}
