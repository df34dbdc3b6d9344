using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Narration;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel;

/// <summary>
/// Checks a sequence: explores all that two PEs and their table walkers can do while P0 runs it. Equal questions give equal results,
/// unless the caller cancels.
/// </summary>
public static class ModelCheck
{
    /// <summary>Maximum number of states that one question may explore; about a second of work.</summary>
    public const int MaxStates = 1_000_000;

    /// <summary>Checks a sequence.</summary>
    /// <param name="question">The question; <see cref="ModelQuestion.Validate"/> finds no error in it.</param>
    /// <param name="cancellation">The caller's time limit. When it fires, the result names it in <see cref="ModelResult.Bounded"/>.</param>
    public static ModelResult Run(in ModelQuestion question, CancellationToken cancellation = default) =>
        Run(question, ModelSwitches.None, MaxStates, cancellation);

    internal static ModelResult Run(in ModelQuestion question, ModelSwitches switches, int maxStates, CancellationToken cancellation)
    {
        var bounds = new Bounds(maxStates, cancellation);
        var results = new List<ModelResult>();
        foreach (ModelQuestion one in Asids.Split(question))
        {
            ModelResult result = Run(one, switches, bounds);
            if (result.Bounded is not null)
            {
                return result;
            }

            results.Add(result);
        }

        return results.Count == 1 ? results[0] : Join(results, bounds);
    }

    /// <summary>The violated properties, without any interleaving.</summary>
    internal static IReadOnlySet<Property> Violated(in ModelQuestion question, ModelSwitches switches)
    {
        var violated = new HashSet<Property>();
        foreach (ModelQuestion one in Asids.Split(question))
        {
            var sequence = new CompiledSequence(one, switches);
            violated.UnionWith(ViolationCauses.Searched(sequence, new Bounds(MaxStates, default)));
            violated.UnionWith(StepViolations.Of(sequence).Select(violation => violation.Property));
        }

        return violated;
    }

    /// <summary>The verdict and the missing steps without any interleaving, for tests that check many sequences.</summary>
    internal static (bool Safe, IReadOnlyList<StepRemark> Missing, int States) Judge(in ModelQuestion question)
    {
        var bounds = new Bounds(MaxStates, default);
        var sequence = new CompiledSequence(Asids.Split(question)[0], ModelSwitches.None);
        var verdict = VerdictSearch.Run(sequence, bounds);
        bool safe = verdict.Safe && bounds.Reached is null && !sequence.EntrySet.Overflows && !StepViolations.Of(sequence).Any();
        return (safe, ManualRules.Missing(sequence, verdict.ToleratedAtEnd), bounds.Explored);
    }

    private static ModelResult Run(in ModelQuestion question, ModelSwitches switches, Bounds bounds)
    {
        var sequence = new CompiledSequence(question, switches);
        if (sequence.EntrySet.Overflows)
        {
            return Unanswered(bounds, $"more than {TlbEntrySet.MaxEntries} different things to cache");
        }

        var verdict = VerdictSearch.Run(sequence, bounds);
        List<Violation> violations = bounds.Reached is null && !verdict.Safe
            ? ViolationCauses.Name(Violations(sequence, verdict, bounds), sequence, bounds) : [];
        violations.AddRange(StepViolations.Of(sequence).Where(one => violations.TrueForAll(known => known.Property != one.Property)));
        List<StepRemark> missing = ManualRules.Missing(sequence, verdict.ToleratedAtEnd);
        bool safe = verdict.Safe && violations.Count == 0;
        List<StepRemark> removable = bounds.Reached is null && safe ? Removable(sequence, missing, bounds) : [];
        return bounds.Reached is string reached
            ? Unanswered(bounds, reached)
            : new()
            {
                Safe = safe,
                Violations = violations,
                Hazards = verdict.ConflictAbort ? ["tlbConflictAbort"] : [],
                Missing = missing,
                Removable = removable,
                States = bounds.Explored,
                Bounded = null,
            };
    }

    /// <summary>The result for all ASIDs: safe under each, every violation once, and what is removable under each.</summary>
    private static ModelResult Join(List<ModelResult> results, Bounds bounds) => new()
    {
        Safe = results.TrueForAll(result => result.Safe),
        Violations = [.. results.SelectMany(result => result.Violations)
            .OrderBy(violation => violation.Benign).DistinctBy(violation => violation.Property).OrderBy(violation => violation.Property)],
        Hazards = [.. results.SelectMany(result => result.Hazards).Distinct(StringComparer.Ordinal)],
        Missing = [.. results.SelectMany(result => result.Missing).DistinctBy(remark => (remark.Demand, remark.Index))],
        Removable = [.. results[0].Removable.Where(remark => results.TrueForAll(result => result.Removable.Any(other => other.Index == remark.Index)))],
        States = bounds.Explored,
        Bounded = null,
    };

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
        var shortest = new SortedDictionary<Property, Counterexample>();
        ulong benign = sequence.Staleness.Benign, harmful = (verdict.Stale[0] | verdict.Stale[1]) & ~benign;
        foreach (Goal goal in Goal.Of(verdict))
        {
            if (goal.Property == Property.StaleAtEnd && harmful != 0 && (benign >> goal.One & 1) != 0)
            {
                continue;
            }

            int fewerThan = shortest.TryGetValue(goal.Property, out Counterexample? known) ? known.Moves.Count : int.MaxValue;
            if (PathSearch.Shortest(sequence, goal, bounds, fewerThan) is Counterexample found)
            {
                shortest[goal.Property] = found;
            }
        }

        var narrator = new Narrator(sequence);
        var violations = shortest.Values.Select(narrator.Describe).ToList();
        Counterexample? refilled = shortest.Values.Where(narrator.IsRefilled).MinBy(counterexample => counterexample.Moves.Count);
        if (refilled is not null && !sequence.Switches.HasFlag(ModelSwitches.NoRefilled))
        {
            violations.Add(narrator.DescribeRefill(refilled));
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
            if (step.Kind is InstructionKind.Store or InstructionKind.Cache)
            {
                continue;
            }

            int index = i;
            var without = new CompiledSequence(question with { Steps = [.. question.Steps.Where((_, at) => at != index)] }, sequence.Switches);
            var verdict = VerdictSearch.Run(without, bounds);
            if (bounds.Reached is null && verdict.Safe
                && ManualRules.Missing(without, verdict.ToleratedAtEnd).TrueForAll(remark => missing.Exists(known => known.Demand == remark.Demand)))
            {
                removable.Add(new(i, step.Kind, step.Text, $"Without {step.Text} the sequence is still safe, and nothing is missing that is not missing with it."));
            }
        }

        return removable;
    }
}
