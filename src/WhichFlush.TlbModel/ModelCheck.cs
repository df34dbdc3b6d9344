using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Narration;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel;

/// <summary>
/// The entry to the model: explores everything that two PEs and their table walkers can do while P0 runs the sequence. Pure:
/// equal questions give equal results, unless the caller cancels.
/// </summary>
public static class ModelCheck
{
    /// <summary>The most states that one question may explore; about a second of work.</summary>
    public const int MostStates = 1_000_000;

    /// <summary>Checks a sequence.</summary>
    /// <param name="question">The question; <see cref="ModelQuestion.Validate"/> must find nothing.</param>
    /// <param name="cancellation">The caller's time limit. When it fires, the result says so in <see cref="ModelResult.Bounded"/>.</param>
    public static ModelResult Run(in ModelQuestion question, CancellationToken cancellation = default) =>
        Run(question, ModelSwitches.None, MostStates, cancellation);

    internal static ModelResult Run(in ModelQuestion question, ModelSwitches switches, int mostStates, CancellationToken cancellation)
    {
        var bounds = new Bounds(mostStates, cancellation);
        var sequence = CompiledSequence.Compile(question, switches);
        if (sequence.Universe.Overflows)
        {
            return Unanswered(bounds, $"more than {Universe.MostThings} different things to cache");
        }

        VerdictSearch verdict = VerdictSearch.Run(sequence, bounds);
        List<Violation> violations = bounds.Reached is null && !verdict.Safe ? Violations(sequence, verdict, bounds) : [];
        List<StepRemark> missing = ManualRules.Missing(sequence, verdict.ToleratedAtEnd);
        List<StepRemark> removable = bounds.Reached is null && verdict.Safe ? Removable(sequence, missing, bounds) : [];
        return bounds.Reached is string reached
            ? Unanswered(bounds, reached)
            : new()
            {
                Safe = verdict.Safe,
                Violations = violations,
                Hazards = verdict.ConflictAbort ? ["tlbConflictAbort"] : [],
                Missing = missing,
                Removable = removable,
                States = bounds.Explored,
                Bounded = null,
            };
    }

    /// <summary>Only which properties are violated, 1 to 4, by the verdict search alone.</summary>
    internal static IReadOnlySet<Property> Violated(in ModelQuestion question, ModelSwitches switches)
    {
        var verdict = VerdictSearch.Run(CompiledSequence.Compile(question, switches), new Bounds(MostStates, default));
        return Goal.Of(verdict).Select(goal => goal.Property).ToHashSet();
    }

    /// <summary>Only whether it is safe and what is missing, without a way to any violation, for those who ask often.</summary>
    internal static (bool Safe, IReadOnlyList<StepRemark> Missing, int States) Judge(in ModelQuestion question)
    {
        var bounds = new Bounds(MostStates, default);
        var sequence = CompiledSequence.Compile(question, ModelSwitches.None);
        VerdictSearch verdict = VerdictSearch.Run(sequence, bounds);
        return (verdict.Safe && bounds.Reached is null && !sequence.Universe.Overflows, ManualRules.Missing(sequence, verdict.ToleratedAtEnd), bounds.Explored);
    }

    private static ModelResult Unanswered(Bounds bounds, string reached) => new()
    {
        Safe = false,
        Violations = [],
        Hazards = [],
        Missing = [],
        Removable = [],
        States = bounds.Explored,
        Bounded = reached,
    };

    private static List<Violation> Violations(CompiledSequence sequence, VerdictSearch verdict, Bounds bounds)
    {
        var shortest = new SortedDictionary<Property, Exploration.Path>();
        foreach (Goal goal in Goal.Of(verdict))
        {
            int fewerThan = shortest.TryGetValue(goal.Property, out Exploration.Path? known) ? known.Moves.Count : int.MaxValue;
            if (PathSearch.Shortest(sequence, goal, bounds, fewerThan) is Exploration.Path path)
            {
                shortest[goal.Property] = path;
            }
        }

        var narrator = new Narrator(sequence);
        var violations = shortest.Values.Select(narrator.Tell).ToList();
        Exploration.Path? refilled = shortest.Values.Where(narrator.Refills).MinBy(path => path.Moves.Count);
        if (refilled is not null && !sequence.Broken(ModelSwitches.NoRefilled))
        {
            violations.Add(narrator.TellRefill(refilled));
        }

        return violations;
    }

    private static List<StepRemark> Removable(CompiledSequence sequence, List<StepRemark> missing, Bounds bounds)
    {
        var removable = new List<StepRemark>();
        ModelQuestion question = sequence.Question;
        for (int i = 0; i < question.Steps.Count; i++)
        {
            SequenceStep step = question.Steps[i];
            if (step.Kind is SequenceStepKind.Store or SequenceStepKind.Cache)
            {
                continue;
            }

            int index = i;
            var without = CompiledSequence.Compile(question with { Steps = [.. question.Steps.Where((_, at) => at != index)] }, sequence.Switches);
            VerdictSearch verdict = VerdictSearch.Run(without, bounds);
            if (bounds.Reached is null && verdict.Safe
                && ManualRules.Missing(without, verdict.ToleratedAtEnd).TrueForAll(one => missing.Exists(known => known.Text == one.Text)))
            {
                removable.Add(new(i, step.Text, $"Without {step.Text} the sequence is still safe, and nothing is missing that is not missing with it."));
            }
        }

        return removable;
    }
}
