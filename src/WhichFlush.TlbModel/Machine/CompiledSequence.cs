using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>A question in the form that the searches explore: values are indexes; steps and properties are masks of TLB entries.</summary>
internal sealed class CompiledSequence
{
    public CompiledSequence(in ModelQuestion question, ModelSwitches switches)
    {
        Question = question;
        Switches = switches;
        Values = EntryValues(question, out bool claimed, out bool[] stores);
        Stores = stores;
        EntrySet = TlbEntrySetBuilder.Build(question, Values, claimed, switches);
        Conflicts = new EntryConflicts(EntrySet);
        Staleness = new Staleness(EntrySet);
        TwoPes = question.Context.Sharing != Sharing.Single && !switches.HasFlag(ModelSwitches.NoSecondPe);
        Steps = CompileSteps();
    }

    public ModelQuestion Question { get; }

    public ModelSwitches Switches { get; }

    /// <summary>The values of the table entry after 0, 1, 2, ... stores; the first is old.</summary>
    public IReadOnlyList<ulong> Values { get; }

    /// <summary>By the index of a step: the step changes the table entry.</summary>
    public IReadOnlyList<bool> Stores { get; }

    public TlbEntrySet EntrySet { get; }

    public EntryConflicts Conflicts { get; }

    public Staleness Staleness { get; }

    public CompiledStep[] Steps { get; }

    public bool TwoPes { get; }

    private static List<ulong> EntryValues(in ModelQuestion question, out bool claimed, out bool[] stores)
    {
        var values = new List<ulong> { question.Old };
        stores = new bool[question.Steps.Count];
        claimed = false;
        for (int i = 0; i < question.Steps.Count; i++)
        {
            SequenceStep step = question.Steps[i];
            if (step.Kind != InstructionKind.Store)
            {
                continue;
            }

            claimed |= values.Count == 1 && step.Expected is not null;
            stores[i] = step.Expected is not ulong expected || expected == values[^1];
            if (stores[i])
            {
                values.Add(step.Value);
            }
        }

        return values;
    }

    private CompiledStep[] CompileSteps()
    {
        var compiled = new CompiledStep[Question.Steps.Count];
        var matcher = new TlbiMatcher(Question.Context, EntrySet.TableEntry, Switches);
        Domain p1 = Question.Context.Sharing == Sharing.Outer ? Domain.Outer : Domain.Inner;
        for (int i = 0; i < compiled.Length; i++)
        {
            SequenceStep step = Question.Steps[i];
            compiled[i] = step.Kind switch
            {
                InstructionKind.Store => new() { Kind = step.Kind, Stores = Stores[i] },
                InstructionKind.Tlbi => new()
                {
                    Kind = step.Kind,
                    Removes = RemovedBy(step, matcher),
                    ReachesP1 = step.Tlbi.Scope >= p1 || Switches.HasFlag(ModelSwitches.IgnoreTlbiScope),
                },
                InstructionKind.Dsb => CompileDsb(step, i, p1),
                InstructionKind.Dmb when Switches.HasFlag(ModelSwitches.DmbWaits) => CompileDsb(step, i, p1),
                _ => new() { Kind = step.Kind },
            };
        }

        FindSameEffects(compiled);
        return compiled;
    }

    private static void FindSameEffects(CompiledStep[] steps)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            ulong same = 0;
            for (int j = 0; j < steps.Length && steps[i].Kind == InstructionKind.Tlbi; j++)
            {
                bool equal = steps[j].Kind == InstructionKind.Tlbi && steps[j].Removes == steps[i].Removes && steps[j].ReachesP1 == steps[i].ReachesP1;
                same |= equal ? 1UL << j : 0;
            }

            steps[i] = steps[i] with { SameEffect = same };
        }
    }

    private CompiledStep CompileDsb(in SequenceStep step, int index, Domain p1)
    {
        bool all = step.Accesses == BarrierAccesses.All || Switches.HasFlag(ModelSwitches.IgnoreDsbAccesses);
        bool ignoresDomain = Switches.HasFlag(ModelSwitches.IgnoreDsbDomain);
        ulong waits = 0;
        for (int earlier = 0; earlier < index; earlier++)
        {
            SequenceStep tlbi = Question.Steps[earlier];
            bool covered = tlbi.Kind == InstructionKind.Tlbi && all && !(step.NoXs && !tlbi.Tlbi.NoXs)
                && (step.Domain >= tlbi.Tlbi.Scope || ignoresDomain);
            waits |= covered ? 1UL << earlier : 0;
        }

        return new()
        {
            Kind = InstructionKind.Dsb,
            WaitsForStores = step.Accesses != BarrierAccesses.Loads || all,
            ReachesP1 = step.Domain >= p1 || ignoresDomain,
            WaitsForTlbis = waits,
        };
    }

    private ulong RemovedBy(in SequenceStep step, in TlbiMatcher matcher)
    {
        ulong removed = 0;
        for (int i = 0; i < EntrySet.Entries.Count; i++)
        {
            removed |= matcher.Removes(step, EntrySet.Entries[i]) ? 1UL << i : 0;
        }

        return removed;
    }
}
