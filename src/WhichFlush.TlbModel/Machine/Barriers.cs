using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>Finds what each barrier of a sequence waits for. A sequence has no branches, so this is known before the search.</summary>
internal readonly record struct Barriers(ModelQuestion Question, IReadOnlyList<bool> Stores, ModelSwitches Switches)
{
    private ErrataEffects Errata => ErrataEffects.Of(Question.Context.Errata);

    /// <summary>A barrier in the form that the searches execute.</summary>
    /// <param name="index">Index of the DSB.</param>
    /// <param name="p1">The domain that P1 belongs to.</param>
    public CompiledStep Compile(int index, Domain p1)
    {
        SequenceStep step = Question.Steps[index];
        ulong waits = 0;
        bool early = false;
        for (int tlbi = 0; tlbi < index; tlbi++)
        {
            bool covered = Covers(index, tlbi), completed = covered && (!NeedsRepeat(tlbi) || IsRepeated(tlbi, index));
            waits |= completed ? 1UL << tlbi : 0;
            early |= covered && !completed;
        }

        return new()
        {
            Kind = InstructionKind.Dsb,
            VisibleStores = VisibleStores(index),
            ReachesP1 = step.Domain >= p1 || Switches.HasFlag(ModelSwitches.IgnoreDsbDomain),
            WaitsForTlbis = waits,
            MayCompleteEarly = early,
        };
    }

    /// <summary>
    /// The number of stores that walkers in the barrier's domain see after it. Walkers that are not coherent see the stores that a clean
    /// to the Point of Coherency follows, once a DSB has completed the clean.
    /// </summary>
    private byte VisibleStores(int index)
    {
        bool all = All(index);
        if (!all && Question.Steps[index].Accesses == BarrierAccesses.Loads)
        {
            return 0;
        }

        bool coherent = Question.Context.WalksCoherent;
        byte issued = 0, cleaned = 0;
        for (int i = 0; i < index; i++)
        {
            issued += Stores[i] ? (byte)1 : (byte)0;
            cleaned = Question.Steps[i].CleansEntry ? issued : cleaned;
        }

        return coherent ? issued : all ? cleaned : (byte)0;
    }

    /// <summary>The DSB waits for the TLBI on a PE without errata.</summary>
    private bool Covers(int dsb, int tlbi)
    {
        SequenceStep barrier = Question.Steps[dsb], operation = Question.Steps[tlbi];
        return operation.Kind == InstructionKind.Tlbi && All(dsb) && !(barrier.NoXs && !operation.Tlbi.NoXs)
            && (barrier.Domain >= operation.Tlbi.Scope || Switches.HasFlag(ModelSwitches.IgnoreDsbDomain));
    }

    private bool All(int dsb) => Question.Steps[dsb].Accesses == BarrierAccesses.All || Switches.HasFlag(ModelSwitches.IgnoreDsbAccesses);

    /// <summary>No erratum makes the TLBI repeat, or the sequence repeats it.</summary>
    public bool CanComplete(int tlbi)
    {
        bool completes = !NeedsRepeat(tlbi);
        for (int dsb = tlbi + 1; dsb < Question.Steps.Count; dsb++)
        {
            completes |= Question.Steps[dsb].Kind == InstructionKind.Dsb && IsRepeated(tlbi, dsb);
        }

        return completes;
    }

    private bool NeedsRepeat(int tlbi) => IsBroadcast(tlbi) && Question.Steps[tlbi].Tlbi.Target switch
    {
        TlbiTarget.Stage2 => false,
        TlbiTarget.El3 => Errata.RepeatsStage1 || Errata.RepeatsEl3,
        _ => Errata.RepeatsStage1,
    };

    /// <summary>Between the TLBI and the DSB stand a DSB that covers the TLBI and, after it, one more broadcast TLBI that the last DSB covers.</summary>
    private bool IsRepeated(int tlbi, int dsb)
    {
        int first = tlbi + 1;
        while (first < dsb && !(Question.Steps[first].Kind == InstructionKind.Dsb && Covers(first, tlbi)))
        {
            first++;
        }

        for (int again = first + 1; again < dsb; again++)
        {
            if (IsBroadcast(again) && Covers(dsb, again))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBroadcast(int index) => Question.Steps[index] is { Kind: InstructionKind.Tlbi, Tlbi.Scope: not Domain.Local };
}
