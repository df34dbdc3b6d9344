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

/// <summary>Security state that the translations of the table belong to.</summary>
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

/// <summary>The Exception level of a PE (manual D1.1).</summary>
public enum ExceptionLevel : byte
{
    /// <summary>EL1.</summary>
    El1 = 1,

    /// <summary>EL2.</summary>
    El2 = 2,

    /// <summary>EL3.</summary>
    El3 = 3,
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

/// <summary>The agents that share the translation table. They set the scope of a broadcast.</summary>
public enum Sharing : byte
{
    /// <summary>PEs of one Inner Shareable domain.</summary>
    Inner,

    /// <summary>PEs of the Outer Shareable domain (TLBI ...OS, FEAT_TLBIOS).</summary>
    Outer,

    /// <summary>One PE: the software never migrates, and no other agent walks the table.</summary>
    Single,
}

/// <summary>Interpretation of the rules that RULES.md marks [D], disputed or ambiguous.</summary>
public enum Reading : byte
{
    /// <summary>The safer interpretation; the default.</summary>
    Strict,

    /// <summary>The interpretation that requires less.</summary>
    Permissive,
}
