namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Architecture features by Arm's names. A feature in a set is implemented <em>and</em> enabled. The values of the members are
/// not stable between versions.
/// </summary>
[Flags]
public enum Features : ulong
{
    /// <summary>No optional feature.</summary>
    None = 0,

    /// <summary>AttrIndx[3] in bit 59 of stage 1 leaves.</summary>
    FEAT_AIE = 1UL << 0,

    /// <summary>GP in bit 50 of stage 1 leaves.</summary>
    FEAT_BTI = 1UL << 1,

    /// <summary>Hardware Access flag in Table descriptors; needs HA = 1.</summary>
    FEAT_HAFT = 1UL << 2,

    /// <summary>PBHA in bits 62:59 of leaves.</summary>
    FEAT_HPDS2 = 1UL << 3,

    /// <summary>52-bit addresses with the 64K granule.</summary>
    FEAT_LPA = 1UL << 4,

    /// <summary>52-bit addresses with the 4K and 16K granules; DS = 1 puts the feature into effect.</summary>
    FEAT_LPA2 = 1UL << 5,

    /// <summary>Normal-Tagged memory (MAIR attribute 0xF0).</summary>
    FEAT_MTE2 = 1UL << 6,

    /// <summary>NoTagAccess in the stage 2 memory attributes.</summary>
    FEAT_MTE_PERM = 1UL << 7,

    /// <summary>Realm Management Extension.</summary>
    FEAT_RME = 1UL << 8,

    /// <summary>Stage 1 indirect permissions (PIIndex, nDirty).</summary>
    FEAT_S1PIE = 1UL << 9,

    /// <summary>Stage 1 permission overlays (POIndex).</summary>
    FEAT_S1POE = 1UL << 10,

    /// <summary>Stage 2 indirect permissions (PIIndex, Dirty).</summary>
    FEAT_S2PIE = 1UL << 11,

    /// <summary>Stage 2 permission overlays (POIndex).</summary>
    FEAT_S2POE = 1UL << 12,

    /// <summary>Translation hardening: AssuredOnly at stage 2, and Protected in bit 52 at stage 1 (PnCH = 1).</summary>
    FEAT_THE = 1UL << 13,

    /// <summary>The Outer Shareable forms of TLBI, with the suffix OS.</summary>
    FEAT_TLBIOS = 1UL << 14,

    /// <summary>The range forms of TLBI, with the prefix R.</summary>
    FEAT_TLBIRANGE = 1UL << 15,

    /// <summary>TTL hint in the operands of TLBI by address.</summary>
    FEAT_TTL = 1UL << 16,

    /// <summary>XS attribute: FnXS at stage 2, and the nXS forms of TLBI and DSB.</summary>
    FEAT_XS = 1UL << 17,

    /// <summary>Stage 2 execute-never per privilege level (XN[1:0]).</summary>
    FEAT_XNX = 1UL << 18,

    /// <summary>TLBI VMALLWS2E1.</summary>
    FEAT_TLBIW = 1UL << 19,

    /// <summary>Enhanced translation synchronization: a DSB completes a TLBI for loads and stores of the PE that executes it (RBLDZX).</summary>
    FEAT_ETS2 = 1UL << 20,

    /// <summary>Memory Encryption Contexts: AMEC in bit 63 of Realm leaves.</summary>
    FEAT_MEC = 1UL << 21,
}
