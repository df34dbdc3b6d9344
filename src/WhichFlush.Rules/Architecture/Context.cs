namespace WhichFlush.Rules.Architecture;

/// <summary>Translation stage (manual D8.2).</summary>
public enum Stage : byte
{
    /// <summary>VA to IPA or PA.</summary>
    One = 1,

    /// <summary>IPA to PA.</summary>
    Two = 2,
}

/// <summary>Stage 1 translation regime (manual D8.1.2).</summary>
public enum Regime : byte
{
    /// <summary>EL1&amp;0: two privilege levels, ASIDs.</summary>
    El10,

    /// <summary>EL2&amp;0 (HCR_EL2.E2H = 1): two privilege levels, ASIDs.</summary>
    El20,

    /// <summary>EL2 (E2H = 0): one privilege level, no ASID.</summary>
    El2,

    /// <summary>EL3: one privilege level, no ASID.</summary>
    El3,
}

/// <summary>Security state whose translations the table serves.</summary>
public enum SecurityState : byte
{
    /// <summary>Non-secure.</summary>
    NonSecure,

    /// <summary>Secure.</summary>
    Secure,

    /// <summary>Realm.</summary>
    Realm,

    /// <summary>Root (EL3 with FEAT_RME).</summary>
    Root,
}

/// <summary>Translation granule; the numeric value is the base-2 logarithm of its size in bytes.</summary>
public enum Granule : byte
{
    /// <summary>4 KiB.</summary>
    Size4K = 12,

    /// <summary>16 KiB.</summary>
    Size16K = 14,

    /// <summary>64 KiB.</summary>
    Size64K = 16,
}

/// <summary>Who shares the translation table.</summary>
public enum Sharing : byte
{
    /// <summary>PEs of one Inner Shareable domain.</summary>
    Inner,

    /// <summary>PEs of the Outer Shareable domain (TLBI ...OS, FEAT_TLBIOS).</summary>
    Outer,

    /// <summary>One PE, never migrated, and no other agent.</summary>
    Single,
}

/// <summary>How a disputed rule is read.</summary>
public enum Reading : byte
{
    /// <summary>The safer reading.</summary>
    Strict,

    /// <summary>The reading that asks for less.</summary>
    Permissive,
}
