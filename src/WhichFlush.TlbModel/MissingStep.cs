using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel;

/// <summary>The step and the reason for each demand of the manual.</summary>
internal static class MissingStep
{
    /// <summary>The remark on a missing ISB (RBLDZX).</summary>
    /// <param name="index">The number of steps.</param>
    /// <param name="onlyFetches">FEAT_ETS2: the DSB suffices for loads and stores.</param>
    public static StepRemark ForContextSynchronization(int index, bool onlyFetches)
    {
        string accesses = onlyFetches ? "instruction fetches" : "loads, stores and instruction fetches";
        return new(index, InstructionKind.Isb, "ISB",
            $"Until its context is synchronized, this PE's own {accesses} may use the old translation, or fault on it, even after the DSB (RBLDZX); other PEs need their own.",
            ManualDemand.ContextSynchronization);
    }

    /// <summary>The remark on a missing step.</summary>
    /// <param name="demand">The demand that the sequence does not fulfil.</param>
    /// <param name="index">Index of the step before which the missing step belongs.</param>
    /// <param name="scope">Suffix of a TLBI: IS, OS or empty.</param>
    public static StepRemark For(ManualDemand demand, int index, string scope = "")
    {
        (InstructionKind kind, string step, string text) = demand switch
        {
            ManualDemand.NewValue => (InstructionKind.Store, "STR new", "The entry does not hold the new value at the end."),
            ManualDemand.BarrierBeforeTlbi => (InstructionKind.Dsb, "DSB ISHST",
                "A DSB that covers stores belongs between the store and the invalidation, or a walk after it may still read the earlier value."),
            ManualDemand.BarrierBeforeCacheMaintenance => (InstructionKind.Dsb, "DSB ISH",
                "Cache maintenance after an invalidation belongs after the DSB that completes it, or the old mapping may fill the cache again."),
            ManualDemand.BarrierAfterCacheMaintenance => (InstructionKind.Dsb, "DSB ISH", "Cache maintenance has completed only after a DSB."),
            ManualDemand.TlbiAfterNt => (InstructionKind.Tlbi, "TLBI",
                "After the value with nT = 1 has been replaced, one more invalidation ends the procedure."),
            ManualDemand.Stage1TlbiAfterIpa => (InstructionKind.Tlbi, $"TLBI VMALLE1{scope}",
                "Entries that combine both stages are not found by IPA: a DSB and a stage 1 invalidation follow the last IPA form."),
            ManualDemand.BarrierAfterTlbi => (InstructionKind.Dsb, "DSB ISH",
                "An invalidation has completed only after a DSB that covers loads and stores and reaches as far."),
            ManualDemand.BarrierAfterStore => (InstructionKind.Dsb, "DSB ISHST",
                "The last store is visible to table walkers for certain only after a DSB."),
            ManualDemand.TlbiOfOldSize => (InstructionKind.Tlbi, "TLBI",
                "Copies of the old size are left: harmless in themselves, but they must be invalidated before the old table, page or rights are reused or relied on."),
            _ => throw new ArgumentOutOfRangeException(nameof(demand)),
        };
        return new(index, kind, step, text, demand);
    }
}
