using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The conditions of answers (RULES.md section 5): the test for each one, and its text.</summary>
internal static class ConditionBook
{
    private delegate bool When(in Transition t, in Decision decision);

    private delegate string Say(in Transition t, in Decision decision);

    private static readonly (string Code, When When, Say Say)[] Book =
    [
        ("noInvalidationDue", static (in t, in _) => t.Any(Change.FromUncacheable),
            static (in _, in _) => "No invalidation of an earlier valid value of this entry is still due (a deferred clearing of AF, an unfinished break); if one is, do it first."),
        ("noOverlappingNonGlobal", static (in t, in _) => t.Any(Change.FromUncacheable) && NewGlobalLeaf(t) && t.Context.OverlapsNonGlobal is null,
            static (in _, in _) => "No ASID holds a non-global entry for an address that the new global leaf maps (overlapsNonGlobal=false says so)."),
        ("compareAndSwapOnOld", static (in t, in _) => Updates.AccessFlagMayRise(t),
            static (in _, in _) => "The new value is stored by compare-and-swap on the old one: hardware may set AF, and cache the entry, at any time before (IBMRWH)."),
        ("sameMapping", static (in t, in _) => MappingAssumed(t),
            static (in t, in _) => SameMappingText(t)),
        ("sameContents", static (in t, in _) => t.Any(Change.OutputAddress) && t.OldKind != DescriptorKind.Table && t.Context.SameContents is null
                && !Decoder.IsWritable(t.Context, t.Key, t.Old) && !Decoder.IsWritable(t.Context, t.Key, t.New),
            static (in _, in _) => "The contents at the old and the new output address are not known to be equal. If they are and stay so, say sameContents=true: both sides are read-only, and the break is not needed then."),
        ("handlersRetry", static (in t, in d) => d.Requirement.Scope == Scope.Local && t.Any(ChangeSets.Relaxed) && t.Context.Sharing != Sharing.Single,
            static (in _, in _) => "Every PE's permission fault handler finds the entry as wanted, invalidates locally, and retries; else the invalidation must be broadcast."),
        ("panClear", static (in t, in d) => d.Requirement.Scope == Scope.Local && t.Context.Sharing != Sharing.Single && t.Context.Pan is null && TakesAccessUnderPan(t),
            static (in _, in _) => "No PE runs with PSTATE.PAN = 1 (pan=false says so): there, the first right of EL0 takes EL1 data access away, and the invalidation must be broadcast (RXTSQH)."),
        ("hpd", static (in t, in _) => t.Context.Hpd is null && DependsOnHpd(t),
            static (in t, in _) => t.Any(Change.Pbha)
                ? "TCR_ELx.HPDn and HWUnn are taken as 1, so that PBHA has an effect (RJVMMH); hpd=false says that it has none."
                : "TCR_ELx.HPDn is 0, so that the limits in Table descriptors have an effect; hpd=true says that they have none (IPKGJC)."),
        ("pnch", static (in t, in _) => t.Context.Pnch is null && DependsOnPnch(t),
            static (in _, in _) => "TCR2_ELx.PnCH is not known: bit 52 of a leaf is taken as Contiguous, and of a Table as Protected (pnch says which)."),
        ("oneAsid", static (in t, in d) => t.Context.Stage == Stage.One && t.Context.AsidList is null && d.Requirement.Asids == Asids.One && UsesAsid(t, d),
            static (in _, in _) => "The table is used under this one ASID only (asids lists all of them); else take the all-ASID form."),
        ("currentVmid", ActsOnCurrentVmid,
            static (in t, in _) => (t.Context.Stage == Stage.Two ? "VTTBR_EL2 holds the VMID of this table" : "Where EL2 is in use, VTTBR_EL2 holds the VMID of this guest")
                + " when the TLBI executes"
                + (t.Context.RunsAt == ExceptionLevel.El3 ? "." : "; from EL2 with HCR_EL2.E2H = 1, HCR_EL2.TGE is 0 and an ISB comes first, or the E1 forms act on EL2&0.")),
        ("hostRegime", static (in t, in d) => d.Tlbi.Length > 0 && t.Context.Stage == Stage.One && t.Context.Regime == Regime.El20 && t.Context.Tge,
            static (in _, in _) => "The TLBI executes at EL2 with HCR_EL2.{E2H,TGE} = {1,1}: only then do the E1 forms act on EL2&0."),
        ("securityState", static (in t, in d) => d.Tlbi.Length > 0 && (t.Context.UsesE1Forms || t.Context.Regime is Regime.El2 or Regime.El20)
                && (t.Context.Security != SecurityState.NonSecure || t.Context.RunsAt == ExceptionLevel.El3),
            static (in _, in _) => "The TLBI executes in this Security state; from EL3, SCR_EL3.{NSE,NS} select it."),
        ("runsAtEl2", static (in t, in d) => t.Context.RunsAt is null && FirstUndefined(d.Tlbi, ExceptionLevel.El1) is not null,
            static (in t, in d) => RunsAtText(t, d)),
        ("secureIpaSpace", static (in t, in d) => d.Tlbi.Length > 1 && t.Context.Stage == Stage.Two && t.Context.Security == SecurityState.Secure,
            static (in _, in _) => "The IPA is in the Secure IPA space: bit 63 (NS) of the operand is 0; set it for the Non-secure IPA space."),
        ("neverMigrates", static (in t, in d) => d.Tlbi.Length > 0 && t.Context.Sharing == Sharing.Single,
            static (in t, in _) => "The one PE that uses the table never changes: what runs there does not migrate to another PE."
                + (t.Context.Fb ? "" : " If it is a vCPU, HCR_EL2.FB is 1, or the hypervisor invalidates when the vCPU moves.")),
        ("localIsBroadcast", static (in t, in d) => t.Context.Fb && d.Requirement.Scope == Scope.Local && RunsInGuest(t),
            static (in _, in _) => "HCR_EL2.FB is 1 (fb): the local invalidation of a guest reaches the Inner Shareable domain. That is right, and costs what a broadcast costs."),
        ("trappedInGuest", static (in t, in d) => t.Context.Ttlb && d.Tlbi.Length > 0 && RunsInGuest(t),
            static (in _, in _) => "HCR_EL2.TTLB is 1 (ttlb): the TLBI of a guest traps, and the hypervisor does at least what it asks for before the guest goes on."),
        ("undefinedHere", static (in t, in d) => t.Context.RunsAt is ExceptionLevel level && FirstUndefined(d.Tlbi, level) is not null,
            static (in t, in d) => $"{FirstUndefined(d.Tlbi, t.Context.RunsAt!.Value)} is UNDEFINED at {t.Context.RunsAt.Value.ToString().ToUpperInvariant()}: software of a higher Exception level executes the invalidation."),
        ("smmuInvalidation", static (in t, in d) => d.Tlbi.Length > 0 && t.Context.Smmu is not null,
            static (in t, in _) => $"The SMMU has TLBs of its own, and its devices may have ATCs: without broadcast TLB maintenance (BTM) it gets {SmmuCommand(t.Context)}; in any case CMD_ATC_INV where ATS is on, and CMD_SYNC, before memory is reused."),
        ("newTableVisible", static (in t, in _) => t.NewKind == DescriptorKind.Table && t.Old != t.New && (t.OldKind != DescriptorKind.Table || t.Any(Change.NextTable)),
            static (in t, in _) => "The contents of the new table are visible before the descriptor that leads to it: "
                + (t.Context.WalksCoherent ? "a store-release, or DSB ISHST between them."
                    : "walks are not coherent, so DC CVAC for each line of the table, and DSB, between them.")),
        ("runAgrees", static (in t, in _) => !t.RunGiven && t.Any(Change.FromUncacheable) && NewContiguousLeaf(t),
            static (in t, in _) => $"The leaf agrees with the other {Geometry.ContiguousEntries(t.Context) - 1} members of its Contiguous run (RJQQTC)."),
        ("wholeRun", static (in t, in d) => (t.RunGiven || d.Requirement.Reach == Reach.Run) && t.Any(Change.Contiguous | Change.InsideRun),
            static (in t, in d) => WholeRunText(t, d)),
        ("memberOfRun", static (in t, in d) => !t.RunGiven && d.Requirement.Reach == Reach.Run && t.Any(Change.ToUncacheable),
            static (in t, in _) => $"The other {Geometry.ContiguousEntries(t.Context) - 1} members of the Contiguous run stay as they are (IPGVGZ); the whole run is invalidated."),
        ("notThroughTheHole", static (in t, in d) => d.Verdict == Route.BreakBeforeMake && t.OldCacheable,
            static (in _, in _) => "Neither the code that runs the sequence, nor its stack, nor the tables that it writes, nor the exception vectors, handlers and per-CPU data of any PE are reached through this entry while it is broken."),
        ("lastOfItsKind", static (in t, in d) => d.Requirement.Scope != Scope.None && t.Any(Change.ToUncacheable | Change.OutputAddress | Change.OutputAddressSameContents | Change.NextTable | Change.TableToBlock | Change.MappingDiffers),
            static (in t, in _) => (t.OldKind == DescriptorKind.Table ? "The old table" : "The old page") + " is freed or reused only after the DSB that follows the TLBI (RWWQZZ, RLXHLD)."),
        ("smeAccesses", static (in t, in d) => t.Context.Has(Errata.E4193714) && d.Requirement.Scope is Scope.Inner or Scope.Outer,
            static (in _, in _) => "Each other PE that may use SME executes a DSB of its own after the invalidation (an interrupt to it will do), before the old entry counts as gone: "
                + "TLBI and DSB do not wait for SME accesses of other PEs (erratum 4193714)."),
        ("contextSynchronization", static (in t, in d) => d.Verdict != Route.None && t.Context.Sharing != Sharing.Single,
            static (in _, in _) => "Each other PE that executes through the changed mapping takes a context synchronization event of its own before it relies on the new value."),
    ];

    public static IReadOnlyList<Condition> Of(in Transition t, in Decision decision)
    {
        var conditions = new List<Condition>();
        for (int row = Next(t, decision, 0); row < Book.Length; row = Next(t, decision, row + 1))
        {
            conditions.Add(new(Book[row].Code, TextOf(Book[row].When, Book[row].Say, t, decision)));
        }

        return conditions;
    }

    /// <summary>Whether EL0 gains its first right, which takes EL1 data access away from PEs with PSTATE.PAN = 1.</summary>
    private static bool TakesAccessUnderPan(in Transition t)
    {
        if ((t.Key & ContextKey.TwoPrivileges) == 0 || !t.Any(Change.RightsGained) || t.OldKind != t.NewKind || Decoder.RightsUnknown(t.Key))
        {
            return false;
        }

        Rights before = Decoder.RightsOf(t.Context, t.Key, t.Old), after = Decoder.RightsOf(t.Context, t.Key, t.New);
        return (Decoder.UnderPan(t.Key, before) & ~Decoder.UnderPan(t.Key, after)) != 0;
    }

    private static bool DependsOnHpd(in Transition t)
    {
        const Features ImplyHpd = Features.FEAT_S1PIE | Features.FEAT_S1POE | Features.FEAT_AIE;
        ulong table = t.OldKind == DescriptorKind.Table ? t.Old : t.New;
        return t.Context.Stage == Stage.One && !t.Context.Has(ImplyHpd)
            && (t.Any(Change.TablePermissions | Change.Pbha) || (t.Any(Change.TableToBlock | Change.BlockToTable) && Bits.Extract(table, 62, 59) != 0));
    }

    private static bool DependsOnPnch(in Transition t) => t.Context.Stage == Stage.One && t.Context.Has(Features.FEAT_THE)
        && (t.Any(Change.Protected | Change.Contiguous | Change.InsideRun)
            || (t.OldCacheable && t.OldKind is DescriptorKind.Block or DescriptorKind.Page && Decoder.IsContiguous(t.Key, t.Old)));

    /// <summary>The operations act on the VMID that VTTBR_EL2 holds where they execute.</summary>
    public static bool ActsOnCurrentVmid(in Transition t, in Decision decision) =>
        decision.Tlbi.Length > 0 && t.Context.UsesE1Forms && (t.Context.Stage == Stage.Two || (t.Context.Regime == Regime.El10 && t.Context.RunsAt != ExceptionLevel.El1));

    /// <summary>The number of conditions that <see cref="Of"/> lists. Allocates nothing.</summary>
    public static int Count(in Transition t, in Decision decision)
    {
        int count = 0;
        for (int row = Next(t, decision, 0); row < Book.Length; row = Next(t, decision, row + 1))
        {
            count++;
        }

        return count;
    }

    /// <summary>The first row from <paramref name="row"/> on whose test holds; the length of the book if there is none.</summary>
    private static int Next(in Transition t, in Decision decision, int row)
    {
        while (row < Book.Length && !Holds(Book[row].When, t, decision))
        {
            row++;
        }

        return row;
    }

    /// <summary>Whether a condition applies: to the entry, or to any member of a run.</summary>
    private static bool Holds(When when, in Transition t, in Decision decision)
    {
        if (t.Run is null)
        {
            return when(t, decision);
        }

        foreach (Transition member in t.Members)
        {
            if (when(member, decision))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text of a condition, of a run for the first member that it applies to.</summary>
    private static string TextOf(When when, Say say, in Transition t, in Decision decision)
    {
        foreach (Transition member in t.Members)
        {
            if (when(member, decision))
            {
                return say(member, decision);
            }
        }

        return say(t, decision);
    }

    private static string RunsAtText(in Transition t, in Decision decision)
    {
        bool el3 = t.Context.Regime == Regime.El3 && t.Context.Stage == Stage.One;
        return $"TLBI {FirstUndefined(decision.Tlbi, ExceptionLevel.El1)} executes at "
            + (el3 ? "EL3: it is UNDEFINED below." : "EL2 or EL3: it is UNDEFINED below (at EL1 with HCR_EL2.NV = 1 it is trapped).");
    }

    private static bool NewGlobalLeaf(in Transition t) => t.NewCacheable && t.NewKind is DescriptorKind.Block or DescriptorKind.Page
        && t.NewCacheable && (t.Key & ContextKey.TwoPrivileges) != 0 && Decoder.IsGlobal(t.Key, t.New);

    private static bool NewContiguousLeaf(in Transition t) =>
        t.NewKind is DescriptorKind.Block or DescriptorKind.Page && Decoder.IsContiguous(t.Key, t.New);

    private static bool MappingAssumed(in Transition t) => t.Context.SameMapping is null
        && !t.Any(Change.MappingDiffers)
        && (t.Any(Change.NextTable) || (t.Any(Change.BlockToTable | Change.TableToBlock) && !t.Children.Agrees));

    private static string SameMappingText(in Transition t)
    {
        if (t.Any(Change.NextTable))
        {
            return "The new table leads to the same leaves as the old one (sameMapping=true says so); if it does not, break-before-make is required.";
        }

        ChildrenEvidence c = t.Children;
        string known = c.Given == 0 ? "" : c.Unverified >= 0
            ? $" Of the {c.Given} children given, child {c.Unverified} is itself a Table and was not verified."
            : c.Complete ? "" : $" The {c.Given} children given are a prefix of {Geometry.EntriesPerTable(t.Context.Granule)}; the rest was not verified.";
        return "The Table maps the same as the Block, for every address: output address, memory type, shareability, nG and permissions "
            + "(children or sameMapping=true say so); if it does not, break-before-make is required." + known;
    }

    private static string WholeRunText(in Transition t, in Decision decision)
    {
        int members = Geometry.ContiguousEntries(t.Context);
        ulong size = (ulong)members << Geometry.EntryShift(t.Context.Granule, t.Context.Level);
        string at = RunValues.FirstAddress(t.Context) is ulong first ? $" at 0x{first:x}" : "";
        string how = decision.Verdict == Route.BreakBeforeMake
            ? "break all of them, invalidate the run once, then make all of them"
            : t.Any(Change.Contiguous) ? "write all of them, then invalidate the whole run"
            : "write all of them, or unfold the run first; then invalidate the whole run";
        return $"The change is made to all {members} entries of the aligned Contiguous run{at} ({Sizes.Text(size)}): {how}.";
    }

    /// <summary>The invalidation may execute at EL1, under the controls of a hypervisor.</summary>
    private static bool RunsInGuest(in Transition t) => t.Context.RunsAt is null or ExceptionLevel.El1
        && t.Context is { Stage: Stage.One, Regime: Regime.El10 };

    private static string? FirstUndefined(in TlbiList list, ExceptionLevel level)
    {
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i].Family.IsUndefinedAt(level))
            {
                return list[i].Op;
            }
        }

        return null;
    }

    private static string SmmuCommand(in TranslationContext context) => context.Stage == Stage.Two ? "CMD_TLBI_S2_IPA" : context.Regime switch
    {
        Regime.El10 => "CMD_TLBI_NH_VA",
        Regime.El3 => "CMD_TLBI_EL3_VA",
        _ => "CMD_TLBI_EL2_VA",
    };

    private static bool UsesAsid(in Transition t, in Decision decision) =>
        decision.Tlbi.Length > 0 && decision.Tlbi.First.Family.TakesAsid(t.Context.Regime == Regime.El20);
}
