namespace WhichFlush.Rules.Architecture;

/// <summary>Errata of CPUs that change an answer, as a set; <c>Capabilities.ErrataBook</c> describes each.</summary>
[Flags]
public enum Errata : byte
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>CVE-2025-10263: a broadcast TLBI and its DSB may complete early.</summary>
    CVE_2025_10263 = 1 << 0,

    /// <summary>1286807: likewise, on early Cortex-A76 and Neoverse-N1.</summary>
    E1286807 = 1 << 1,

    /// <summary>3053180: size changes need break-before-make, whatever the ID register says.</summary>
    E3053180 = 1 << 2,

    /// <summary>3683289: likewise, and changes of permissions do, too.</summary>
    E3683289 = 1 << 3,

    /// <summary>Those after which a broadcast invalidation is repeated.</summary>
    RepeatInvalidation = CVE_2025_10263 | E1286807,

    /// <summary>Those that make it level 0, whatever the ID register says.</summary>
    AlwaysBreak = E3053180 | E3683289,
}
