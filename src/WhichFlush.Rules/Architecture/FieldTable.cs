using static WhichFlush.Rules.Architecture.Bits;

namespace WhichFlush.Rules.Architecture;

/// <summary>One row of the field tables: the bits of a field, and the contexts that give them this meaning.</summary>
/// <param name="Field">The field.</param>
/// <param name="Name">The name as printed.</param>
/// <param name="Mask">The descriptor bits of the field.</param>
/// <param name="Requires">Key bits that the context must all have.</param>
/// <param name="Excludes">Key bits of which the context must have none.</param>
/// <param name="Meaning">The meaning in a few words, as printed.</param>
internal readonly record struct FieldRow(Field Field, string Name, ulong Mask, ContextKey Requires, ContextKey Excludes, string Meaning)
{
    /// <summary>The bits in Arm's notation: <c>54:53</c>.</summary>
    public string Range { get; } = Describe(Mask);

    public bool AppliesTo(ContextKey key) => (key & (Requires | Excludes)) == Requires;
}

/// <summary>
/// The field layouts of RULES.md 1.3 and 1.4 as data. Bits of no applicable row and of no address field are RES0 in the context.
/// </summary>
internal static class FieldTable
{
    /// <summary>The row requires or excludes nothing.</summary>
    private const ContextKey None = ContextKey.None;

    public static readonly FieldRow[] Stage1Leaf =
    [
        new(Field.AttrIndx, "AttrIndx[2:0]", Mask(4, 2), None, None, "index into MAIR_ELx"),
        new(Field.NS, "NS", Mask(5, 5), ContextKey.NonSecureBit, None, "output address space"),
        new(Field.AP, "AP[2:1]", Mask(7, 6), ContextKey.TwoPrivileges, ContextKey.Stage1Pie, "read-only (bit 7), EL0 access (bit 6)"),
        new(Field.AP, "AP[2]", Mask(7, 7), None, ContextKey.TwoPrivileges | ContextKey.Stage1Pie, "read-only"),
        new(Field.Software, "AP[1]", Mask(6, 6), None, ContextKey.TwoPrivileges | ContextKey.Stage1Pie, "no meaning with one privilege level"),
        new(Field.NDirty, "nDirty", Mask(7, 7), ContextKey.Stage1Pie, None, "not dirty"),
        new(Field.SH, "SH", Mask(9, 8), None, ContextKey.WideBy9To8, "shareability"),
        new(Field.AF, "AF", Mask(10, 10), None, None, "Access flag"),
        new(Field.NG, "nG", Mask(11, 11), ContextKey.TwoPrivileges, None, "not global: matched by ASID"),
        new(Field.NSE, "NSE", Mask(11, 11), ContextKey.El3, None, "output address space, with NS"),
        new(Field.NT, "nT", Mask(16, 16), ContextKey.Block | ContextKey.NtDefined, None, "not to be cached while the size changes"),
        new(Field.GP, "GP", Mask(50, 50), None, None, "guarded page: branch targets are checked (FEAT_BTI)"),
        new(Field.DBM, "DBM", Mask(51, 51), None, ContextKey.Stage1Pie, "dirty bit modifier"),
        new(Field.Contiguous, "Contiguous", Mask(52, 52), ContextKey.RunPossible, ContextKey.LeafProtected, "one of an aligned run of like entries"),
        new(Field.Software, "Contiguous", Mask(52, 52), None, ContextKey.RunPossible | ContextKey.LeafProtected, "has no effect at this level"),
        new(Field.Protected, "Protected", Mask(52, 52), ContextKey.LeafProtected, None, "protected by FEAT_THE (PnCH = 1)"),
        new(Field.PXN, "PXN", Mask(53, 53), ContextKey.TwoPrivileges, ContextKey.Stage1Pie, "privileged execute-never"),
        new(Field.UXN, "UXN", Mask(54, 54), ContextKey.TwoPrivileges, ContextKey.Stage1Pie, "unprivileged execute-never"),
        new(Field.XN, "XN", Mask(54, 54), None, ContextKey.TwoPrivileges | ContextKey.Stage1Pie, "execute-never"),
        new(Field.PIIndex, "PIIndex", Mask(54, 53) | Mask(51, 51) | Mask(6, 6), ContextKey.Stage1Pie, None, "permission index into PIR_ELx"),
        new(Field.Software, "software", Mask(58, 55), None, None, "for software"),
        new(Field.AttrIndx3, "AttrIndx[3]", Mask(59, 59), ContextKey.Aie, None, "index into MAIR_ELx, MAIR2_ELx if set"),
        new(Field.PBHA, "PBHA[0]", Mask(59, 59), ContextKey.Pbha, ContextKey.Aie, "page-based hardware attributes"),
        new(Field.Software, "ignored", Mask(59, 59), None, ContextKey.Pbha | ContextKey.Aie, "ignored by hardware"),
        new(Field.POIndex, "POIndex", Mask(62, 60), ContextKey.Stage1Poe, None, "overlay index into POR_ELx"),
        new(Field.PBHA, "PBHA[3:1]", Mask(62, 60), ContextKey.Pbha, ContextKey.Stage1Poe, "page-based hardware attributes"),
        new(Field.Software, "ignored", Mask(62, 60), None, ContextKey.Pbha | ContextKey.Stage1Poe, "ignored by hardware"),
        new(Field.AMEC, "AMEC", Mask(63, 63), ContextKey.Amec, None, "alternate MECID"),
        new(Field.Software, "ignored", Mask(63, 63), None, ContextKey.Amec, "ignored by hardware"),
    ];

    public static readonly FieldRow[] Stage1Table =
    [
        new(Field.AF, "AF", Mask(10, 10), ContextKey.Haft, None, "Access flag of the table (FEAT_HAFT)"),
        new(Field.Software, "ignored", Mask(10, 10), None, ContextKey.Haft, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(11, 11) | Mask(7, 2), None, None, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(9, 8), None, ContextKey.WideBy9To8, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(51, 51), None, None, "ignored by hardware"),
        new(Field.Protected, "Protected", Mask(52, 52), ContextKey.TableProtected, None, "protected by FEAT_THE (PnCH = 1)"),
        new(Field.Software, "ignored", Mask(52, 52), None, ContextKey.TableProtected, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(58, 53), None, None, "ignored by hardware"),
        new(Field.PXNTable, "PXNTable", Mask(59, 59), ContextKey.TwoPrivileges, ContextKey.LimitsOff, "no privileged execution below"),
        new(Field.UXNTable, "UXNTable", Mask(60, 60), ContextKey.TwoPrivileges, ContextKey.LimitsOff, "no unprivileged execution below"),
        new(Field.XNTable, "XNTable", Mask(60, 60), None, ContextKey.TwoPrivileges | ContextKey.LimitsOff, "no execution below"),
        new(Field.APTable, "APTable", Mask(62, 61), ContextKey.TwoPrivileges, ContextKey.LimitsOff, "no writes (bit 62), no EL0 access (bit 61) below"),
        new(Field.APTable, "APTable[1]", Mask(62, 62), None, ContextKey.TwoPrivileges | ContextKey.LimitsOff, "no writes below"),
        new(Field.Software, "ignored", Mask(62, 59), ContextKey.LimitsOff, None, "ignored by hardware: the limits are disabled"),
        new(Field.NSTable, "NSTable", Mask(63, 63), ContextKey.SecureTable, None, "tables and leaves below are Non-secure"),
    ];

    public static readonly FieldRow[] Stage2Leaf =
    [
        new(Field.MemAttr, "MemAttr", Mask(5, 2), None, ContextKey.ForcedWriteBack, "memory type and cacheability"),
        new(Field.MemAttr, "MemAttr", Mask(5, 2), ContextKey.ForcedWriteBack | ContextKey.TagPermission, None, "memory type, tag access (FWB = 1)"),
        new(Field.MemAttr, "MemAttr[2:0]", Mask(4, 2), ContextKey.ForcedWriteBack, ContextKey.TagPermission, "memory type (FWB = 1)"),
        new(Field.S2AP, "S2AP", Mask(7, 6), None, ContextKey.Stage2Pie, "write (bit 7), read (bit 6)"),
        new(Field.Dirty, "Dirty", Mask(7, 7), ContextKey.Stage2Pie, None, "dirty"),
        new(Field.SH, "SH", Mask(9, 8), None, ContextKey.WideBy9To8, "shareability"),
        new(Field.AF, "AF", Mask(10, 10), None, None, "Access flag"),
        new(Field.FnXS, "FnXS", Mask(11, 11), ContextKey.Xs, None, "the XS attribute is 0"),
        new(Field.NT, "nT", Mask(16, 16), ContextKey.Block | ContextKey.NtDefined, None, "not to be cached while the size changes"),
        new(Field.DBM, "DBM", Mask(51, 51), None, ContextKey.Stage2Pie, "dirty bit modifier"),
        new(Field.Contiguous, "Contiguous", Mask(52, 52), ContextKey.RunPossible, None, "one of an aligned run of like entries"),
        new(Field.Software, "Contiguous", Mask(52, 52), None, ContextKey.RunPossible, "has no effect at this level"),
        new(Field.XN, "XN[1:0]", Mask(54, 53), ContextKey.Xnx, ContextKey.Stage2Pie, "execute-never by privilege level"),
        new(Field.XN, "XN", Mask(54, 54), None, ContextKey.Xnx | ContextKey.Stage2Pie, "execute-never"),
        new(Field.PIIndex, "PIIndex", Mask(54, 53) | Mask(51, 51) | Mask(6, 6), ContextKey.Stage2Pie, None, "permission index into S2PIR_EL2"),
        new(Field.NS, "NS", Mask(55, 55), ContextKey.Realm, None, "output address space"),
        new(Field.Software, "software", Mask(55, 55), None, ContextKey.Realm, "for software"),
        new(Field.Software, "software", Mask(57, 56), None, None, "for software"),
        new(Field.AssuredOnly, "AssuredOnly", Mask(58, 58), ContextKey.The, None, "only through assured translations"),
        new(Field.Software, "software", Mask(58, 58), None, ContextKey.The, "for software"),
        new(Field.POIndex, "POIndex", Mask(62, 59), ContextKey.Stage2Poe, None, "overlay index into S2POR_EL1"),
        new(Field.PBHA, "PBHA", Mask(62, 59), ContextKey.Pbha, ContextKey.Stage2Poe, "page-based hardware attributes"),
        new(Field.Software, "ignored", Mask(62, 59), None, ContextKey.Pbha | ContextKey.Stage2Poe, "ignored by hardware"),
        new(Field.AMEC, "AMEC", Mask(63, 63), ContextKey.Amec, None, "alternate MECID"),
    ];

    public static readonly FieldRow[] Stage2Table =
    [
        new(Field.AF, "AF", Mask(10, 10), ContextKey.Haft, None, "Access flag of the table (FEAT_HAFT)"),
        new(Field.Software, "ignored", Mask(10, 10), None, ContextKey.Haft, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(11, 11) | Mask(7, 2), None, None, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(9, 8), None, ContextKey.WideBy9To8, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(58, 51), None, None, "ignored by hardware"),
        new(Field.Software, "ignored", Mask(62, 59), ContextKey.Stage2Pie, None, "ignored by hardware"),
    ];

    /// <summary>The four tables.</summary>
    public static readonly FieldRow[][] All = [Stage1Leaf, Stage1Table, Stage2Leaf, Stage2Table];

    /// <summary>The rows that apply to a valid descriptor of this kind, the lowest bits first.</summary>
    /// <param name="stage">Translation stage.</param>
    /// <param name="kind">Kind of the descriptor, not Invalid.</param>
    /// <param name="key">Key of the context for this kind.</param>
    public static IEnumerable<FieldRow> Applicable(Stage stage, DescriptorKind kind, ContextKey key) =>
        For(stage, kind).Where(row => row.AppliesTo(key));

    /// <summary>The bits of the applicable rows that a predicate selects; of all applicable rows without a predicate.</summary>
    public static ulong DefinedBits(Stage stage, DescriptorKind kind, ContextKey key, Predicate<FieldRow>? select = null)
    {
        ulong bits = 0;
        foreach (FieldRow row in For(stage, kind))
        {
            bits |= row.AppliesTo(key) && select?.Invoke(row) != false ? row.Mask : 0;
        }

        return bits;
    }

    /// <summary>The rows for a valid descriptor of this kind, in any context; the key of each row decides whether the row applies.</summary>
    public static FieldRow[] For(Stage stage, DescriptorKind kind) => (stage, kind) switch
    {
        (Stage.One, DescriptorKind.Table) => Stage1Table,
        (Stage.One, _) => Stage1Leaf,
        (_, DescriptorKind.Table) => Stage2Table,
        _ => Stage2Leaf,
    };
}
