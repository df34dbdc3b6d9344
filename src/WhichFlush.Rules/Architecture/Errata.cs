namespace WhichFlush.Rules.Architecture;

/// <summary>A set of the CPU errata that change an answer (RULES.md section 5). <c>Capabilities.ErrataBook</c> describes each one.</summary>
[Flags]
public enum Errata
{
    /// <summary>No erratum.</summary>
    None = 0,

    /// <summary>CVE-2025-10263: a broadcast TLBI and its DSB may complete early.</summary>
    CVE_2025_10263 = 1 << 0,

    /// <summary>1286807: a broadcast TLBI and its DSB may complete early, on early Cortex-A76 and on Kryo 4xx Gold.</summary>
    E1286807 = 1 << 1,

    /// <summary>3053180: changes of size need break-before-make, whatever the ID register says.</summary>
    E3053180 = 1 << 2,

    /// <summary>3683289: changes of size and of permissions need break-before-make, whatever the ID register says.</summary>
    E3683289 = 1 << 3,

    /// <summary>2441007: a broadcast TLBI and its DSB may complete early, on Cortex-A55.</summary>
    E2441007 = 1 << 4,

    /// <summary>2441009: a broadcast TLBI and its DSB may complete early, on early Cortex-A510.</summary>
    E2441009 = 1 << 5,

    /// <summary>E1009: a broadcast TLBI and its DSB may complete early, on Falkor v1 and Kryo.</summary>
    E1009 = 1 << 6,

    /// <summary>813419: a broadcast TLBI of EL3 and its DSB may complete early, on early Cortex-A57.</summary>
    E813419 = 1 << 7,

    /// <summary>2645198: a stage 1 user mapping that loses execute needs break-before-make.</summary>
    E2645198 = 1 << 8,

    /// <summary>4193714 (CVE-2026-0995): TLBI and DSB do not wait for SME accesses of other PEs.</summary>
    E4193714 = 1 << 9,

    /// <summary>1165522: a speculative AT may fill the TLB from a context that is being switched, on early Cortex-A76.</summary>
    E1165522 = 1 << 10,

    /// <summary>1319367: as 1165522, on Cortex-A72.</summary>
    E1319367 = 1 << 11,

    /// <summary>1319537: as 1165522, on Cortex-A57.</summary>
    E1319537 = 1 << 12,

    /// <summary>1530923: as 1165522, on Cortex-A55 and on Kryo 4xx Silver.</summary>
    E1530923 = 1 << 13,

    /// <summary>NVIDIA Carmel's erratum without a number: TTBR.CnP cannot be used.</summary>
    CarmelCnp = 1 << 14,

    /// <summary>162100125: TTBR.CnP cannot be used on HiSilicon HIP09.</summary>
    E162100125 = 1 << 15,

    /// <summary>Errata that repeat a broadcast invalidation of stage 1 or of both stages, in every regime.</summary>
    RepeatStage1 = CVE_2025_10263 | E1286807 | E2441007 | E2441009 | E1009,

    /// <summary>Errata that repeat some broadcast invalidation.</summary>
    RepeatInvalidation = RepeatStage1 | E813419,

    /// <summary>Errata that set the FEAT_BBM level to 0, whatever the ID register says.</summary>
    AlwaysBreak = E3053180 | E3683289,

    /// <summary>Errata that ask for break-before-make where the architecture does not.</summary>
    MoreBreaks = AlwaysBreak | E2645198,

    /// <summary>Errata of speculative address translation while the context is switched.</summary>
    SpeculativeAt = E1165522 | E1319367 | E1319537 | E1530923,

    /// <summary>Errata by which TTBR.CnP cannot be used.</summary>
    CnpUnusable = CarmelCnp | E162100125,
}
