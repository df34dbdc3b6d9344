using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Machine;

/// <summary>A step as the machine executes it.</summary>
internal readonly record struct CompiledStep
{
    public SequenceStepKind Kind { get; init; }

    /// <summary>Store: a compare-and-swap that cannot find what it expects stores nothing.</summary>
    public bool Stores { get; init; }

    /// <summary>TLBI: the things that it removes where it reaches.</summary>
    public ulong Removes { get; init; }

    /// <summary>TLBI: it reaches P1; DSB: it waits for the stores to be visible to P1.</summary>
    public bool ReachesP1 { get; init; }

    /// <summary>TLBI: the steps, this one included, that remove the same where this one reaches.</summary>
    public ulong Twins { get; init; }

    /// <summary>DSB: it waits for stores.</summary>
    public bool WaitsForStores { get; init; }

    /// <summary>DSB: the earlier TLBIs that it waits for, by the index of their step.</summary>
    public ulong WaitsForTlbis { get; init; }
}

/// <summary>A question, ready to be explored: steps as masks, values as numbers, properties as masks.</summary>
internal sealed class CompiledSequence
{
    private CompiledSequence(in ModelQuestion question, ModelSwitches switches)
    {
        Question = question;
        Switches = switches;
        Values = EntryValues(question, out bool claimed, out bool[] stores);
        Stores = stores;
        Universe = UniverseBuilder.Build(question, Values, claimed, switches);
        Relations = new Relations(Universe);
        Staleness = new Staleness(Universe, Universe.WalkedFrom[^1]);
        TwoPes = question.Context.Sharing != Sharing.Single && !Broken(ModelSwitches.NoSecondPe);
        Steps = CompileSteps();
    }

    public ModelQuestion Question { get; }

    public ModelSwitches Switches { get; }

    /// <summary>The values of the entry after 0, 1, 2, ... stores; the first is old.</summary>
    public IReadOnlyList<ulong> Values { get; }

    /// <summary>By the index of a step: it stores.</summary>
    public IReadOnlyList<bool> Stores { get; }

    public Universe Universe { get; }

    public Relations Relations { get; }

    public Staleness Staleness { get; }

    public CompiledStep[] Steps { get; }

    public bool TwoPes { get; }

    public static CompiledSequence Compile(in ModelQuestion question, ModelSwitches switches) => new(question, switches);

    public bool Broken(ModelSwitches one) => (Switches & one) != 0;

    private static List<ulong> EntryValues(in ModelQuestion question, out bool claimed, out bool[] stores)
    {
        var values = new List<ulong> { question.Old };
        stores = new bool[question.Steps.Count];
        claimed = false;
        for (int i = 0; i < question.Steps.Count; i++)
        {
            SequenceStep step = question.Steps[i];
            if (step.Kind != SequenceStepKind.Store)
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
        var matching = new Matching(Question.Context, Universe.Place, Switches);
        Domain p1 = Question.Context.Sharing == Sharing.Outer ? Domain.Outer : Domain.Inner;
        for (int i = 0; i < compiled.Length; i++)
        {
            SequenceStep step = Question.Steps[i];
            compiled[i] = step.Kind switch
            {
                SequenceStepKind.Store => new() { Kind = step.Kind, Stores = Stores[i] },
                SequenceStepKind.Tlbi => new()
                {
                    Kind = step.Kind,
                    Removes = RemovedBy(step, matching),
                    ReachesP1 = step.Tlbi.Scope >= p1 || Broken(ModelSwitches.IgnoreTlbiScope),
                },
                SequenceStepKind.Dsb => CompileDsb(step, i, p1),
                SequenceStepKind.Dmb when Broken(ModelSwitches.DmbWaits) => CompileDsb(step, i, p1),
                _ => new() { Kind = step.Kind },
            };
        }

        FindTwins(compiled);
        return compiled;
    }

    private static void FindTwins(CompiledStep[] steps)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            ulong twins = 0;
            for (int j = 0; j < steps.Length && steps[i].Kind == SequenceStepKind.Tlbi; j++)
            {
                bool same = steps[j].Kind == SequenceStepKind.Tlbi && steps[j].Removes == steps[i].Removes && steps[j].ReachesP1 == steps[i].ReachesP1;
                twins |= same ? 1UL << j : 0;
            }

            steps[i] = steps[i] with { Twins = twins };
        }
    }

    private CompiledStep CompileDsb(in SequenceStep step, int index, Domain p1)
    {
        bool all = step.Accesses == BarrierAccesses.All || Broken(ModelSwitches.IgnoreDsbAccesses);
        ulong waits = 0;
        for (int earlier = 0; earlier < index; earlier++)
        {
            SequenceStep tlbi = Question.Steps[earlier];
            bool covered = tlbi.Kind == SequenceStepKind.Tlbi && all && !(step.NoXs && !tlbi.Tlbi.NoXs)
                && (step.Domain >= tlbi.Tlbi.Scope || Broken(ModelSwitches.IgnoreDsbDomain));
            waits |= covered ? 1UL << earlier : 0;
        }

        return new()
        {
            Kind = SequenceStepKind.Dsb,
            WaitsForStores = step.Accesses != BarrierAccesses.Loads || all,
            ReachesP1 = step.Domain >= p1 || Broken(ModelSwitches.IgnoreDsbDomain),
            WaitsForTlbis = waits,
        };
    }

    private ulong RemovedBy(in SequenceStep step, in Matching matching)
    {
        ulong removed = 0;
        for (int i = 0; i < Universe.Things.Count; i++)
        {
            removed |= matching.Removes(step, Universe.Things[i]) ? 1UL << i : 0;
        }

        return removed;
    }
}
