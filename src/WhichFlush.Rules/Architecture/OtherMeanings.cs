namespace WhichFlush.Rules.Architecture;

/// <summary>Meanings of the bits of a field in other contexts: the errors of a reader who assumes the wrong context.</summary>
internal static class OtherMeanings
{
    private static readonly (ContextKey Key, string Words)[] Conditions =
    [
        (ContextKey.Block, "of a Block"),
        (ContextKey.TwoPrivileges, "with two privilege levels"),
        (ContextKey.El3, "at EL3 with FEAT_RME"),
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
        (ContextKey.LeafProtected | ContextKey.TableProtected, "with PnCH = 1 (FEAT_THE)"),
        (ContextKey.Amec, "in Realm state with FEAT_MEC"),
        (ContextKey.SecureTable, "in Secure state"),
        (ContextKey.LimitsOff, "with HPDn = 1, PIE, POE or AIE"),
        (ContextKey.Haft, "with FEAT_HAFT and HA = 1"),
    ];

    /// <summary>The meanings of the bits of <paramref name="mask"/> under other names than <paramref name="name"/>, one phrase each.</summary>
    public static IReadOnlyList<string> Of(string name, ulong mask, bool address)
    {
        var meanings = new List<string>();
        Add(meanings, name, mask, "stage 1 leaf", FieldTable.Stage1Leaf);
        Add(meanings, name, mask, "stage 1 Table", FieldTable.Stage1Table);
        Add(meanings, name, mask, "stage 2 leaf", FieldTable.Stage2Leaf);
        Add(meanings, name, mask, "stage 2 Table", FieldTable.Stage2Table);
        AddAddress(meanings, mask, address, Bits.Mask(9, 8), "OA[51:50] with DS = 1 (4K and 16K)");
        AddAddress(meanings, mask, address, Bits.Mask(49, 48), "OA[49:48] with DS = 1 (4K and 16K)");
        AddAddress(meanings, mask, address, Bits.Mask(15, 12), "OA[51:48] with FEAT_LPA (64K)");
        AddAddress(meanings, mask, address, Bits.Mask(16, 16), "an address bit of a Page or a Table (4K and 16K)");
        return meanings;
    }

    private static void AddAddress(List<string> meanings, ulong mask, bool address, ulong bits, string meaning)
    {
        if (!address && (mask & bits) != 0)
        {
            meanings.Add(meaning);
        }
    }

    private static void Add(List<string> meanings, string name, ulong mask, string format, FieldRow[] rows)
    {
        foreach (FieldRow row in rows)
        {
            if ((row.Mask & mask) != 0 && row.Field != Field.Software && row.Name != name)
            {
                string conditions = string.Concat(Conditions.Where(condition => (row.Requires & condition.Key) != 0).Select(condition => " " + condition.Words));
                meanings.Add($"{row.Name} (bits {Bits.Describe(row.Mask)}) in a {format}{conditions}");
            }
        }
    }
}
