using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Requirements;

/// <summary>A set of the rules that RULES.md marks [D], disputed or ambiguous. Each one can be read strictly or permissively.</summary>
[Flags]
public enum DisputeSet
{
    /// <summary>No dispute.</summary>
    None = 0,

    /// <summary>Section 1.6: whether an old Table with AF = 0 (FEAT_HAFT) counts as cached.</summary>
    TableAccessFlag = 1 << 0,

    /// <summary>Section 1.4 and row 9t: whether NoTagAccess is a permission or a memory type.</summary>
    NoTagAccess = 1 << 1,

    /// <summary>Row 9a: shareability of Device and Non-cacheable memory.</summary>
    ShareabilityOfUncached = 1 << 2,

    /// <summary>Row 9b: allocation and transient hints, XS, Normal-Tagged.</summary>
    AttributeHints = 1 << 3,

    /// <summary>Row 13p: a change of size together with permissions.</summary>
    SizeWithPermissions = 1 << 4,

    /// <summary>Row 18: whether clearing nT needs a TLBI of its own.</summary>
    NtCleared = 1 << 5,

    /// <summary>Row 19: whether a change of AMEC needs a break.</summary>
    Amec = 1 << 6,

    /// <summary>Rows 8n to 12 and 19: whether they need a break with one PE.</summary>
    SinglePe = 1 << 7,

    /// <summary>Section 4.2: whether ASIDE1 suffices for a Table whose children are all non-global (RFKSVM).</summary>
    AsidForTable = 1 << 8,

    /// <summary>Section 4.3: the alignment of the base of a range operation with DS = 1, 4K and TTL 00.</summary>
    RangeBase = 1 << 9,

    /// <summary>Row 8: whether the permission limits of a Table may change without a break.</summary>
    TablePermissions = 1 << 10,

    /// <summary>All disputes.</summary>
    All = (1 << 11) - 1,
}

/// <summary>Converts readings to sets of disputes.</summary>
internal static class DisputeSets
{
    /// <summary>The disputes that are read permissively: all or none.</summary>
    public static DisputeSet Permissive(Reading reading) => reading == Reading.Permissive ? DisputeSet.All : DisputeSet.None;
}
