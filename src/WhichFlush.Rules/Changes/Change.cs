namespace WhichFlush.Rules.Changes;

/// <summary>The changes from an old to a new descriptor, as a set. Each one names the row of RULES.md section 2 that it triggers.</summary>
[Flags]
public enum Change : ulong
{
    /// <summary>No change: the values are equal.</summary>
    None = 0,

    /// <summary>Row 1: software, ignored or reserved bits.</summary>
    SoftwareBits = 1UL << 0,

    /// <summary>Row 2: no defined field differs, and the entry raised a permission fault.</summary>
    SpuriousFault = 1UL << 1,

    /// <summary>Row 3: the old value cannot be cached.</summary>
    FromUncacheable = 1UL << 2,

    /// <summary>Row 3g: a new global leaf overlaps non-global entries of some ASID.</summary>
    GlobalOverNonGlobal = 1UL << 3,

    /// <summary>Row 4: the old value may be cached, and the new value cannot.</summary>
    ToUncacheable = 1UL << 4,

    /// <summary>Row 4: the Access flag is cleared, and no other defined field differs.</summary>
    OnlyAccessFlagCleared = 1UL << 5,

    /// <summary>Row 4a: AF 1 to 0 where hardware may set the flag again.</summary>
    AccessFlagCleared = 1UL << 6,

    /// <summary>Row 4b: AF 0 to 1 of an entry that counts as cached.</summary>
    AccessFlagSet = 1UL << 7,

    /// <summary>Row 5: some right is gained.</summary>
    RightsGained = 1UL << 8,

    /// <summary>Row 5: DBM 0 to 1.</summary>
    DbmSet = 1UL << 9,

    /// <summary>Row 5: clean to dirty.</summary>
    MadeDirty = 1UL << 10,

    /// <summary>Row 6: some right is lost.</summary>
    RightsLost = 1UL << 11,

    /// <summary>Row 6: PIIndex or POIndex.</summary>
    PermissionIndex = 1UL << 12,

    /// <summary>Row 7: DBM 1 to 0.</summary>
    DbmCleared = 1UL << 13,

    /// <summary>Row 7: dirty to clean.</summary>
    MadeClean = 1UL << 14,

    /// <summary>Row 7: GP.</summary>
    GuardedPage = 1UL << 15,

    /// <summary>Row 7: nG 0 to 1.</summary>
    BecomesNonGlobal = 1UL << 16,

    /// <summary>Row 7: FnXS.</summary>
    FnXs = 1UL << 17,

    /// <summary>Row 7: PBHA.</summary>
    Pbha = 1UL << 18,

    /// <summary>Row 7: AssuredOnly.</summary>
    AssuredOnly = 1UL << 19,

    /// <summary>Row 7: Protected.</summary>
    Protected = 1UL << 20,

    /// <summary>Row 8: permission limits of a Table.</summary>
    TablePermissions = 1UL << 21,

    /// <summary>Row 8n: NSTable.</summary>
    TableSpace = 1UL << 22,

    /// <summary>Row 9: memory type, Device sub-type, inner or outer cacheability.</summary>
    MemoryType = 1UL << 23,

    /// <summary>Row 9: shareability.</summary>
    Shareability = 1UL << 24,

    /// <summary>Row 9t: NoTagAccess set; counts as row 9 or 6.</summary>
    NoTagAccessSet = 1UL << 25,

    /// <summary>Row 9t: NoTagAccess cleared; counts as row 9 or 5.</summary>
    NoTagAccessCleared = 1UL << 26,

    /// <summary>Row 9a: shareability of memory that is effectively Outer Shareable before and after.</summary>
    ShareabilityOfUncached = 1UL << 27,

    /// <summary>Row 9b: allocation or transient hints, XS, or Normal and Normal-Tagged.</summary>
    AttributeHints = 1UL << 28,

    /// <summary>Row 10: output address or its space, where a side is writable or contents are not known to be equal.</summary>
    OutputAddress = 1UL << 29,

    /// <summary>Row 11: output address, both sides read-only, contents equal.</summary>
    OutputAddressSameContents = 1UL << 30,

    /// <summary>Row 12: nG 1 to 0, or NSTable 1 to 0 in Secure state.</summary>
    BecomesGlobal = 1UL << 31,

    /// <summary>Row 13: Table to Block.</summary>
    TableToBlock = 1UL << 32,

    /// <summary>Row 13: Block to Table.</summary>
    BlockToTable = 1UL << 33,

    /// <summary>Row 13p: size together with permissions.</summary>
    SizeWithPermissions = 1UL << 34,

    /// <summary>Row 13d: a Table and its replacement are known not to map the same.</summary>
    MappingDiffers = 1UL << 35,

    /// <summary>Row 14: another next-level table.</summary>
    NextTable = 1UL << 36,

    /// <summary>Row 15: the Contiguous bit.</summary>
    Contiguous = 1UL << 37,

    /// <summary>Row 16: one entry of a Contiguous run.</summary>
    InsideRun = 1UL << 38,

    /// <summary>Row 17: nT 0 to 1.</summary>
    NtSet = 1UL << 39,

    /// <summary>Row 18: nT 1 to 0.</summary>
    NtCleared = 1UL << 40,

    /// <summary>Row 19: AMEC.</summary>
    Amec = 1UL << 41,

    /// <summary>Row 1: a defined field differs, but no right or attribute that the field decides (PXN where EL0 can write).</summary>
    NoEffect = 1UL << 42,

    /// <summary>Row e3053180: size or Contiguous bit, where a PE has erratum 3053180.</summary>
    SizeUnder3053180 = 1UL << 43,

    /// <summary>Row e3683289: size, Contiguous bit or permissions, where a PE has erratum 3683289.</summary>
    SizeOrRightsUnder3683289 = 1UL << 44,

    /// <summary>Row e2645198: a stage 1 mapping loses execute for EL0, where a PE has erratum 2645198.</summary>
    UserExecuteLostUnder2645198 = 1UL << 45,
}
