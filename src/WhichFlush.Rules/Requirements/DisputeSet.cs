using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Requirements;

/// <summary>The rules that RULES.md marks [D]: ambiguous or disputed. A set, so that each can be read on its own.</summary>
[Flags]
public enum DisputeSet
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Section 1.6: whether an old Table with AF = 0 (FEAT_HAFT) counts as cached.</summary>
    TableAccessFlag = 1 << 0,

    /// <summary>Section 1.4: whether NoTagAccess is a permission or a memory type.</summary>
    NoTagAccess = 1 << 1,

    /// <summary>Row 9a: shareability of Device and Non-cacheable memory.</summary>
    ShareabilityOfUncached = 1 << 2,

    /// <summary>Row 9b: allocation and transient hints, XS, Normal-Tagged.</summary>
    AttributeHints = 1 << 3,

    /// <summary>Row 13 with a change of permissions.</summary>
    SizeWithPermissions = 1 << 4,

    /// <summary>Row 18: whether clearing nT needs a TLBI of its own.</summary>
    NtCleared = 1 << 5,

    /// <summary>Row 19: AMEC.</summary>
    Amec = 1 << 6,

    /// <summary>Rows 9 to 12 with one PE.</summary>
    SinglePe = 1 << 7,

    /// <summary>Section 4.2: ASIDE1 for a Table whose children are all non-global (RFKSVM).</summary>
    AsidForTable = 1 << 8,

    /// <summary>Section 4.3: the base of a range operation with DS = 1, 4K and TTL 00.</summary>
    RangeBase = 1 << 9,

    /// <summary>All of them.</summary>
    All = (1 << 10) - 1,
}

/// <summary>Readings as sets of disputes.</summary>
internal static class DisputeSets
{
    /// <summary>The disputes that a reading reads permissively: all or none.</summary>
    public static DisputeSet Permissive(Reading reading) => reading == Reading.Permissive ? DisputeSet.All : DisputeSet.None;
}
