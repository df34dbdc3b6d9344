namespace WhichFlush.Rules.Architecture;

/// <summary>Memory type of a leaf.</summary>
public enum MemoryType : byte
{
    /// <summary>Not known: MAIR is not given, the encoding is reserved, or stage 2 leaves the type to stage 1.</summary>
    Unknown,

    /// <summary>Device, with a sub-type.</summary>
    Device,

    /// <summary>Normal, with inner and outer cacheability.</summary>
    Normal,
}

/// <summary>Inner or outer cacheability of Normal memory.</summary>
public enum Cacheability : byte
{
    /// <summary>Non-cacheable.</summary>
    NonCacheable,

    /// <summary>Write-Through.</summary>
    WriteThrough,

    /// <summary>Write-Back.</summary>
    WriteBack,
}

/// <summary>
/// The decoded memory attributes of a leaf, from MAIR_ELx (stage 1) or MemAttr (stage 2, Tables D8-96 and D8-100).
/// </summary>
/// <param name="Type">Memory type.</param>
/// <param name="Encoding">The raw encoding: the MAIR byte, AttrIndx where MAIR is not known, or MemAttr.</param>
/// <param name="DeviceType">0 nGnRnE, 1 nGnRE, 2 nGRE, 3 GRE; for Device only.</param>
/// <param name="Outer">Outer cacheability; for Normal only.</param>
/// <param name="Inner">Inner cacheability; for Normal only.</param>
/// <param name="Tagged">Normal-Tagged memory (FEAT_MTE2).</param>
/// <param name="NoTagAccess">Stage 2 NoTagAccess (FEAT_MTE_PERM).</param>
/// <param name="Reserved">The encoding is reserved.</param>
/// <param name="XsClear">The XS attribute is 0 (FEAT_XS): accesses complete in bounded time.</param>
public readonly record struct MemoryAttributes(
    MemoryType Type,
    byte Encoding,
    byte DeviceType = 0,
    Cacheability Outer = Cacheability.NonCacheable,
    Cacheability Inner = Cacheability.NonCacheable,
    bool Tagged = false,
    bool NoTagAccess = false,
    bool Reserved = false,
    bool XsClear = false)
{
    private static readonly string[] DeviceWords = ["Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE"];

    /// <summary>Indexed by outer and then by inner cacheability.</summary>
    private static readonly string[][] NormalWords =
    [
        ["Normal NC", "Normal, outer NC, inner WT", "Normal, outer NC, inner WB"],
        ["Normal, outer WT, inner NC", "Normal WT", "Normal, outer WT, inner WB"],
        ["Normal, outer WB, inner NC", "Normal, outer WB, inner WT", "Normal WB"],
    ];

    /// <summary>Every MAIR byte, decoded once. Bit 8 of the index is FEAT_XS, bit 9 FEAT_MTE2.</summary>
    private static readonly MemoryAttributes[] Mair =
        [.. Enumerable.Range(0, 1024).Select(i => DecodeMair((byte)i, xs: (i & 256) != 0, tags: (i & 512) != 0))];

    private static readonly MemoryAttributes[] MemAttr =
        [.. Enumerable.Range(0, 32).Select(i => DecodeMemAttr((byte)(i & 15), tagPermission: (i & 16) != 0))];

    private static readonly MemoryAttributes[] MemAttrForcedWriteBack =
        [.. Enumerable.Range(0, 32).Select(i => DecodeMemAttrForcedWriteBack((byte)(i & 15), tagPermission: (i & 16) != 0))];

    private static readonly MemoryAttributes[] Indices = [.. Enumerable.Range(0, 16).Select(i => new MemoryAttributes(MemoryType.Unknown, (byte)i))];

    /// <summary>Device, or Normal with inner and outer Non-cacheable: effectively Outer Shareable, whatever SH says (RPYFVQ, RYHCTP).</summary>
    public bool Uncached => Type == MemoryType.Device
        || (Type == MemoryType.Normal && Outer == Cacheability.NonCacheable && Inner == Cacheability.NonCacheable);

    /// <summary>Compares every member. The generated method would allocate: its enum comparers do so until they are fully compiled.</summary>
    public bool Equals(MemoryAttributes other) => Type == other.Type && Encoding == other.Encoding && DeviceType == other.DeviceType
        && Outer == other.Outer && Inner == other.Inner && Tagged == other.Tagged && NoTagAccess == other.NoTagAccess
        && Reserved == other.Reserved && XsClear == other.XsClear;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine((int)Type, Encoding, Tagged, NoTagAccess);

    /// <summary>Tells whether type, Device sub-type and cacheability are known and equal.</summary>
    public bool SameTypeAs(in MemoryAttributes other) => Type != MemoryType.Unknown && Type == other.Type
        && DeviceType == other.DeviceType && Outer == other.Outer && Inner == other.Inner;

    /// <summary>The attributes in words: <c>Normal WB</c>, <c>Device-nGnRE</c>.</summary>
    public string Describe() => (Type switch
    {
        MemoryType.Device => DeviceWords[DeviceType],
        MemoryType.Normal => NormalWords[(int)Outer][(int)Inner],
        _ => Reserved ? "reserved encoding" : "type not known",
    }) + (Tagged ? ", Tagged" : "") + (NoTagAccess ? ", NoTagAccess" : "");

    /// <summary>Decodes an 8-bit MAIR_ELx attribute.</summary>
    internal static ref readonly MemoryAttributes FromMair(byte attribute, Features features) => ref Mair[attribute
        | ((features & Features.FEAT_XS) != 0 ? 256 : 0)
        | ((features & Features.FEAT_MTE2) != 0 ? 512 : 0)];

    /// <summary>Decodes the stage 2 MemAttr field, bits 5:2 of the descriptor; higher bits of <paramref name="field"/> are ignored.</summary>
    internal static ref readonly MemoryAttributes FromMemAttr(int field, bool forcedWriteBack, Features features) =>
        ref (forcedWriteBack ? MemAttrForcedWriteBack : MemAttr)[(field & 15) | ((features & Features.FEAT_MTE_PERM) != 0 ? 16 : 0)];

    /// <summary>The attributes of AttrIndx, 0 to 15, where the MAIR value is not known.</summary>
    internal static ref readonly MemoryAttributes Unresolved(int index) => ref Indices[index];

    private static MemoryAttributes DecodeMair(byte attribute, bool xs, bool tags)
    {
        int high = attribute >> 4, low = attribute & 15;
        return (high, low) switch
        {
            (0, 0 or 4 or 8 or 12) => new(MemoryType.Device, attribute, DeviceType: (byte)(low >> 2)),
            (0, 1 or 5 or 9 or 13) when xs => new(MemoryType.Device, attribute, DeviceType: (byte)(low >> 2), XsClear: true),
            (4, 0) when xs => new(MemoryType.Normal, attribute, XsClear: true),
            (10, 0) when xs => Normal(attribute, Cacheability.WriteThrough, Cacheability.WriteThrough) with { XsClear = true },
            (15, 0) when tags => Normal(attribute, Cacheability.WriteBack, Cacheability.WriteBack) with { Tagged = true, XsClear = true },
            (0, _) or (_, 0) => new(MemoryType.Unknown, attribute, Reserved: true),
            _ => Normal(attribute, Half(high), Half(low)) with { XsClear = xs && Half(high) == Cacheability.WriteBack && Half(low) == Cacheability.WriteBack },
        };
    }

    /// <summary>Decodes MemAttr with FWB = 0 (Table D8-96).</summary>
    private static MemoryAttributes DecodeMemAttr(byte field, bool tagPermission) => field switch
    {
        0 or 1 or 2 or 3 => new(MemoryType.Device, field, DeviceType: field),
        4 when tagPermission => Normal(field, Cacheability.WriteBack, Cacheability.WriteBack) with { NoTagAccess = true },
        4 or 8 or 12 => new(MemoryType.Unknown, field, Reserved: true),
        _ => Normal(field, Stage2Half(field >> 2), Stage2Half(field & 3)),
    };

    /// <summary>Decodes MemAttr with FWB = 1 (Tables D8-100 and D8-101).</summary>
    private static MemoryAttributes DecodeMemAttrForcedWriteBack(byte field, bool tagPermission)
    {
        byte encoding = tagPermission ? field : (byte)(field & 7);
        bool noTagAccess = tagPermission && (field & 14) == 14;
        if (tagPermission && field is >= 8 and < 14)
        {
            return new(MemoryType.Unknown, encoding, Reserved: true);
        }

        return (field & 7) switch
        {
            < 4 => new(MemoryType.Device, encoding, DeviceType: (byte)(field & 3)),
            4 => new(MemoryType.Unknown, encoding, Reserved: true),
            5 => new MemoryAttributes(MemoryType.Normal, encoding),
            6 => Normal(encoding, Cacheability.WriteBack, Cacheability.WriteBack) with { NoTagAccess = noTagAccess },
            _ => new(MemoryType.Unknown, encoding, NoTagAccess: noTagAccess),
        };
    }

    private static MemoryAttributes Normal(byte encoding, Cacheability outer, Cacheability inner) =>
        new(MemoryType.Normal, encoding, Outer: outer, Inner: inner);

    private static Cacheability Half(int nibble) => nibble switch
    {
        4 => Cacheability.NonCacheable,
        < 4 or (> 7 and < 12) => Cacheability.WriteThrough,
        _ => Cacheability.WriteBack,
    };

    private static Cacheability Stage2Half(int pair) => pair switch
    {
        1 => Cacheability.NonCacheable,
        2 => Cacheability.WriteThrough,
        _ => Cacheability.WriteBack,
    };
}
