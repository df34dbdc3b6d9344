using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The hazards of answers (RULES.md section 5): events that may happen even if the sequence is followed.</summary>
internal static class HazardBook
{
    /// <summary>The hazards of one entry, or of all members of a run, each once.</summary>
    public static IReadOnlyList<Hazard> Of(in Transition t, in Decision decision)
    {
        if (t.Run is null)
        {
            return OfOne(t, decision);
        }

        var united = new List<Hazard>();
        foreach (Transition member in t.Members)
        {
            foreach (Hazard hazard in OfOne(member, decision))
            {
                if (!united.Exists(other => other.Code == hazard.Code))
                {
                    united.Add(hazard);
                }
            }
        }

        return united;
    }

    private static List<Hazard> OfOne(in Transition t, in Decision decision)
    {
        var hazards = new List<Hazard>();
        ref readonly TranslationContext context = ref t.Context;
        bool direct = decision.MayProceed;
        if (direct && ConflictAbortPossible(t))
        {
            hazards.Add(context.PesRaiseConflictAborts ? new("tlbConflictAbort",
                "Until the invalidation has completed, a PE may hold the old and the new size at once and take a TLB conflict abort (IHYQMB, RFCPSG).",
                $"The PE that took it executes {RecoveryOp(context)}; DSB NSH; ISB, and retries. Local scope is enough; an invalidation by address is not guaranteed to help (RBLRKC, IJCCRT, RGRVDR).")
                : new("tlbConflictAbort",
                "Until the invalidation has completed, the SMMU may hold the old and the new size at once and report F_TLB_CONFLICT; the PEs never do.",
                "The invalidation that the sequence asks for ends it, once the SMMU has done it; the device's access is repeated."));
        }

        if (decision.Requirement.Scope == Scope.Local && context.Sharing != Sharing.Single && t.Any(ChangeSets.Relaxed))
        {
            hazards.Add(new("spuriousPermissionFault",
                $"Other PEs may still hold the stricter entry and take a Permission fault for an access that the table already allows{Gained(t)}.",
                "Their handler finds nothing to change, invalidates the address locally, and retries (ask again there with spuriousFault=true)."));
        }

        if (decision.Verdict == Route.ViaNt || (direct && (t.NewIsNt || t.OldIsNt) && t.OldCacheable))
        {
            hazards.Add(new("ntTranslationFault",
                "While nT is 1, accesses through the Block may take Translation faults or TLB conflict aborts, and are slow (RMRRPW): it is a transition, never an end.",
                "Keep the time short; the fault handler retries when the entry is as wanted."));
        }

        if (t.NewCacheable && t.Any(Change.FromUncacheable) && !context.Has(Features.FEAT_ETS2))
        {
            hazards.Add(new("spuriousTranslationFault",
                "Until its context is synchronized after the DSB, this PE may still take a Translation fault on the entry that was just made valid; another PE may until its own context synchronization.",
                "The handler of a Translation fault finds the entry valid, and retries."));
        }

        if (t.Any(Change.OnlyAccessFlagCleared | Change.AccessFlagCleared))
        {
            hazards.Add(new("staleAccessFlag",
                "Until the invalidation, accesses through cached copies do not set or fault on the Access flag: the page looks older than it is.",
                t.Any(Change.OnlyAccessFlagCleared) || OnlyAccessFlag(t)
                    ? "Harmless for page ageing: the TLBI may be deferred or batched, but it stays due before anything else of the entry changes."
                    : "The invalidation that the other changes need ends it."));
        }

        if (direct && decision.Verdict != Route.None && t.Old != t.New && Updates.HardwareWrites(t))
        {
            hazards.Add(new("lostHardwareUpdate",
                "Hardware may set AF or dirty state in the old entry until the invalidation has completed; the update may be lost, or come spuriously (IGXGZY, RRTBRL).",
                t.OldKind == DescriptorKind.Table
                    ? "Collect AF and dirty state of the old table's entries after the TLBI, or install AF = 1 and dirty: a compare-and-swap on the Table does not see them."
                    : "The compare-and-swap sees updates up to the store; for later ones take the page as accessed and dirty, or install it so."));
        }
        else if (direct && context.Ha && t.OldKind == DescriptorKind.Table && t.OldCacheable && t.Old != t.New && decision.Verdict != Route.None)
        {
            hazards.Add(new("lostHardwareUpdate",
                "Hardware may set AF or dirty state in entries of the old table until the invalidation has completed; a compare-and-swap on the Table does not see that (IGXGZY, RRTBRL).",
                "Collect their AF and dirty state after the TLBI, or install AF = 1 and dirty."));
        }

        if (decision.Verdict == Route.BreakBeforeMake && t.OldCacheable)
        {
            hazards.Add(new("translationFaultWhileBroken",
                $"Between break and make, {Sizes.Text(HoleBytes(t, decision))} of input address take Translation faults on every PE.",
                "Fault handlers wait for the make and retry; nothing that must not fault may be reached through the entry."));
        }

        if (direct && context.SizeChangeLevel == 3 && t.Any(ChangeSets.Size))
        {
            hazards.Add(new("deferredInvalidation",
                "The old size may stay cached until the invalidation. It translates to the same place, so nothing breaks.",
                "The TLBI may wait until the old rights, page or table are relied on or reused; it stays due until then (RKFLJB)."));
        }

        Errata early = RepeatedInvalidation.After(decision.Tlbi, context.Errata);
        if (early != Errata.None)
        {
            hazards.Add(new("earlyTlbiCompletion",
                $"The DSB after a broadcast TLBI may complete while a PE still uses the old entry ({ErrataBook.IdsOf(early)}).",
                "Rely on the invalidation, and free or reuse what was mapped, only after the repeated TLBI and its DSB."));
        }

        Errata speculative = context.Errata & Errata.SpeculativeAt;
        if (speculative != Errata.None && ConditionBook.ActsOnCurrentVmid(t, decision))
        {
            hazards.Add(new("speculativeAt",
                $"While VTTBR_EL2 or HCR_EL2.TGE is switched for the TLBI, a speculative AT or table walk may fill the TLB from the wrong context ({ErrataBook.IdsOf(speculative)}).",
                "Keep EL1&0 from walking while the context is switched: TCR_EL1.EPD0 = EPD1 = 1 with SCTLR_EL1.M = 1, then ISB, before the switch, and the old values after the TLBI and its DSB. Without a switch there is no hazard."));
        }

        return hazards;
    }

    /// <summary>The operation that ends a TLB conflict abort for certain, executed on the PE that took the abort (RULES.md section 3).</summary>
    public static string RecoveryOp(in TranslationContext context) => (context.Stage, context.Regime) switch
    {
        (Stage.Two, _) => "TLBI VMALLS12E1 (or ALLE1)",
        (_, Regime.El10) => "TLBI VMALLE1 (with stage 2 in use: VMALLS12E1 or ALLE1 at EL2)",
        (_, Regime.El20) => context.Tge ? "TLBI VMALLE1 (or ALLE2)" : "TLBI ALLE2",
        (_, Regime.El2) => "TLBI ALLE2",
        _ => "TLBI ALLE3",
    };

    /// <summary>The rights gained, in brackets; empty if the change is of another kind.</summary>
    private static string Gained(in Transition t)
    {
        bool leaves = t.Any(Change.RightsGained) && t.OldKind == t.NewKind && t.OldKind != DescriptorKind.Table;
        string rights = leaves ? Phrases.OfRights(t) : "";
        return rights.Length == 0 ? "" : $" ({rights})";
    }
    /// <summary>A PE or an SMMU may see two sizes at once, and report that.</summary>
    public static bool ConflictAbortPossible(in Transition t) =>
        t.Any(ChangeSets.Size) && t.Context.ConflictAbortPossible(contiguousAlone: (t.Changes & ChangeSets.Size) == Change.Contiguous);

    private static bool OnlyAccessFlag(in Transition t) => (t.Changes & ~(Change.AccessFlagCleared | Change.SoftwareBits)) == 0;

    private static ulong HoleBytes(in Transition t, in Decision decision)
    {
        int entries = t.RunGiven || decision.Requirement.Reach == Reach.Run ? Geometry.ContiguousEntries(t.Context) : 1;
        return (ulong)entries << Geometry.EntryShift(t.Context.Granule, t.Context.Level);
    }
}
