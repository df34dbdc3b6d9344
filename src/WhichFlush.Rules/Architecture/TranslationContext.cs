namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Everything about a question except the two descriptor values: where the entry stands, what is configured, what the
/// parts can do, and what the caller asserts. A value that is not given keeps the default of the HTTP contract.
/// </summary>
/// <remarks>
/// An instance is plain data and may hold a nonsensical combination; <see cref="Question.Validate"/> says what is wrong
/// with it. A <c>default</c> instance (no constructor run) is such a combination, too. It is too large to be copied for each
/// member that is read, so the members can be set where it stands; that of a <see cref="Question"/> stays as it is.
/// </remarks>
public record struct TranslationContext()
{
    /// <summary>Translation stage of the table that holds the entry. Default: stage 2.</summary>
    public Stage Stage { get; set; } = Stage.Two;

    /// <summary>Translation regime; has a meaning at stage 1 only.</summary>
    public Regime Regime { get; set; } = Regime.El10;

    /// <summary>Security state: decides whether NS, NSE, NSTable and AMEC mean anything.</summary>
    public SecurityState Security { get; set; } = SecurityState.NonSecure;

    /// <summary>Translation granule.</summary>
    public Granule Granule { get; set; } = Granule.Size4K;

    /// <summary>Lookup level of the entry, -1 to 3.</summary>
    public int Level { get; set; }

    /// <summary>ID_AA64MMFR2_EL1.BBM, 0 to 3, the lowest of the PEs that use the table (RULES.md section 3).</summary>
    public int Bbm { get; set; }

    /// <summary>BBM level (SMMU_IDR3.BBML, 0 to 2) of an SMMU that walks the same table; <c>null</c> if there is none.</summary>
    public int? Smmu { get; set; }

    /// <summary>The parts never raise a TLB conflict abort; <c>null</c> means exactly if <see cref="Bbm"/> is 3.</summary>
    public bool? NoConflictAbort { get; set; }

    /// <summary>Errata of any PE that uses the table (RULES.md section 5).</summary>
    public Errata Errata { get; set; }

    /// <summary>Architecture features that are implemented and enabled.</summary>
    public Features Features { get; set; }

    /// <summary>TCR_ELx.DS or VTCR_EL2.DS: 52-bit addresses with the 4K and 16K granules (FEAT_LPA2).</summary>
    public bool Ds { get; set; }

    /// <summary>TCR_ELx.HA or VTCR_EL2.HA: hardware sets the Access flag.</summary>
    public bool Ha { get; set; }

    /// <summary>TCR_ELx.HD or VTCR_EL2.HD: hardware manages the dirty state.</summary>
    public bool Hd { get; set; }

    /// <summary>HCR_EL2.FWB: stage 2 forces Write-Back (stage 2 only).</summary>
    public bool Fwb { get; set; }

    /// <summary>SCTLR_ELx.WXN: what is writable is never executable (stage 1 only).</summary>
    public bool Wxn { get; set; }

    /// <summary>TTBR.CnP: PEs may share their cached translations.</summary>
    public bool Cnp { get; set; }

    /// <summary>CTR_EL0.IDC: no data cache clean to PoU is needed for instruction fetch.</summary>
    public bool Idc { get; set; }

    /// <summary>CTR_EL0.DIC: no instruction cache invalidation is needed after new instructions were written.</summary>
    public bool Dic { get; set; }

    /// <summary>HCR_EL2.TGE where the TLBI runs; for <see cref="Regime.El20"/> only.</summary>
    public bool Tge { get; set; } = true;

    /// <summary>MAIR_ELx (stage 1); without it every change of AttrIndx counts as a change of memory type.</summary>
    public ulong? Mair { get; set; }

    /// <summary>Who else uses the table.</summary>
    public Sharing Sharing { get; set; } = Sharing.Inner;

    /// <summary>Other software may update the entry at the same time.</summary>
    public bool SharedWalk { get; set; }

    /// <summary>The memory at the old and the new output address holds the same bytes (row 11).</summary>
    public bool? SameContents { get; set; }

    /// <summary>A Table and what replaces it map the same (rows 13 and 14).</summary>
    public bool? SameMapping { get; set; }

    /// <summary>Some ASID may still hold a non-global entry that a new global one overlaps (rows 3 and 12).</summary>
    public bool? OverlapsNonGlobal { get; set; }

    /// <summary>The question comes from the handler of a permission fault (row 2).</summary>
    public bool SpuriousFault { get; set; }

    /// <summary>How disputed rules are read.</summary>
    public Reading Reading { get; set; } = Reading.Strict;

    /// <summary>VA (stage 1) or IPA (stage 2) that the entry translates; <c>null</c> leaves operands symbolic.</summary>
    public ulong? Address { get; set; }

    /// <summary>ASID under which the table is used, 0 to 65535; <c>null</c> leaves operands symbolic.</summary>
    public int? Asid { get; set; }

    /// <summary>VMID under which the table is used, 0 to 65535.</summary>
    public int? Vmid { get; set; }

    /// <summary>The regime has two privilege levels (EL1&amp;0, EL2&amp;0): AP[1], PXN and nG mean something. True at stage 2.</summary>
    internal readonly bool TwoPrivileges => Stage == Stage.Two || Regime is Regime.El10 or Regime.El20;

    /// <summary>
    /// The level that decides size changes: the lowest of PEs and SMMU, where a level 2 that never aborts counts as 3 and a
    /// level 3 that is said to abort counts as 2 (RULES.md section 3). Some errata make it 0, whatever the register says.
    /// </summary>
    internal readonly int SizeChangeLevel
    {
        get
        {
            if (Has(Errata.AlwaysBreak))
            {
                return 0;
            }

            bool aborts = !(NoConflictAbort ?? Bbm == 3);
            int own = Bbm >= 2 ? (aborts ? 2 : 3) : Bbm;
            return Smmu is int smmu && smmu < own ? smmu : own;
        }
    }

    /// <summary>A size or Contiguous change that is written directly may raise a TLB conflict abort (IHYQMB, RFCPSG).</summary>
    internal readonly bool ConflictAbortPossible => SizeChangeLevel < 3 && (Has(Errata.AlwaysBreak) || !(Smmu is null && NoConflictAbort == true));

    /// <summary>nT (bit 16 of a Block) is defined for some agent: BBM level 1 or above (RMRRPW).</summary>
    internal readonly bool NtDefined => Bbm >= 1 || Smmu >= 1;

    /// <summary>The E1 forms of TLBI act on this translation: stage 2, EL1&amp;0, or EL2&amp;0 with TGE = 1 (RULES.md 4.2).</summary>
    internal readonly bool UsesE1Forms => Stage == Stage.Two || Regime == Regime.El10 || (Regime == Regime.El20 && Tge);

    internal readonly bool Has(Features feature) => (Features & feature) != 0;

    internal readonly bool Has(Errata errata) => (Errata & errata) != 0;
}
