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
        Values = EntryValues(question, out List<bool> claimed, out bool[] stores);
        Stores = stores;
        EntrySet = TlbEntrySetBuilder.Build(question, Values, claimed, switches);
        Conflicts = new EntryConflicts(EntrySet);
        Staleness = new Staleness(EntrySet, Values[^1]);
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

    /// <summary>The stores change bits that hardware reads.</summary>
    public bool ChangesTranslation
    {
        get
        {
            ulong before = EntrySet.WalkedFrom[0], after = EntrySet.WalkedFrom[^1];
            return before != after || (before == 0 && Values[^1] != Values[0]);
        }
    }

    public bool TwoPes { get; }

    /// <summary>The values of the table entry.</summary>
    /// <param name="question">The question.</param>
    /// <param name="claimed">By the index of a value: the store that replaces it is a compare-and-swap, which fails if hardware has set AF before.</param>
    /// <param name="stores">By the index of a step: the step changes the table entry.</param>
    private static List<ulong> EntryValues(in ModelQuestion question, out List<bool> claimed, out bool[] stores)
    {
        var values = new List<ulong> { question.Old };
        stores = new bool[question.Steps.Count];
        claimed = [];
        for (int i = 0; i < question.Steps.Count; i++)
        {
            SequenceStep step = question.Steps[i];
            if (step.Kind != InstructionKind.Store)
            {
                continue;
            }

            stores[i] = step.Expected is not ulong expected || expected == values[^1];
            if (stores[i])
            {
                claimed.Add(step.Expected is not null);
                values.Add(step.Value);
            }
        }

        claimed.Add(false);
        return values;
    }

    private CompiledStep[] CompileSteps()
    {
        var compiled = new CompiledStep[Question.Steps.Count];
        var matcher = new TlbiMatcher(Question.Context, EntrySet.TableEntry, Question.OperandAsid, Switches);
        var barriers = new Barriers(Question, Stores, Switches);
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
                InstructionKind.Dsb => barriers.Compile(i, p1),
                InstructionKind.Dmb when Switches.HasFlag(ModelSwitches.DmbWaits) => barriers.Compile(i, p1),
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
