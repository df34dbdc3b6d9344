namespace WhichFlush.Rules.Architecture;

/// <summary>A set of the CPU errata that change an answer (RULES.md section 5). <c>Capabilities.ErrataBook</c> describes each one.</summary>
[Flags]
public enum Errata : byte
{
    /// <summary>No erratum.</summary>
    None = 0,

    /// <summary>CVE-2025-10263: a broadcast TLBI and its DSB may complete early.</summary>
    CVE_2025_10263 = 1 << 0,

    /// <summary>1286807: a broadcast TLBI and its DSB may complete early, on early Cortex-A76 and Neoverse-N1.</summary>
    E1286807 = 1 << 1,

    /// <summary>3053180: changes of size need break-before-make, whatever the ID register says.</summary>
    E3053180 = 1 << 2,

    /// <summary>3683289: changes of size and of permissions need break-before-make, whatever the ID register says.</summary>
    E3683289 = 1 << 3,

    /// <summary>Errata that repeat a broadcast invalidation.</summary>
    RepeatInvalidation = CVE_2025_10263 | E1286807,

    /// <summary>Errata that set the FEAT_BBM level to 0, whatever the ID register says.</summary>
    AlwaysBreak = E3053180 | E3683289,
}
