namespace WhichFlush.Rules.Changes;

/// <summary>Sets of changes that several rules, conditions and hazards speak of.</summary>
internal static class ChangeSets
{
    /// <summary>The size of what is cached changes: Table and Block, or the Contiguous bit.</summary>
    public const Change Size = Change.TableToBlock | Change.BlockToTable | Change.Contiguous;

    /// <summary>Everything that was allowed stays allowed: a fault handler repairs a stale copy (rows 5 and 9t).</summary>
    public const Change Relaxed = Change.RightsGained | Change.DbmSet | Change.MadeDirty | Change.NoTagAccessCleared;

    /// <summary>Attributes of rows 5 to 7 that are compared as they stand, because no right shows them.</summary>
    public const Change Attributes = Change.DbmSet | Change.DbmCleared | Change.MadeDirty | Change.MadeClean | Change.PermissionIndex
        | Change.GuardedPage | Change.FnXs | Change.Pbha | Change.AssuredOnly | Change.Protected;

    /// <summary>Rows 5 to 8: permissions and the attributes that count as permissions.</summary>
    public const Change Permissions =
        Change.RightsGained | Change.RightsLost | Attributes | Change.BecomesNonGlobal | Change.TablePermissions;

    /// <summary>NoTagAccess in either direction.</summary>
    public const Change TagAccess = Change.NoTagAccessSet | Change.NoTagAccessCleared;

    /// <summary>Rows 9 to 12, which need a break because several threads use the tables (RWHZWS).</summary>
    public const Change BrokenBetweenThreads = Change.MemoryType | Change.Shareability | Change.ShareabilityOfUncached | Change.AttributeHints
        | TagAccess | Change.OutputAddress | Change.TableSpace | Change.BecomesGlobal | Change.Amec;
}
