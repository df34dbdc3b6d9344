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
                && !Decoder.IsWritable(t.Key, t.Old) && !Decoder.IsWritable(t.Key, t.New),
            static (in _, in _) => "The contents at the old and the new output address are not known to be equal. If they are and stay so, say sameContents=true: both sides are read-only, and the break is not needed then."),
        ("handlersRetry", static (in t, in d) => d.Requirement.Scope == Scope.Local && t.Any(ChangeSets.Relaxed) && t.Context.Sharing != Sharing.Single,
            static (in _, in _) => "Every PE's permission fault handler finds the entry as wanted, invalidates locally, and retries; else the invalidation must be broadcast."),
        ("oneAsid", static (in t, in d) => t.Context.Stage == Stage.One && UsesAsid(t, d),
            static (in _, in _) => "The table is used under this one ASID only; else take the all-ASID form."),
        ("currentVmid", static (in t, in d) => d.Tlbi.Length > 0 && t.Context.UsesE1Forms && t.Context.Regime != Regime.El20
                && !(t.Context is { Stage: Stage.One, RunsAt: ExceptionLevel.El1 }),
            static (in t, in _) => (t.Context.Stage == Stage.Two ? "VTTBR_EL2 holds the VMID of this table" : "Where EL2 is in use, VTTBR_EL2 holds the VMID of this guest")
                + " when the TLBI executes"
                + (t.Context.RunsAt == ExceptionLevel.El3 ? "." : "; from EL2 with HCR_EL2.E2H = 1, HCR_EL2.TGE is 0 and an ISB comes first, or the E1 forms act on EL2&0.")),
        ("hostRegime", static (in t, in d) => d.Tlbi.Length > 0 && t.Context.Stage == Stage.One && t.Context.Regime == Regime.El20 && t.Context.Tge,
            static (in _, in _) => "The TLBI executes at EL2 with HCR_EL2.{E2H,TGE} = {1,1}: only then do the E1 forms act on EL2&0."),
        ("securityState", static (in t, in d) => d.Tlbi.Length > 0 && (t.Context.UsesE1Forms || t.Context.Regime is Regime.El2 or Regime.El20)
                && (t.Context.Security != SecurityState.NonSecure || t.Context.RunsAt == ExceptionLevel.El3),
            static (in _, in _) => "The TLBI executes in this Security state; from EL3, SCR_EL3.{NSE,NS} select it."),
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
            static (in _, in _) => "The contents of the new table are visible before the descriptor that leads to it: a store-release, or DSB ISHST between them."),
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
        ("contextSynchronization", static (in t, in d) => d.Verdict != Route.None && t.Context.Sharing != Sharing.Single,
            static (in _, in _) => "Each other PE that executes through the changed mapping takes a context synchronization event of its own before it relies on the new value."),
    ];

    public static IReadOnlyList<Condition> Of(in Transition t, in Decision decision)
    {
        var conditions = new List<Condition>();
        foreach ((string code, When when, Say say) in Book)
        {
            if (t.Run is null && when(t, decision))
            {
                conditions.Add(new(code, say(t, decision)));
            }
            else if (t.Run is not null && SayOfFirst(when, say, t, decision) is string text)
            {
                conditions.Add(new(code, text));
            }
        }

        return conditions;
    }

    /// <summary>The text of a condition for the first member of a run that it applies to; <c>null</c> if there is none.</summary>
    private static string? SayOfFirst(When when, Say say, in Transition t, in Decision decision)
    {
        foreach (Transition member in t.Members)
        {
            if (when(member, decision))
            {
                return say(member, decision);
            }
        }

        return null;
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
