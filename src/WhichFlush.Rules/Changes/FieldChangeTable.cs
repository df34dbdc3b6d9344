using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Changes;

/// <summary>The changes that one field can bring.</summary>
/// <param name="Field">The field.</param>
/// <param name="Cleared">The change if a bit goes from 1 to 0, or the comparison that determines the change.</param>
/// <param name="Set">The change if a bit goes from 0 to 1, or the comparison that determines the change.</param>
/// <param name="Possible">Every change that an answer may attribute to the field.</param>
internal readonly record struct FieldChangeRow(Field Field, Change Cleared, Change Set, Change Possible);

/// <summary>The changes that each field can bring, one row for each field (RULES.md section 2).</summary>
internal static class FieldChangeTable
{
    /// <summary>
    /// Comparisons of decoded values, for fields whose changed bits alone do not determine the change. Their bits are free in
    /// <see cref="Change"/>; <see cref="Comparison"/> replaces each comparison by its result.
    /// </summary>
    public const Change
        CompareRights = (Change)(1UL << 63),
        CompareMemory = (Change)(1UL << 62),
        CompareShareability = (Change)(1UL << 61),
        CompareOutput = (Change)(1UL << 60),
        CompareAmec = (Change)(1UL << 59),
        CompareTableSpace = (Change)(1UL << 58),
        CompareIndex = (Change)(1UL << 57);

    private const Change Moved = Change.OutputAddress | Change.OutputAddressSameContents;
    private const Change Retyped = Change.MemoryType | Change.AttributeHints | Change.NoTagAccessSet | Change.NoTagAccessCleared | Change.NoEffect;
    private const Change Rights = Change.RightsGained | Change.RightsLost | Change.NoEffect;

    private static readonly FieldChangeRow[] Rows = ByField(
        Compared(Field.OutputAddress, CompareOutput, Moved),
        Compared(Field.NextTable, CompareOutput, Change.NextTable | Change.MappingDiffers),
        Compared(Field.NS, CompareOutput, Moved),
        Compared(Field.NSE, CompareOutput, Moved),
        Compared(Field.AttrIndx, CompareMemory, Retyped),
        Compared(Field.AttrIndx3, CompareMemory, Retyped),
        Compared(Field.MemAttr, CompareMemory, Retyped),
        Compared(Field.SH, CompareShareability, Change.Shareability | Change.ShareabilityOfUncached),
        Compared(Field.AP, CompareRights, Rights),
        Compared(Field.S2AP, CompareRights, Rights),
        Compared(Field.PXN, CompareRights, Rights),
        Compared(Field.UXN, CompareRights, Rights),
        Compared(Field.XN, CompareRights, Rights),
        new(Field.DBM, CompareRights | Change.DbmCleared, CompareRights | Change.DbmSet, Change.DbmCleared | Change.DbmSet | Change.RightsGained | Change.RightsLost),
        Directed(Field.AF, Change.AccessFlagCleared, Change.AccessFlagSet),
        Directed(Field.NG, Change.BecomesGlobal, Change.BecomesNonGlobal),
        Directed(Field.NT, Change.NtCleared, Change.NtSet),
        Directed(Field.Dirty, Change.MadeClean, Change.MadeDirty),
        Directed(Field.NDirty, Change.MadeDirty, Change.MadeClean),
        Always(Field.GP, Change.GuardedPage),
        Always(Field.FnXS, Change.FnXs),
        Always(Field.PBHA, Change.Pbha),
        Always(Field.AssuredOnly, Change.AssuredOnly),
        Always(Field.Protected, Change.Protected),
        Compared(Field.PIIndex, CompareIndex, Change.PermissionIndex | Change.RightsGained | Change.RightsLost),
        Always(Field.POIndex, Change.PermissionIndex),
        Always(Field.Contiguous, Change.Contiguous),
        Compared(Field.AMEC, CompareAmec, Change.Amec),
        Always(Field.APTable, Change.TablePermissions),
        Always(Field.UXNTable, Change.TablePermissions),
        Always(Field.XNTable, Change.TablePermissions),
        Always(Field.PXNTable, Change.TablePermissions),
        new(Field.NSTable, Change.TableSpace | CompareTableSpace, Change.TableSpace, Change.TableSpace | Change.BecomesGlobal),
        Always(Field.Type, Change.SoftwareBits),
        Always(Field.Software, Change.SoftwareBits));

    /// <summary>The row of a field.</summary>
    public static ref readonly FieldChangeRow Of(Field field) => ref Rows[(int)field];

    private static FieldChangeRow Compared(Field field, Change compare, Change possible) => new(field, compare, compare, possible);

    private static FieldChangeRow Directed(Field field, Change cleared, Change set) => new(field, cleared, set, cleared | set);

    private static FieldChangeRow Always(Field field, Change change) => new(field, change, change, change);

    private static FieldChangeRow[] ByField(params FieldChangeRow[] rows) => [.. rows.OrderBy(row => row.Field)];
}
