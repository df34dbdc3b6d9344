using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;
using static WhichFlush.Rules.Capabilities.IdRegister;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The fields of ID registers that matter for changes of translation tables, as data. Source: DDI 0487 issue M, D24.2, by
/// register; the 2025 extensions for BBM = 3.
/// </summary>
public static class IdFieldTable
{
    /// <summary>BBM of <see cref="ID_AA64MMFR2_EL1"/>, bits 55:52.</summary>
    public static IdField Bbm { get; } = Unsigned(ID_AA64MMFR2_EL1, "BBM", 52, "what a size change needs",
        new(0, "level 0: break-before-make"), new(1, "level 1"), new(2, "level 2"), new(3, "level 3: as level 2, without TLB conflict aborts"));

    /// <summary>FWB of <see cref="ID_AA64MMFR2_EL1"/>, bits 43:40.</summary>
    public static IdField Fwb { get; } = Supported(ID_AA64MMFR2_EL1, "FWB", 40, "HCR_EL2.FWB, stage 2 forced Write-Back");

    /// <summary>CnP of <see cref="ID_AA64MMFR2_EL1"/>, bits 3:0.</summary>
    public static IdField Cnp { get; } = Supported(ID_AA64MMFR2_EL1, "CnP", 0, "TTBR.CnP, translations common to PEs");

    /// <summary>HAFDBS of <see cref="ID_AA64MMFR1_EL1"/>, bits 3:0.</summary>
    public static IdField Hafdbs { get; } = Unsigned(ID_AA64MMFR1_EL1, "HAFDBS", 0, "hardware updates of the Access flag and dirty state",
        new(0, "none"), new(1, "Access flag of Blocks and Pages"), new(2, "Access flag and dirty state"),
        new(3, "also the Access flag of Tables (FEAT_HAFT)", Features.FEAT_HAFT), new(4, "also the dirty state structure (FEAT_HDBSS)"));

    internal static IdField TGran4 { get; } = new(ID_AA64MMFR0_EL1, "TGran4", 28, "4K granule at stage 1", true,
        [new(0, "supported"), new(1, "supported, with 52-bit addresses", Features.FEAT_LPA2), new(15, "not supported")]);

    internal static IdField TGran64 { get; } = new(ID_AA64MMFR0_EL1, "TGran64", 24, "64K granule at stage 1", true,
        [new(0, "supported"), new(15, "not supported")]);

    internal static IdField TGran16 { get; } = Unsigned(ID_AA64MMFR0_EL1, "TGran16", 20, "16K granule at stage 1",
        new(0, "not supported"), new(1, "supported"), new(2, "supported, with 52-bit addresses", Features.FEAT_LPA2));

    internal static IdField TGran4Stage2 { get; } = Unsigned(ID_AA64MMFR0_EL1, "TGran4_2", 40, "4K granule at stage 2",
        new(0, "as TGran4 says"), new(1, "not supported"), new(2, "supported"), new(3, "supported, with 52-bit addresses", Features.FEAT_LPA2));

    internal static IdField TGran64Stage2 { get; } = Unsigned(ID_AA64MMFR0_EL1, "TGran64_2", 36, "64K granule at stage 2",
        new(0, "as TGran64 says"), new(1, "not supported"), new(2, "supported"));

    internal static IdField TGran16Stage2 { get; } = Unsigned(ID_AA64MMFR0_EL1, "TGran16_2", 32, "16K granule at stage 2",
        new(0, "as TGran16 says"), new(1, "not supported"), new(2, "supported"), new(3, "supported, with 52-bit addresses", Features.FEAT_LPA2));

    /// <summary>Every field, by register and within a register from the highest bits down.</summary>
    public static ImmutableArray<IdField> Fields { get; } =
    [
        TGran4Stage2,
        TGran64Stage2,
        TGran16Stage2,
        TGran4,
        TGran64,
        TGran16,
        Unsigned(ID_AA64MMFR0_EL1, "ASIDBits", 4, "size of ASIDs", new(0, "8 bits"), new(2, "16 bits")),
        Unsigned(ID_AA64MMFR0_EL1, "PARange", 0, "size of physical addresses",
            new(0, "32 bits"), new(1, "36 bits"), new(2, "40 bits"), new(3, "42 bits"), new(4, "44 bits"), new(5, "48 bits"),
            new(6, "52 bits (FEAT_LPA)", Features.FEAT_LPA), new(7, "56 bits (FEAT_D128)")),

        Supported(ID_AA64MMFR1_EL1, "nTLBPA", 48, "walk caches hold no non-coherent physical translation caches"),
        Unsigned(ID_AA64MMFR1_EL1, "ETS", 36, "enhanced translation synchronization",
            new(0, "not supported"), new(1, "not supported"), new(2, "FEAT_ETS2", Features.FEAT_ETS2), new(3, "FEAT_ETS3")),
        Supported(ID_AA64MMFR1_EL1, "XNX", 28, "stage 2 execute-never by Exception level", Features.FEAT_XNX),
        Unsigned(ID_AA64MMFR1_EL1, "HPDS", 12, "hierarchical permissions can be disabled",
            new(0, "not supported"), new(1, "supported"), new(2, "supported, and bits 62:59 may be PBHA (FEAT_HPDS2)", Features.FEAT_HPDS2)),
        Supported(ID_AA64MMFR1_EL1, "VH", 8, "EL2&0 (HCR_EL2.E2H)"),
        Unsigned(ID_AA64MMFR1_EL1, "VMIDBits", 4, "size of VMIDs", new(0, "8 bits"), new(2, "16 bits")),
        Hafdbs,

        Supported(ID_AA64MMFR2_EL1, "E0PD", 60, "EL0 accesses to half of the address space can be prevented"),
        Unsigned(ID_AA64MMFR2_EL1, "EVT", 56, "traps of TLB maintenance",
            new(0, "none of HCR_EL2.{TTLBOS, TTLBIS}"), new(1, "none of HCR_EL2.{TTLBOS, TTLBIS}"), new(2, "HCR_EL2.{TTLBOS, TTLBIS}")),
        Bbm,
        Supported(ID_AA64MMFR2_EL1, "TTL", 48, "level hint in by-address TLBI operands", Features.FEAT_TTL),
        Fwb,
        Unsigned(ID_AA64MMFR2_EL1, "ST", 28, "small translation tables", new(0, "TxSZ up to 39"), new(1, "TxSZ up to 48, or 47 with the 64K granule")),
        Unsigned(ID_AA64MMFR2_EL1, "VARange", 16, "size of virtual addresses",
            new(0, "48 bits"), new(1, "52 bits with the 64K granule"), new(2, "56 bits with 128-bit descriptors")),
        Cnp,

        Supported(ID_AA64MMFR3_EL1, "D128_2", 36, "128-bit descriptors at stage 2"),
        Supported(ID_AA64MMFR3_EL1, "D128", 32, "128-bit descriptors"),
        Supported(ID_AA64MMFR3_EL1, "MEC", 28, "memory encryption contexts (AMEC)", Features.FEAT_MEC),
        Supported(ID_AA64MMFR3_EL1, "AIE", 24, "AttrIndx[3] at stage 1", Features.FEAT_AIE),
        Supported(ID_AA64MMFR3_EL1, "S2POE", 20, "permission overlays at stage 2", Features.FEAT_S2POE),
        Supported(ID_AA64MMFR3_EL1, "S1POE", 16, "permission overlays at stage 1", Features.FEAT_S1POE),
        Supported(ID_AA64MMFR3_EL1, "S2PIE", 12, "permission indirection at stage 2", Features.FEAT_S2PIE),
        Supported(ID_AA64MMFR3_EL1, "S1PIE", 8, "permission indirection at stage 1", Features.FEAT_S1PIE),
        Supported(ID_AA64MMFR3_EL1, "TCRX", 0, "TCR2_ELx, which enables PIE, POE, AIE and HAFT"),

        Unsigned(ID_AA64ISAR0_EL1, "TLB", 56, "TLBI forms",
            new(0, "neither Outer Shareable nor range forms"), new(1, "Outer Shareable forms", Features.FEAT_TLBIOS),
            new(2, "Outer Shareable and range forms", Features.FEAT_TLBIRANGE)),
        Unsigned(ID_AA64ISAR0_EL1, "Atomic", 20, "atomic instructions (CAS)",
            new(0, "not supported"), new(2, "FEAT_LSE"), new(3, "FEAT_LSE128")),

        Supported(ID_AA64ISAR1_EL1, "XS", 56, "the XS attribute, and nXS forms of TLBI and DSB", Features.FEAT_XS),

        new(ID_AA64MMFR4_EL1, "E2H0", 24, "HCR_EL2.E2H can be 0", true,
            [new(0, "yes"), new(14, "no, and HCR_EL2.NV1 is 0"), new(15, "no")]),
        Unsigned(ID_AA64MMFR4_EL1, "NV_frac", 20, "fraction of nested virtualization", new(0, "as NV says"), new(1, "FEAT_NV2 alone"), new(2, "FEAT_NV2p1")),
        Supported(ID_AA64MMFR4_EL1, "HACDBS", 12, "cleaning of the dirty state structure by hardware"),
        Supported(ID_AA64MMFR4_EL1, "ASID2", 8, "an ASID for each of TTBR0_EL1 and TTBR1_EL1"),

        Unsigned(ID_AA64PFR0_EL1, "RME", 52, "Realm Management Extension (NSE, Realm and Root)",
            new(0, "not supported"), new(1, "supported", Features.FEAT_RME), new(2, "supported, with FEAT_RME_GPC2"), new(3, "supported, with FEAT_RME_GPC3")),
        Supported(ID_AA64PFR0_EL1, "SEL2", 36, "Secure EL2"),
        Unsigned(ID_AA64PFR0_EL1, "EL3", 12, "EL3", new(0, "not implemented"), new(1, "AArch64"), new(2, "AArch64 and AArch32")),
        Unsigned(ID_AA64PFR0_EL1, "EL2", 8, "EL2", new(0, "not implemented"), new(1, "AArch64"), new(2, "AArch64 and AArch32")),

        Supported(ID_AA64PFR1_EL1, "THE", 48, "translation hardening (AssuredOnly, Protected)", Features.FEAT_THE),
        Unsigned(ID_AA64PFR1_EL1, "SME", 24, "Scalable Matrix Extension", new(0, "not supported"), new(1, "supported"), new(2, "supported, with FEAT_SME2")),
        Unsigned(ID_AA64PFR1_EL1, "MTE", 8, "memory tagging", new(0, "not supported"), new(1, "instructions alone"),
            new(2, "Normal-Tagged memory (FEAT_MTE2)", Features.FEAT_MTE2), new(3, "also asymmetric tag check faults (FEAT_MTE3)")),
        Supported(ID_AA64PFR1_EL1, "BT", 0, "branch target identification (GP)", Features.FEAT_BTI),

        Supported(ID_AA64ISAR3_EL1, "TLBIW", 8, "TLBI VMALLWS2E1", Features.FEAT_TLBIW),
    ];

    private static IdField Unsigned(IdRegister register, string name, int low, string title, params ImmutableArray<IdValue> values) =>
        new(register, name, low, title, false, values);

    private static IdField Supported(IdRegister register, string name, int low, string title, Features implies = Features.None) =>
        Unsigned(register, name, low, title, new IdValue(0, "not supported"), new IdValue(1, "supported", implies));
}
