using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Tlbi;

/// <summary>The query string of <c>/v1/tlbi</c>.</summary>
internal sealed class TlbiFilter : RequestBinder
{
    /// <summary>Its members.</summary>
    public static readonly MemberTable<TlbiFilter> Members = new(
    [
        MemberKinds.OneOf<TlbiFilter, TlbiEntryScope>("scope", "Only operations of this scope.",
            [new("local", TlbiEntryScope.Local), new("inner", TlbiEntryScope.Inner), new("outer", TlbiEntryScope.Outer)], "inner", (filter, value) => filter.Scope = value),
        MemberKinds.OneOf<TlbiFilter, TlbiOperandKind>("operand", "Only operations with this kind of operand.",
            [
                new("none", TlbiOperandKind.None), new("address", TlbiOperandKind.Address), new("asid", TlbiOperandKind.Asid), new("ipa", TlbiOperandKind.Ipa),
                new("range", TlbiOperandKind.Range), new("ipaRange", TlbiOperandKind.IpaRange), new("physical", TlbiOperandKind.Physical),
            ],
            "range", (filter, value) => filter.Operand = value),
    ]);

    private TlbiEntryScope? Scope { get; set; }

    private TlbiOperandKind? Operand { get; set; }

    /// <summary>True if the operation passes every filter.</summary>
    public bool Passes(TlbiEntry entry) => (Scope is null || entry.Scope == Scope) && (Operand is null || entry.Operand == Operand);
}
