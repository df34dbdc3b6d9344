namespace WhichFlush.Rules.Architecture;

/// <summary>What the bits of a field mean in other contexts: the traps of reading a descriptor with the wrong one in mind.</summary>
internal static class OtherMeanings
{
    private static readonly (ContextKey ContextKey, string Words)[] Conditions =
    [
        (ContextKey.Block, "of a Block"),
        (ContextKey.TwoPrivileges, "with two privilege levels"),
        (ContextKey.El3, "at EL3"),
        (ContextKey.NonSecureBit, "in Secure state, Realm EL2 or at EL3"),
        (ContextKey.Realm, "in Realm state"),
        (ContextKey.NtDefined, "from FEAT_BBM level 1 on"),
        (ContextKey.RunPossible, "at levels with Contiguous runs"),
        (ContextKey.ForcedWriteBack, "with FWB = 1"),
        (ContextKey.TagPermission, "with FEAT_MTE_PERM"),
        (ContextKey.Xs, "with FEAT_XS"),
        (ContextKey.Xnx, "with FEAT_XNX"),
        (ContextKey.Stage1Pie | ContextKey.Stage2Pie, "with indirect permissions"),
        (ContextKey.Stage1Poe | ContextKey.Stage2Poe, "with permission overlays"),
        (ContextKey.Aie, "with FEAT_AIE"),
        (ContextKey.Pbha, "with FEAT_HPDS2"),
        (ContextKey.The, "with FEAT_THE"),
        (ContextKey.Haft, "with FEAT_HAFT and HA = 1"),
    ];

    /// <summary>The other meanings of the bits that <paramref name="mask"/> selects, one phrase each.</summary>
    public static IReadOnlyList<string> Of(string name, ulong mask, bool address)
    {
        var found = new List<string>();
        Add(found, name, mask, "stage 1 leaf", FieldTable.Stage1Leaf);
        Add(found, name, mask, "stage 1 Table", FieldTable.Stage1Table);
        Add(found, name, mask, "stage 2 leaf", FieldTable.Stage2Leaf);
        Add(found, name, mask, "stage 2 Table", FieldTable.Stage2Table);
        AddAddress(found, mask, address, Bits.Mask(9, 8), "OA[51:50] with DS = 1 (4K and 16K)");
        AddAddress(found, mask, address, Bits.Mask(49, 48), "OA[49:48] with DS = 1 (4K and 16K)");
        AddAddress(found, mask, address, Bits.Mask(15, 12), "OA[51:48] with FEAT_LPA (64K)");
        AddAddress(found, mask, address, Bits.Mask(16, 16), "an address bit of a Page or a Table (4K and 16K)");
        return found;
    }

    private static void AddAddress(List<string> found, ulong mask, bool address, ulong bits, string meaning)
    {
        if (!address && (mask & bits) != 0)
        {
            found.Add(meaning);
        }
    }

    private static void Add(List<string> found, string name, ulong mask, string where, FieldRow[] rows)
    {
        foreach (FieldRow row in rows)
        {
            if ((row.Mask & mask) != 0 && row.Field != Field.Software && row.Name != name)
            {
                string conditions = string.Concat(Conditions.Where(condition => (row.Requires & condition.ContextKey) != 0).Select(condition => " " + condition.Words));
                found.Add($"{row.Name} (bits {Bits.Describe(row.Mask)}) in a {where}{conditions}");
            }
        }
    }
}
