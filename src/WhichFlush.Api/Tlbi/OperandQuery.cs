using WhichFlush.Api.Questions;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Tlbi;

/// <summary>The query string of <c>/v1/tlbi/{op}/operand</c>.</summary>
internal sealed class OperandQuery : RequestBinder
{
    /// <summary>Its members.</summary>
    public static readonly MemberTable<OperandQuery> Members = new(
    [
        Hex64("value", "Xt as it stands: it is taken apart and judged against the other members. Without it, Xt is built from them.", "0xffff800080000000", (query, value) => query.Value = value),
        Hex64("address", "VA, IPA or PA, not shifted, where the invalidation starts; absent: the operand is left symbolic, and a value is not judged by it.", "0xffff800080000000",
            (query, value) => query.Parts = query.Parts with { Address = value }),
        Integer("asid", "ASID, where the operation takes one; absent: left symbolic.", 65535, 7, (query, value) => query.Parts = query.Parts with { Asid = value }),
        Integer("level", "Level of the leaves: goes into TTL, if it can be named, and sets the size of one entry. Absent: no hint.", 3, 3, (query, value) => query.Parts = query.Parts with { Level = value }),
        MemberKinds.OneOf<OperandQuery, Granule>("granule", "Translation granule; 4k to build if absent, and not judged then if a value is given.",
            [.. Granules.All.Select(granule => KeyValuePair.Create(granule.Name(), granule))], "4k", (query, value) => query.Parts = query.Parts with { Granule = value }),
        Boolean("ds", "TCR_ELx.DS or VTCR_EL2.DS: 52-bit addresses with the 4K and 16K granules; range bases are in units of 64 KiB.", false,
            (query, value) => query.Parts = query.Parts with { Ds = value }) with { Default = false },
        Boolean("ns", "For IPAs in Secure state only: whether the IPA is in the Non-secure IPA space. Absent: not Secure state, where the bit is RES0.", true,
            (query, value) => query.Parts = query.Parts with { Ns = value }),
        Boolean("ttl", "Put the level into TTL (FEAT_TTL).", true, (query, value) => query.Parts = query.Parts with { Hint = value }) with { Default = true },
        Hex64("pages", "How much to invalidate, in pages of the granule; not together with size.", "16", (query, value) => query.Pages = value),
        Hex64("size", "How much to invalidate, in bytes; not together with pages. Absent: one page, or one block of the level.", "0x10000",
            (query, value) => query.Parts = query.Parts with { Bytes = value }),
        MemberKinds.OneOf<OperandQuery, bool>("regime", "For E2 forms: el20 (HCR_EL2.E2H = 1) has ASIDs, el2 has none. No effect on other forms.",
            [new("el10", false), new("el20", true), new("el2", false), new("el3", false)], "el20", (query, value) => query.Parts = query.Parts with { El20 = value }) with { Default = "el2" },
    ]);

    /// <summary>Xt to be judged; <c>null</c> to build it.</summary>
    public ulong? Value { get; private set; }

    /// <summary>The parts of the operand.</summary>
    public OperandParts Parts { get; private set; } = new();

    private ulong? Pages { get; set; }

    /// <summary>Reads the query string for an operation; errors go into the result.</summary>
    public static OperandQuery Read(IQueryCollection query, TlbiOperation operation)
    {
        var request = new OperandQuery();
        QueryReader.Read(request, Members, query);
        request.CountPages();
        if (!request.HasErrors)
        {
            request.Validate(operation);
        }

        return request;
    }

    private void CountPages()
    {
        int shift = (int)(Parts.Granule ?? Granule.Size4K);
        ulong most = 1UL << (56 - shift);
        if (Pages is not ulong pages)
        {
            return;
        }

        if (Parts.Bytes is not null)
        {
            AddError("size", $"Given together with pages={pages}. Accepted: one of them.");
        }
        else if (pages == 0 || pages > most)
        {
            AddError("pages", Sentences.Wrong($"{pages}", $"1 to {most}"));
        }
        else
        {
            Parts = Parts with { Bytes = pages << shift };
        }
    }

    private void Validate(TlbiOperation operation)
    {
        // The size of a range that is judged stands in the value itself.
        foreach (MemberError error in Parts.Validate(operation).Where(error => Value is null || error.Member != "pages"))
        {
            AddError(error.Member, error.Message);
        }
    }

    private static Member<OperandQuery> Hex64(string name, string description, string example, Action<OperandQuery, ulong> set) =>
        MemberKinds.Hex64(name, description, example, set);

    private static Member<OperandQuery> Integer(string name, string description, int highest, int example, Action<OperandQuery, int> set) =>
        MemberKinds.Integer(name, description, 0, highest, example, set);

    private static Member<OperandQuery> Boolean(string name, string description, bool example, Action<OperandQuery, bool> set) =>
        MemberKinds.Boolean(name, description, example, set);
}
