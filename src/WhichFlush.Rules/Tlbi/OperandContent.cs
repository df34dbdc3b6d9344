using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>A field of an operand register.</summary>
/// <param name="Name">Arm's name: <c>ASID</c>, <c>TTL</c>, <c>BaseADDR</c>.</param>
/// <param name="High">Its highest bit.</param>
/// <param name="Low">Its lowest bit.</param>
public readonly record struct OperandField(string Name, int High, int Low)
{
    /// <summary>Its bits in Arm's notation: <c>47:44</c>.</summary>
    public string Bits => High == Low ? $"{High}" : $"{High}:{Low}";

    internal ulong Mask { get; } = Architecture.Bits.Mask(High, Low);

    internal ulong Of(ulong value) => (value & Mask) >> Low;

    internal ulong Put(ulong content) => (content << Low) & Mask;
}

/// <summary>Where the fields of each kind of operand are (RULES.md 4.3; manual C5.5). Data.</summary>
public static class OperandFormat
{
    internal static readonly OperandField Asid = new("ASID", 63, 48);
    internal static readonly OperandField Ns = new("NS", 63, 63);
    internal static readonly OperandField Ttl = new("TTL", 47, 44);
    internal static readonly OperandField Va = new("VA[55:12]", 43, 0);
    internal static readonly OperandField Ipa = new("IPA[51:12]", 39, 0);
    internal static readonly OperandField Tg = new("TG", 47, 46);
    internal static readonly OperandField Scale = new("SCALE", 45, 44);
    internal static readonly OperandField Num = new("NUM", 43, 39);
    internal static readonly OperandField RangeTtl = new("TTL", 38, 37);
    internal static readonly OperandField Base = new("BaseADDR", 36, 0);
    internal static readonly OperandField Size = new("SIZE", 47, 44);
    internal static readonly OperandField Pa = new("PA[51:12]", 39, 0);

    private static readonly ImmutableArray<OperandField>[] Formats =
    [
        [],
        [Asid, Ttl, Va],
        [Asid],
        [Ns, Ttl, Ipa],
        [Asid, Tg, Scale, Num, RangeTtl, Base],
        [Ns, Tg, Scale, Num, RangeTtl, Base],
        [Size, Pa],
    ];

    /// <summary>The fields of a kind of operand, the highest first. Bits that none of them holds are RES0.</summary>
    public static ImmutableArray<OperandField> Fields(OperandKind kind) => Formats[(int)kind];

    /// <summary>The field that holds the address, or the base of the range.</summary>
    internal static OperandField AddressField(OperandKind kind) => kind switch
    {
        OperandKind.Address => Va,
        OperandKind.Ipa => Ipa,
        OperandKind.Physical => Pa,
        _ => Base,
    };

    /// <summary>The formula of an ASID that is not known.</summary>
    internal const string AsidTerm = "ASID<<48";

    /// <summary>The formula of an address that is not known: <c>VA[55:12]</c>, or the bits that the base of a range holds.</summary>
    internal static string AddressTerm(OperandKind kind, Granule granule, bool ds)
    {
        int shift = AddressShift(kind, granule, ds);
        return IsRange(kind) ? $"{(IsIpa(kind) ? "IPA" : "VA")}[{shift + Base.High}:{shift}]" : AddressField(kind).Name;
    }

    internal static bool IsRange(OperandKind kind) => kind is OperandKind.Range or OperandKind.IpaRange;

    internal static bool IsIpa(OperandKind kind) => kind is OperandKind.Ipa or OperandKind.IpaRange;

    /// <summary>The low address bits that the address field leaves out: 12, or for ranges by granule, 16 with DS = 1.</summary>
    internal static int AddressShift(OperandKind kind, Granule granule, bool ds) => !IsRange(kind) ? 12 : ds ? 16 : (int)granule;
}

/// <summary>The raw fields of an operand; those that its kind does not have are 0. <see cref="Encode"/> undoes <see cref="Decode"/>.</summary>
/// <param name="Asid">ASID.</param>
/// <param name="Ns">NS: the IPA is in the Non-secure IPA space.</param>
/// <param name="Ttl">The level hint: 4 bits, granule and level, by address; 2 bits, level, in ranges.</param>
/// <param name="Tg">TG, the granule of a range: 1 is 4K, 2 is 16K, 3 is 64K, 0 is reserved.</param>
/// <param name="Range">SCALE and NUM of a range.</param>
/// <param name="Size">SIZE of a physical range.</param>
/// <param name="Address">The address field, not shifted.</param>
/// <param name="Reserved">Bits set that no field holds, in place.</param>
public readonly record struct OperandContent(
    ushort Asid, bool Ns, byte Ttl, byte Tg, TlbiRange Range, byte Size, ulong Address, ulong Reserved)
{
    /// <summary>Takes a value apart. Every value of every kind has a content.</summary>
    public static OperandContent Decode(OperandKind kind, ulong value)
    {
        ulong held = 0;
        foreach (OperandField field in OperandFormat.Fields(kind))
        {
            held |= field.Mask;
        }

        ulong reserved = value & ~held;
        return kind switch
        {
            OperandKind.Address => new(AsidOf(value), false, (byte)OperandFormat.Ttl.Of(value), 0, default, 0, OperandFormat.Va.Of(value), reserved),
            OperandKind.Asid => new(AsidOf(value), false, 0, 0, default, 0, 0, reserved),
            OperandKind.Ipa => new(0, NsOf(value), (byte)OperandFormat.Ttl.Of(value), 0, default, 0, OperandFormat.Ipa.Of(value), reserved),
            OperandKind.Range => RangeOf(value, AsidOf(value), false, reserved),
            OperandKind.IpaRange => RangeOf(value, 0, NsOf(value), reserved),
            OperandKind.Physical => new(0, false, 0, 0, default, (byte)OperandFormat.Size.Of(value), OperandFormat.Pa.Of(value), reserved),
            _ => new(0, false, 0, 0, default, 0, 0, reserved),
        };
    }

    /// <summary>The value that has this content. A field that its bits cannot hold is cut.</summary>
    public ulong Encode(OperandKind kind) => Reserved | kind switch
    {
        OperandKind.Address => OperandFormat.Asid.Put(Asid) | OperandFormat.Ttl.Put(Ttl) | OperandFormat.Va.Put(Address),
        OperandKind.Asid => OperandFormat.Asid.Put(Asid),
        OperandKind.Ipa => OperandFormat.Ns.Put(Ns ? 1UL : 0) | OperandFormat.Ttl.Put(Ttl) | OperandFormat.Ipa.Put(Address),
        OperandKind.Range => OperandFormat.Asid.Put(Asid) | EncodeRange(),
        OperandKind.IpaRange => OperandFormat.Ns.Put(Ns ? 1UL : 0) | EncodeRange(),
        OperandKind.Physical => OperandFormat.Size.Put(Size) | OperandFormat.Pa.Put(Address),
        _ => 0,
    };

    private static ushort AsidOf(ulong value) => (ushort)OperandFormat.Asid.Of(value);

    private static bool NsOf(ulong value) => OperandFormat.Ns.Of(value) != 0;

    private static OperandContent RangeOf(ulong value, ushort asid, bool ns, ulong reserved) => new(
        asid,
        ns,
        (byte)OperandFormat.RangeTtl.Of(value),
        (byte)OperandFormat.Tg.Of(value),
        new((byte)OperandFormat.Scale.Of(value), (byte)OperandFormat.Num.Of(value)),
        0,
        OperandFormat.Base.Of(value),
        reserved);

    private ulong EncodeRange() => OperandFormat.Tg.Put(Tg) | OperandFormat.Scale.Put(Range.Scale) | OperandFormat.Num.Put(Range.Num)
        | OperandFormat.RangeTtl.Put(Ttl) | OperandFormat.Base.Put(Address);
}
