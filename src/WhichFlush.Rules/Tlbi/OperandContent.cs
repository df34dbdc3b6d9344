using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>A field of an operand register.</summary>
/// <param name="Name">Arm's name: <c>ASID</c>, <c>TTL</c>, <c>BaseADDR</c>.</param>
/// <param name="High">Highest bit, 63 to 0.</param>
/// <param name="Low">Lowest bit, 63 to 0.</param>
public readonly record struct OperandField(string Name, int High, int Low)
{
    /// <summary>The bits in Arm's notation: <c>47:44</c>.</summary>
    public string Bits => High == Low ? $"{High}" : $"{High}:{Low}";

    internal ulong Mask { get; } = Architecture.Bits.Mask(High, Low);

    internal ulong Of(ulong value) => (value & Mask) >> Low;

    internal ulong Put(ulong content) => (content << Low) & Mask;
}

/// <summary>The fields of each kind of operand (RULES.md 4.3; manual C5.5).</summary>
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

    /// <summary>The fields of a kind of operand, the highest first. All other bits are RES0.</summary>
    public static ImmutableArray<OperandField> Fields(OperandKind kind) => Formats[(int)kind];

    /// <summary>The field of the address, or of the base of a range.</summary>
    internal static OperandField AddressField(OperandKind kind) => kind switch
    {
        OperandKind.Address => Va,
        OperandKind.Ipa => Ipa,
        OperandKind.Physical => Pa,
        _ => Base,
    };

    /// <summary>Formula for an unknown ASID.</summary>
    internal const string AsidTerm = "ASID<<48";

    /// <summary>Formula for an unknown address: <c>VA[55:12]</c>, or the address bits in the base of a range.</summary>
    internal static string AddressTerm(OperandKind kind, Granule granule, bool ds)
    {
        int shift = AddressShift(kind, granule, ds);
        return IsRange(kind) ? $"{(IsIpa(kind) ? "IPA" : "VA")}[{shift + Base.High}:{shift}]" : AddressField(kind).Name;
    }

    internal static bool IsRange(OperandKind kind) => kind is OperandKind.Range or OperandKind.IpaRange;

    internal static bool IsIpa(OperandKind kind) => kind is OperandKind.Ipa or OperandKind.IpaRange;

    /// <summary>Number of low address bits that the address field leaves out: 12; in ranges log2 of the granule, or 16 with DS = 1.</summary>
    internal static int AddressShift(OperandKind kind, Granule granule, bool ds) => !IsRange(kind) ? 12 : ds ? 16 : (int)granule;
}

/// <summary>The raw fields of an operand; fields that the kind does not have are 0. <see cref="Encode"/> inverts <see cref="Decode"/>.</summary>
/// <param name="Asid">ASID.</param>
/// <param name="Ns">NS: the IPA is in the Non-secure IPA space.</param>
/// <param name="Ttl">Level hint: by address 4 bits, granule and level; in ranges 2 bits, level; 0 is no hint.</param>
/// <param name="Tg">TG, the granule of a range: 1 is 4K, 2 is 16K, 3 is 64K; 0 is reserved.</param>
/// <param name="Range">SCALE and NUM of a range.</param>
/// <param name="Size">SIZE of a physical range.</param>
/// <param name="Address">The address field, without its shift.</param>
/// <param name="Reserved">The RES0 bits of the value, at their positions.</param>
public readonly record struct OperandContent(
    ushort Asid, bool Ns, byte Ttl, byte Tg, TlbiRange Range, byte Size, ulong Address, ulong Reserved)
{
    /// <summary>Splits a value into fields. Total: every value of every kind has a content.</summary>
    public static OperandContent Decode(OperandKind kind, ulong value)
    {
        ulong defined = 0;
        foreach (OperandField field in OperandFormat.Fields(kind))
        {
            defined |= field.Mask;
        }

        ulong reserved = value & ~defined;
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

    /// <summary>Joins the fields to a value. A field that is too large for its bits is truncated.</summary>
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
