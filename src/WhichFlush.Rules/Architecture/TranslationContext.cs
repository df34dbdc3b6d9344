namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Everything about a question except the descriptor values: the position of the entry, the configuration, the capabilities of
/// the parts, and the assertions of the caller. The defaults are those of the HTTP contract.
/// </summary>
/// <remarks>
/// An instance may hold an invalid combination, as <c>default</c> does; <see cref="Question.Validate"/> reports the errors. The
/// members have setters because a copy for each change would be slow. The context of a <see cref="Question"/> never changes.
/// </remarks>
public record struct TranslationContext()
{
    /// <summary>Translation stage of the table that holds the entry. Default: stage 2.</summary>
    public Stage Stage { get; set; } = Stage.Two;

    /// <summary>
    /// Nobody said which stage the entry belongs to, and <see cref="Stage"/> is the default. <see cref="Question.Validate"/> then reports
    /// changes that have a meaning at stage 1 alone, and the answer warns where stage 1 would need more.
    /// </summary>
    public bool StageAssumed { get; set; }

    /// <summary>Translation regime; used at stage 1 only. Default: EL1&amp;0.</summary>
    public Regime Regime { get; set; } = Regime.El10;

    /// <summary>Security state; it decides whether NS, NSTable and AMEC have a meaning. Default: Non-secure.</summary>
    public SecurityState Security { get; set; } = SecurityState.NonSecure;

    /// <summary>Translation granule. Default: 4K.</summary>
    public Granule Granule { get; set; } = Granule.Size4K;

    /// <summary>Lookup level of the entry, -1 to 3.</summary>
    public int Level { get; set; }

    /// <summary>ID_AA64MMFR2_EL1.BBM, 0 to 3: the lowest level of the PEs that use the table (RULES.md section 3).</summary>
    public int Bbm { get; set; }

    /// <summary>BBM level (SMMU_IDR3.BBML, 0 to 2) of an SMMU that walks the same table; <c>null</c> if there is none.</summary>
    public int? Smmu { get; set; }

    /// <summary>The parts never raise a TLB conflict abort; <c>null</c> stands for true if <see cref="Bbm"/> is 3, and for false otherwise.</summary>
    public bool? NoConflictAbort { get; set; }

    /// <summary>Errata of the PEs that use the table; one affected PE is enough (RULES.md section 5).</summary>
    public Errata Errata { get; set; }

    /// <summary>Architecture features that are implemented and enabled.</summary>
    public Features Features { get; set; }

    /// <summary>TCR_ELx.DS or VTCR_EL2.DS: 52-bit addresses with the 4K and 16K granules (FEAT_LPA2).</summary>
    public bool Ds { get; set; }

    /// <summary>TCR_ELx.HA or VTCR_EL2.HA: hardware sets the Access flag.</summary>
    public bool Ha { get; set; }

    /// <summary>TCR_ELx.HD or VTCR_EL2.HD: hardware manages the dirty state.</summary>
    public bool Hd { get; set; }

    /// <summary>HCR_EL2.FWB: stage 2 forces Write-Back; used at stage 2 only.</summary>
    public bool Fwb { get; set; }

    /// <summary>SCTLR_ELx.WXN: writable memory is never executable; used at stage 1 only.</summary>
    public bool Wxn { get; set; }

    /// <summary>TTBR.CnP: PEs may share their cached translations.</summary>
    public bool Cnp { get; set; }

    /// <summary>CTR_EL0.IDC: instruction fetch needs no data cache clean to PoU.</summary>
    public bool Idc { get; set; }

    /// <summary>CTR_EL0.DIC: new instructions need no instruction cache invalidation.</summary>
    public bool Dic { get; set; }

    /// <summary>HCR_EL2.TGE while the TLBI executes; used for <see cref="Regime.El20"/> only. Default: true.</summary>
    public bool Tge { get; set; } = true;

    /// <summary>MAIR_ELx, used at stage 1; if <c>null</c>, every change of AttrIndx counts as a change of memory type.</summary>
    public ulong? Mair { get; set; }

    /// <summary>The agents that share the table. Default: the Inner Shareable domain.</summary>
    public Sharing Sharing { get; set; } = Sharing.Inner;

    /// <summary>Other software may update the entry at the same time.</summary>
    public bool SharedWalk { get; set; }

    /// <summary>The memory at the old and the new output address holds the same bytes (row 11); <c>null</c> if not known.</summary>
    public bool? SameContents { get; set; }

    /// <summary>A Table and its replacement map the same (rows 13 and 14); <c>null</c> if not known.</summary>
    public bool? SameMapping { get; set; }

    /// <summary>Some ASID may still hold a non-global entry that a new global leaf overlaps (rows 3g and 12); <c>null</c> if not known.</summary>
    public bool? OverlapsNonGlobal { get; set; }

    /// <summary>The question comes from the handler of a permission fault (row 2).</summary>
    public bool SpuriousFault { get; set; }

    /// <summary>Reading of the disputed rules. Default: strict.</summary>
    public Reading Reading { get; set; } = Reading.Strict;

    /// <summary>VA (stage 1) or IPA (stage 2) that the entry translates; <c>null</c> leaves operands symbolic.</summary>
    public ulong? Address { get; set; }

    /// <summary>ASID under which the table is used, 0 to 65535; <c>null</c> leaves operands symbolic.</summary>
    public int? Asid { get; set; }

    /// <summary>VMID under which the table is used, 0 to 65535; <c>null</c> if not known.</summary>
    public int? Vmid { get; set; }

    /// <summary>TCR_ELx.HPDn of the half that the table belongs to: hierarchical limits have no effect; <c>null</c> if not known.</summary>
    public bool? Hpd { get; set; }

    /// <summary>TCR2_ELx.PnCH: bit 52 is Protected (FEAT_THE), not Contiguous; <c>null</c> if not known.</summary>
    public bool? Pnch { get; set; }

    /// <summary>PEs run with PSTATE.PAN = 1; <c>null</c> if not known. Used for the regimes with two privilege levels.</summary>
    public bool? Pan { get; set; }

    /// <summary>SCTLR_ELx.EPAN: PSTATE.PAN counts unprivileged execute rights, too; <c>null</c> if not known.</summary>
    public bool? Epan { get; set; }

    /// <summary>PIR_ELx, the privileged base permissions of each PIIndex at stage 1; <c>null</c> if not known.</summary>
    public ulong? Pir { get; set; }

    /// <summary>PIRE0_ELx, the unprivileged base permissions of each PIIndex at stage 1; <c>null</c> if not known.</summary>
    public ulong? Pire0 { get; set; }

    /// <summary>S2PIR_EL2, the base permissions of each PIIndex at stage 2; <c>null</c> if not known.</summary>
    public ulong? S2pir { get; set; }

    /// <summary>Every ASID under which the table is walked, 0 to 65535 each; <c>null</c> if not known. Compared by reference.</summary>
    public IReadOnlyList<int>? AsidList { get; set; }

    /// <summary>The Exception level where the sequence runs; <c>null</c> if not known.</summary>
    public ExceptionLevel? RunsAt { get; set; }

    /// <summary>HCR_EL2.FB of the guest that runs the sequence: its local invalidations are broadcast.</summary>
    public bool Fb { get; set; }

    /// <summary>HCR_EL2.TTLB of the guest that runs the sequence: its invalidations are trapped.</summary>
    public bool Ttlb { get; set; }

    /// <summary>Table walks are cacheable and coherent with the stores to the table. Default: true.</summary>
    public bool WalksCoherent { get; set; } = true;

    /// <summary>The regime has two privilege levels (EL1&amp;0, EL2&amp;0), so that AP[1], PXN and nG have a meaning. True at stage 2.</summary>
    internal readonly bool TwoPrivileges => Stage == Stage.Two || Regime is Regime.El10 or Regime.El20;

    /// <summary>
    /// The FEAT_BBM level that decides changes of size: the lowest of PEs and SMMU. A level 2 that never aborts counts as 3, and a
    /// level 3 that is said to abort counts as 2 (RULES.md section 3). Some errata make the level 0.
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

    /// <summary>
    /// A direct change of size or of the Contiguous bit may raise a TLB conflict abort (IHYQMB, RFCPSG). An SMMU with BBML2 never reports
    /// one, with BBML1 none for a change of the Contiguous bit alone (IHI 0070 3.21.1.3).
    /// </summary>
    /// <param name="contiguousAlone">The Contiguous bit changes, and not the size.</param>
    internal readonly bool ConflictAbortPossible(bool contiguousAlone) =>
        PesRaiseConflictAborts || Smmu == 0 || (Smmu == 1 && !contiguousAlone);

    /// <summary>A PE may raise TLB conflict aborts.</summary>
    internal readonly bool PesRaiseConflictAborts => Has(Errata.AlwaysBreak) || !(NoConflictAbort ?? Bbm == 3);

    /// <summary>nT, bit 16 of a Block, is defined for some agent: FEAT_BBM level 1 or above (RMRRPW). An SMMU with BBML2 ignores it.</summary>
    internal readonly bool NtDefined => Bbm >= 1 || Smmu == 1;

    /// <summary>The E1 forms of TLBI act on this translation: stage 2, EL1&amp;0, or EL2&amp;0 with TGE = 1 (RULES.md 4.2).</summary>
    internal readonly bool UsesE1Forms => Stage == Stage.Two || Regime == Regime.El10 || (Regime == Regime.El20 && Tge);

    /// <summary>
    /// Non-global entries of the table may be cached under several ASIDs: <see cref="AsidList"/> says so, or the address is in the upper VA
    /// range, whose tables are walked under every ASID (RSCBSR).
    /// </summary>
    internal readonly bool SeveralAsids => Address >> 55 is ulong high && (high & 1) != 0 || (AsidList is not null && HasSeveralAsids());

    private readonly bool HasSeveralAsids()
    {
        int first = Asid ?? (AsidList!.Count > 0 ? AsidList[0] : 0);
        for (int i = 0; i < AsidList!.Count; i++)
        {
            if (AsidList[i] != first)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same context, but for stage 1 of EL1&amp;0.</summary>
    internal readonly TranslationContext AtStageOne() => this with { Stage = Stage.One, StageAssumed = false, Regime = Regime.El10 };

    internal readonly bool Has(Features feature) => (Features & feature) != 0;

    internal readonly bool Has(Errata errata) => (Errata & errata) != 0;
}
