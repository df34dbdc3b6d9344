using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel;

/// <summary>Finds the steps that the manual demands and the sequence lacks, whether or not the model can justify them (RULES.md section 5).</summary>
internal static class ManualRules
{
    /// <summary>The missing steps.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="toleratedAtEnd">TLB entries of the old size may be left at the end.</param>
    public static List<StepRemark> Missing(CompiledSequence sequence, bool toleratedAtEnd)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        var missing = new List<StepRemark>();
        if (sequence.Values[^1] != sequence.Question.New)
        {
            missing.Add(MissingStep.For(ManualDemand.NewValue, steps.Count));
        }

        BeforeTlbis(sequence, missing);
        AroundCacheMaintenance(steps, missing);
        AfterNt(sequence, missing);
        AfterIpaForms(sequence, missing);
        int settled = AfterStoresAndTlbis(sequence, missing);
        if (NeedsContextSynchronization(sequence) && !Any(steps, settled, step => step.Kind == InstructionKind.Isb))
        {
            missing.Add(MissingStep.ForContextSynchronization(steps.Count, sequence.Question.Context.Features.HasFlag(Features.FEAT_ETS2)));
        }

        if (toleratedAtEnd)
        {
            missing.Add(MissingStep.For(ManualDemand.TlbiOfOldSize, steps.Count));
        }

        return missing;
    }

    /// <summary>
    /// This PE needs a context synchronization event before its own accesses rely on the change; with FEAT_ETS2 only where the old or the
    /// new translation is executable (RBLDZX).
    /// </summary>
    private static bool NeedsContextSynchronization(CompiledSequence sequence)
    {
        ModelQuestion question = sequence.Question;
        bool anyTlbi = question.Steps.Any(step => step.Kind == InstructionKind.Tlbi);
        return (anyTlbi || sequence.ChangesTranslation)
            && (!question.Context.Features.HasFlag(Features.FEAT_ETS2) || IsExecutable(question, question.Old) || IsExecutable(question, question.New));
    }

    private static bool IsExecutable(in ModelQuestion question, ulong value)
    {
        TranslationContext context = question.Context;
        Descriptor d = Decoder.Decode(context, value);
        return d.Kind == DescriptorKind.Table
            ? !question.AllChildren(child => child.IsLeaf && !MayExecute(context, child))
            : d.IsLeaf && MayExecute(context, d);
    }

    /// <summary>The leaf is executable, or an index selects its rights from registers that the question does not give.</summary>
    private static bool MayExecute(in TranslationContext context, in Descriptor leaf)
    {
        bool known = context.Stage == Stage.Two ? context.S2pir is not null
            : context.Pir is not null && (context.Pire0 is not null || !context.HasAsids());
        bool indirect = FieldBits.Mask(context, leaf.Kind, Field.PIIndex) != 0;
        return (leaf.Rights & Rights.Execute) != 0 || (indirect && !known);
    }

    private static void BeforeTlbis(CompiledSequence sequence, List<StepRemark> missing)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        bool unseen = false;
        for (int i = 0; i < steps.Count; i++)
        {
            unseen |= sequence.Stores[i];
            unseen &= !(steps[i].Kind == InstructionKind.Dsb && steps[i].Accesses != BarrierAccesses.Loads);
            if (unseen && steps[i].Kind == InstructionKind.Tlbi)
            {
                missing.Add(MissingStep.For(ManualDemand.BarrierBeforeTlbi, i));
                return;
            }
        }
    }

    /// <summary>
    /// A DSB belongs between a TLBI and cache maintenance, and after cache maintenance. The model has no caches, so it follows the
    /// manual here.
    /// </summary>
    private static void AroundCacheMaintenance(IReadOnlyList<SequenceStep> steps, List<StepRemark> missing)
    {
        SequenceStep? pending = null;
        for (int i = 0; i <= steps.Count; i++)
        {
            SequenceStep? step = i < steps.Count ? steps[i] : null;
            bool cache = step?.Kind == InstructionKind.Cache;
            bool needsBarrier = pending?.Kind switch
            {
                null => false,
                InstructionKind.Tlbi => cache,
                _ => cache ? step != pending : step?.Kind is null or InstructionKind.Store or InstructionKind.Tlbi,
            };
            if (needsBarrier)
            {
                missing.Add(MissingStep.For(
                    pending?.Kind == InstructionKind.Tlbi ? ManualDemand.BarrierBeforeCacheMaintenance : ManualDemand.BarrierAfterCacheMaintenance, i));
                return;
            }

            bool barrier = step is { Kind: InstructionKind.Dsb, Accesses: BarrierAccesses.All };
            pending = cache || step?.Kind == InstructionKind.Tlbi ? step : barrier ? null : pending;
        }
    }

    /// <summary>A DSB and a form that finds combined entries follow the last IPA form, even if there can be no combined entry (RTVTYQ).</summary>
    private static void AfterIpaForms(CompiledSequence sequence, List<StepRemark> missing)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        var barriers = new Barriers(sequence.Question, sequence.Stores, sequence.Switches);
        int last = -1;
        for (int i = 0; i < steps.Count; i++)
        {
            last = steps[i].Kind == InstructionKind.Tlbi && steps[i].Tlbi.Target == TlbiTarget.Stage2 ? i : last;
        }

        if (last < 0)
        {
            return;
        }

        Domain scope = steps[last].Tlbi.Scope;
        bool combined = false;
        for (int i = BarrierAfter(steps, last); i < steps.Count; i++)
        {
            TlbiOperation operation = steps[i].Tlbi;
            combined |= steps[i].Kind == InstructionKind.Tlbi && operation.Target is TlbiTarget.Stage1 or TlbiTarget.BothStages
                && operation.Scope >= scope && barriers.CanComplete(i);
        }

        if (!combined)
        {
            string suffix = scope switch { Domain.Inner => "IS", Domain.Outer => "OS", _ => "" };
            missing.Add(MissingStep.For(ManualDemand.Stage1TlbiAfterIpa, steps.Count, suffix));
        }
    }

    /// <summary>BBM level 1: the procedure ends with a TLBI after the Block with nT = 1 has been replaced (RKFLJB, RMRRPW).</summary>
    private static void AfterNt(CompiledSequence sequence, List<StepRemark> missing)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        bool viaNt = sequence.Values.Skip(1).SkipLast(1).Any(value => Decoder.Decode(sequence.Question.Context, value).NoTlb);
        int lastStore = sequence.Stores.ToList().LastIndexOf(true);
        ulong left = 0, removed = 0;
        for (int i = 0; i < sequence.EntrySet.Entries.Count; i++)
        {
            left |= sequence.EntrySet.Entries[i].NoTlb ? 1UL << i : 0;
        }

        for (int i = lastStore + 1; i < steps.Count; i++)
        {
            removed |= sequence.Steps[i].ReachesP1 || !sequence.TwoPes ? sequence.Steps[i].Removes : 0;
        }

        if (viaNt && (left & ~removed) != 0)
        {
            missing.Add(MissingStep.For(ManualDemand.TlbiAfterNt, steps.Count));
        }
    }

    /// <summary>A DSB follows the last store and each TLBI.</summary>
    /// <returns>The index of the first step after all these barriers.</returns>
    private static int AfterStoresAndTlbis(CompiledSequence sequence, List<StepRemark> missing)
    {
        IReadOnlyList<SequenceStep> steps = sequence.Question.Steps;
        int settled = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            bool tlbi = steps[i].Kind == InstructionKind.Tlbi;
            if (!tlbi && !(sequence.Stores[i] && sequence.ChangesTranslation))
            {
                continue;
            }

            int barrier = BarrierAfter(steps, i);
            settled = Math.Max(settled, barrier == steps.Count ? i + 1 : barrier + 1);
            ManualDemand demand = tlbi ? ManualDemand.BarrierAfterTlbi : ManualDemand.BarrierAfterStore;
            bool before = !tlbi && missing.Exists(remark => remark.Demand == ManualDemand.BarrierBeforeTlbi && remark.Index > i);
            if (barrier == steps.Count && !before && !missing.Exists(remark => remark.Demand == demand))
            {
                missing.Add(MissingStep.For(demand, steps.Count));
            }
        }

        return settled;
    }

    /// <summary>Index of the first DSB that completes the step; the number of steps if there is none.</summary>
    private static int BarrierAfter(IReadOnlyList<SequenceStep> steps, int index)
    {
        int barrier = index + 1;
        while (barrier < steps.Count && !Completes(steps[barrier], steps[index]))
        {
            barrier++;
        }

        return barrier;
    }

    private static bool Completes(in SequenceStep barrier, in SequenceStep step) => barrier.Kind == InstructionKind.Dsb
        && (step.Kind == InstructionKind.Tlbi
            ? barrier.Accesses == BarrierAccesses.All && barrier.Domain >= step.Tlbi.Scope && (!barrier.NoXs || step.Tlbi.NoXs)
            : barrier.Accesses != BarrierAccesses.Loads);

    private static bool Any(IReadOnlyList<SequenceStep> steps, int from, Func<SequenceStep, bool> condition)
    {
        for (int i = from; i < steps.Count; i++)
        {
            if (condition(steps[i]))
            {
                return true;
            }
        }

        return false;
    }
}
