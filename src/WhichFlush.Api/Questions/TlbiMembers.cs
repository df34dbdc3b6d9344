using System.Collections.Immutable;

namespace WhichFlush.Api.Questions;

/// <summary>What a member of a query string may be.</summary>
internal enum TlbiMemberKind
{
    /// <summary>An unsigned 64-bit value: hexadecimal with <c>0x</c>, or decimal.</summary>
    Value,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>One of <see cref="TlbiMember.Names"/>.</summary>
    Name,
}

/// <summary>A member of a query string: read and documented from here.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it may be.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">An example.</param>
internal sealed record TlbiMember(string Name, TlbiMemberKind Kind, string Description, string Example)
{
    /// <summary>The values of a name.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>The lowest number.</summary>
    public int Minimum { get; init; }

    /// <summary>The highest number.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>What counts if it is not given; <c>null</c> if that is not known then.</summary>
    public string? Default { get; init; }
}

/// <summary>The members of the queries on TLBI operations.</summary>
internal static class TlbiMembers
{
    /// <summary>Members of <c>/v1/tlbi</c>.</summary>
    public static readonly ImmutableArray<TlbiMember> List =
    [
        new("scope", TlbiMemberKind.Name, "Only operations of this scope.", "inner") { Names = ["local", "inner", "outer"] },
        new("operand", TlbiMemberKind.Name, "Only operations with this kind of operand.", "range")
        {
            Names = ["none", "address", "asid", "ipa", "range", "ipaRange", "physical"],
        },
    ];

    /// <summary>Members of <c>/v1/tlbi/{op}/operand</c>.</summary>
    public static readonly ImmutableArray<TlbiMember> Operand =
    [
        new("value", TlbiMemberKind.Value, "Xt as it stands: it is taken apart and judged against the other members. Without it, Xt is built from them.", "0xffff800080000000"),
        new("address", TlbiMemberKind.Value, "VA, IPA or PA, not shifted, where the invalidation starts; absent: the operand is left symbolic, and a value is not judged by it.", "0xffff800080000000"),
        new("asid", TlbiMemberKind.Integer, "ASID, where the operation takes one; absent: left symbolic.", "7") { Maximum = 65535 },
        new("level", TlbiMemberKind.Integer, "Level of the leaves: goes into TTL, if it can be named, and sets the size of one entry. Absent: no hint.", "3") { Maximum = 3 },
        new("granule", TlbiMemberKind.Name, "Translation granule; 4k to build if absent, and not judged then if a value is given.", "4k") { Names = ["4k", "16k", "64k"] },
        new("ds", TlbiMemberKind.Boolean, "TCR_ELx.DS or VTCR_EL2.DS: 52-bit addresses with the 4K and 16K granules; range bases are in units of 64 KiB.", "false") { Default = "false" },
        new("ns", TlbiMemberKind.Boolean, "For IPAs in Secure state only: whether the IPA is in the Non-secure IPA space. Absent: not Secure state, where the bit is RES0.", "true"),
        new("ttl", TlbiMemberKind.Boolean, "Put the level into TTL (FEAT_TTL).", "true") { Default = "true" },
        new("pages", TlbiMemberKind.Value, "How much to invalidate, in pages of the granule; not together with size.", "16"),
        new("size", TlbiMemberKind.Value, "How much to invalidate, in bytes; not together with pages. Absent: one page, or one block of the level.", "0x10000"),
        new("regime", TlbiMemberKind.Name, "For E2 forms: el20 (HCR_EL2.E2H = 1) has ASIDs, el2 has none. No effect on other forms.", "el20")
        {
            Names = ["el10", "el20", "el2", "el3"],
            Default = "el2",
        },
    ];
}
