using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel;

/// <summary>Steps that the manual asks for whether or not the machine can tell why (RULES.md section 5).</summary>
internal static class ManualRules
{
    /// <summary>What the sequence lacks, in the order of its steps.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="toleratedAtEnd">Copies of another size may be left at the end.</param>
    public static List<StepRemark> Missing(CompiledSequence sequence, bool toleratedAtEnd)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        var missing = new List<StepRemark>();
        if (sequence.Values[^1] != sequence.Question.New)
        {
            missing.Add(new(steps.Count, "STR new", "The entry does not hold the new value at the end."));
        }

        BeforeInvalidations(sequence, missing);
        AfterCacheMaintenance(steps, missing);
        AfterNt(sequence, missing);
        AfterIpaForms(steps, missing);
        int settled = Settled(sequence, missing);
        bool anyTlbi = steps.Any(step => step.Kind == SequenceStepKind.Tlbi);
        if ((anyTlbi || Matters(sequence)) && !Any(steps, settled, steps.Count, step => step.Kind == SequenceStepKind.Isb))
        {
            missing.Add(new(steps.Count, "ISB", "This PE may execute what it fetched through the old mapping until its context is synchronized; other PEs need their own."));
        }

        if (toleratedAtEnd)
        {
            missing.Add(new(steps.Count, "TLBI", "Copies of the old size are left: harmless in themselves, but they must be invalidated before the old table, page or rights are reused or relied on."));
        }

        return missing;
    }

    /// <summary>The store changes something that hardware looks at.</summary>
    private static bool Matters(CompiledSequence sequence)
    {
        ulong before = sequence.Universe.WalkedFrom[0], after = sequence.Universe.WalkedFrom[^1];
        return before != after || (before == 0 && sequence.Values[^1] != sequence.Values[0]);
    }

    private static void BeforeInvalidations(CompiledSequence sequence, List<StepRemark> missing)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        bool unseen = false;
        for (int i = 0; i < steps.Count; i++)
        {
            unseen |= sequence.Stores[i];
            unseen &= !(steps[i].Kind == SequenceStepKind.Dsb && steps[i].Accesses != BarrierAccesses.Loads);
            if (unseen && steps[i].Kind == SequenceStepKind.Tlbi)
            {
                missing.Add(new(i, "DSB ISHST", "A DSB that covers stores belongs between the store and the invalidation, or a walk after it may still read the earlier value."));
                return;
            }
        }
    }

    /// <summary>
    /// The machine has no caches, so it takes the manual's word: a DSB after an invalidation before maintenance, and after
    /// maintenance before anything else.
    /// </summary>
    private static void AfterCacheMaintenance(IReadOnlyList<SequenceStep> steps, List<StepRemark> missing)
    {
        string? open = null;
        for (int i = 0; i <= steps.Count; i++)
        {
            SequenceStep? step = i < steps.Count ? steps[i] : null;
            bool cache = step?.Kind == SequenceStepKind.Cache;
            bool waits = open is not null && (open == "TLBI" ? cache : cache ? step?.Text != open : step?.Kind is null or SequenceStepKind.Store or SequenceStepKind.Tlbi);
            if (waits)
            {
                missing.Add(new(i, "DSB ISH", open == "TLBI"
                    ? "Cache maintenance after an invalidation belongs after the DSB that completes it, or the old mapping may fill the cache again."
                    : "Cache maintenance has completed only after a DSB."));
                return;
            }

            bool barrier = step is { Kind: SequenceStepKind.Dsb, Accesses: BarrierAccesses.All };
            open = cache ? step?.Text : step?.Kind == SequenceStepKind.Tlbi ? "TLBI" : barrier ? null : open;
        }
    }

    /// <summary>An IPA form is followed by a DSB and by a form that finds combined entries, though there may be none (RTVTYQ).</summary>
    private static void AfterIpaForms(IReadOnlyList<SequenceStep> steps, List<StepRemark> missing)
    {
        int last = -1;
        for (int i = 0; i < steps.Count; i++)
        {
            last = steps[i].Kind == SequenceStepKind.Tlbi && steps[i].Tlbi.Target == TlbiTarget.Stage2 ? i : last;
        }

        if (last < 0)
        {
            return;
        }

        int barrier = last + 1;
        while (barrier < steps.Count && !Settles(steps[barrier], steps[last]))
        {
            barrier++;
        }

        bool combined = Any(steps, barrier, steps.Count, step => step.Kind == SequenceStepKind.Tlbi
            && step.Tlbi.Target is TlbiTarget.Stage1 or TlbiTarget.BothStages
            && step.Tlbi.Scope >= steps[last].Tlbi.Scope);
        if (!combined)
        {
            string suffix = steps[last].Tlbi.Scope switch { Domain.Inner => "IS", Domain.Outer => "OS", _ => "" };
            missing.Add(new(steps.Count, $"TLBI VMALLE1{suffix}", "Entries that combine both stages are not found by IPA: a DSB and a stage 1 invalidation follow the last IPA form."));
        }
    }

    /// <summary>Level 1: after the nT Block has gone again, the last step of the procedure is an invalidation (RKFLJB, RMRRPW).</summary>
    private static void AfterNt(CompiledSequence sequence, List<StepRemark> missing)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        bool viaNt = sequence.Values.Skip(1).SkipLast(1).Any(value => Decoder.Decode(sequence.Question.Context, value).NoTlb);
        int lastStore = sequence.Stores.ToList().LastIndexOf(true);
        ulong traces = 0, removed = 0;
        for (int i = 0; i < sequence.Universe.Things.Count; i++)
        {
            traces |= sequence.Universe.Things[i].NoTlb ? 1UL << i : 0;
        }

        for (int i = lastStore + 1; i < steps.Count; i++)
        {
            removed |= sequence.Steps[i].ReachesP1 || !sequence.TwoPes ? sequence.Steps[i].Removes : 0;
        }

        if (viaNt && (traces & ~removed) != 0)
        {
            missing.Add(new(steps.Count, "TLBI", "After the value with nT = 1 has been replaced, one more invalidation ends the procedure."));
        }
    }

    /// <summary>The barriers after the last store and the last TLBI.</summary>
    /// <returns>The index from which on an ISB is after all of them.</returns>
    private static int Settled(CompiledSequence sequence, List<StepRemark> missing)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        int settled = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            SequenceStep step = steps[i];
            bool tlbi = step.Kind == SequenceStepKind.Tlbi;
            if (!tlbi && !(sequence.Stores[i] && Matters(sequence)))
            {
                continue;
            }

            int barrier = i + 1;
            while (barrier < steps.Count && !Settles(steps[barrier], step))
            {
                barrier++;
            }

            settled = Math.Max(settled, barrier == steps.Count ? i + 1 : barrier + 1);
            if (barrier == steps.Count)
            {
                string text = tlbi
                    ? "An invalidation has completed only after a DSB that covers loads and stores and reaches as far."
                    : "The last store is visible to table walkers for certain only after a DSB.";
                if (!missing.Any(one => one.Text == text))
                {
                    missing.Add(new(steps.Count, tlbi ? "DSB ISH" : "DSB ISHST", text));
                }
            }
        }

        return settled;
    }

    private static bool Settles(in SequenceStep barrier, in SequenceStep step) => barrier.Kind == SequenceStepKind.Dsb
        && (step.Kind == SequenceStepKind.Tlbi
            ? barrier.Accesses == BarrierAccesses.All && barrier.Domain >= step.Tlbi.Scope && (!barrier.NoXs || step.Tlbi.NoXs)
            : barrier.Accesses != BarrierAccesses.Loads);

    private static bool Any(IReadOnlyList<SequenceStep> steps, int from, int to, Func<SequenceStep, bool> condition)
    {
        for (int i = from; i < to; i++)
        {
            if (condition(steps[i]))
            {
                return true;
            }
        }

        return false;
    }
}
