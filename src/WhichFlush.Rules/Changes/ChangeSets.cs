namespace WhichFlush.Rules.Changes;

/// <summary>Sets of changes that several rules, conditions and hazards use.</summary>
internal static class ChangeSets
{
    /// <summary>Row 13: a Table and a Block take each other's place.</summary>
    public const Change Resized = Change.TableToBlock | Change.BlockToTable;

    /// <summary>Rows 13 and 15: the size of a cached translation changes, between Table and Block or by the Contiguous bit.</summary>
    public const Change Size = Resized | Change.Contiguous;

    /// <summary>Rows 5 and 9t: every allowed access stays allowed, so a fault handler repairs a stale copy.</summary>
    public const Change Relaxed = Change.RightsGained | Change.DbmSet | Change.MadeDirty | Change.NoTagAccessCleared;

    /// <summary>Attributes of rows 5 to 7 that are compared bit by bit, because no right depends on them.</summary>
    public const Change Attributes = Change.DbmSet | Change.DbmCleared | Change.MadeDirty | Change.MadeClean | Change.PermissionIndex
        | Change.GuardedPage | Change.FnXs | Change.Pbha | Change.AssuredOnly | Change.Protected;

    /// <summary>Rows 5 to 8: permissions and the attributes that count as permissions.</summary>
    public const Change Permissions =
        Change.RightsGained | Change.RightsLost | Attributes | Change.BecomesNonGlobal | Change.TablePermissions;

    /// <summary>Rows of errata that ask for more breaks than the architecture.</summary>
    public const Change UnderErrata = Change.SizeUnder3053180 | Change.SizeOrRightsUnder3683289 | Change.UserExecuteLostUnder2645198;

    /// <summary>NoTagAccess in either direction.</summary>
    public const Change TagAccess = Change.NoTagAccessSet | Change.NoTagAccessCleared;

    /// <summary>Rows 8n, 9 to 10, 12 and 19, which need a break only because several PEs use the table (RWHZWS).</summary>
    public const Change BreakUnlessSinglePe = Change.MemoryType | Change.Shareability | Change.ShareabilityOfUncached | Change.AttributeHints
        | TagAccess | Change.OutputAddress | Change.TableSpace | Change.BecomesGlobal | Change.Amec;
}
