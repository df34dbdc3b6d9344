namespace WhichFlush.Rules.Architecture;

/// <summary>A field of a descriptor, by Arm's name.</summary>
public enum Field : byte
{
    /// <summary>Bits 1:0: Valid and the type.</summary>
    Type,

    /// <summary>Output address of a Block or Page.</summary>
    OutputAddress,

    /// <summary>Next-level table address of a Table.</summary>
    NextTable,

    /// <summary>Stage 1 AttrIndx: index into MAIR_ELx.</summary>
    AttrIndx,

    /// <summary>Stage 1 AttrIndx[3] (FEAT_AIE).</summary>
    AttrIndx3,

    /// <summary>Stage 2 MemAttr.</summary>
    MemAttr,

    /// <summary>Non-secure: the output address space.</summary>
    NS,

    /// <summary>Output address space at EL3, together with NS.</summary>
    NSE,

    /// <summary>Stage 1 access permissions.</summary>
    AP,

    /// <summary>Stage 2 access permissions.</summary>
    S2AP,

    /// <summary>Shareability.</summary>
    SH,

    /// <summary>Access flag.</summary>
    AF,

    /// <summary>Not global.</summary>
    NG,

    /// <summary>Stage 2: the XS attribute is 0 (FEAT_XS).</summary>
    FnXS,

    /// <summary>Block only: the entry is not to be cached during a size change (from FEAT_BBM level 1 on).</summary>
    NT,

    /// <summary>Guarded page (FEAT_BTI).</summary>
    GP,

    /// <summary>Dirty bit modifier.</summary>
    DBM,

    /// <summary>Member of a Contiguous run.</summary>
    Contiguous,

    /// <summary>Protected (FEAT_THE, PnCH = 1).</summary>
    Protected,

    /// <summary>Privileged execute-never.</summary>
    PXN,

    /// <summary>Unprivileged execute-never.</summary>
    UXN,

    /// <summary>Execute-never: stage 2, or a regime with one privilege level.</summary>
    XN,

    /// <summary>Page-based hardware attributes (FEAT_HPDS2).</summary>
    PBHA,

    /// <summary>Permission indirection index (PIE).</summary>
    PIIndex,

    /// <summary>Permission overlay index (POE).</summary>
    POIndex,

    /// <summary>Stage 1 with PIE: not dirty.</summary>
    NDirty,

    /// <summary>Stage 2 with PIE: dirty.</summary>
    Dirty,

    /// <summary>AssuredOnly (FEAT_THE).</summary>
    AssuredOnly,

    /// <summary>Alternate MECID (Realm).</summary>
    AMEC,

    /// <summary>Stage 1 Table: tables and leaves below are Non-secure.</summary>
    NSTable,

    /// <summary>Stage 1 Table: limit of access permissions below.</summary>
    APTable,

    /// <summary>Stage 1 Table: no unprivileged execution below.</summary>
    UXNTable,

    /// <summary>Stage 1 Table of a regime with one privilege level: no execution below.</summary>
    XNTable,

    /// <summary>Stage 1 Table: no privileged execution below.</summary>
    PXNTable,

    /// <summary>Bits for software, or bits that hardware ignores in the context.</summary>
    Software,
}
