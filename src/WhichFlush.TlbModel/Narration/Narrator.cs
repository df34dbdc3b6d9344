using System.Numerics;
using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Narration;

/// <summary>Tells a way to a violation in words: who did what, and what each TLB then held.</summary>
internal sealed class Narrator(CompiledSequence sequence)
{
    private readonly ThingWords _words = new(sequence);

    /// <summary>The violation that a path ends with.</summary>
    public Violation Tell(Exploration.Path path)
    {
        Goal goal = path.Goal;
        CachedThing one = sequence.Universe.Things[goal.One];
        CachedThing? other = goal.Other < 0 ? null : sequence.Universe.Things[goal.Other];
        string text = goal.Property switch
        {
            Property.TwoTruthsInTlb => $"P{goal.Pe}'s TLB holds two translations of one address that differ in {ThingWords.Difference(one, other!.Value)}: {_words.Describe(goal.Other)}, and {_words.Describe(goal.One)}.",
            Property.TwoTruthsInSystem => $"The PEs translate one address differently ({ThingWords.Difference(one, other!.Value)}): P0 {ThingWords.Uses(one)} through {_words.Describe(goal.One)}, while P1 {ThingWords.Uses(other.Value)} through {_words.Describe(goal.Other)}.",
            Property.Stuck => $"P0 still holds {_words.Describe(goal.One)}, stricter than the entry: it faults on it again and again.",
            _ when one.IsTranslation => $"After the last step P{goal.Pe} {ThingWords.Uses(one)} through {_words.Describe(goal.One)}, which the entry no longer gives.",
            _ => $"After the last step P{goal.Pe} still walks through {_words.Describe(goal.One)}, which the entry no longer gives.",
        };
        return new(goal.Property, text, Events(path));
    }

    /// <summary>The violation's cause where a TLBI came too early.</summary>
    public Violation TellRefill(Exploration.Path path)
    {
        (int tlbi, Move walk) = Refill(path)!.Value;
        string how = walk.Kind == MoveKind.Walk
            ? $"P{walk.Pe}'s walker did not see the store yet and read the earlier value again"
            : $"P{walk.Pe} made it again of an entry that still lived";
        return new(Property.Refilled, $"{sequence.Question.Steps[tlbi].Text} (step {tlbi}) had completed, then {how}: {_words.Describe(walk.Index)}.", Events(path));
    }

    /// <summary>A TLBI completes in the path, and what it removes is cached afterwards though it is not what the entry ends with.</summary>
    public bool Refills(Exploration.Path path) => Refill(path) is not null;

    private (int Tlbi, Move Walk)? Refill(Exploration.Path path)
    {
        ulong final = sequence.Universe.Closure(sequence.Universe.WalkedFrom[^1]);
        var completed = new List<int>();
        foreach (Move move in path.Moves)
        {
            if (move.Kind == MoveKind.Complete)
            {
                completed.Add(move.Index);
            }

            if (move.Kind is MoveKind.Walk or MoveKind.Derive && (final >> move.Index & 1) == 0)
            {
                foreach (int tlbi in completed)
                {
                    CompiledStep step = sequence.Steps[tlbi];
                    if ((step.Removes >> move.Index & 1) != 0 && (move.Pe == 0 || step.ReachesP1))
                    {
                        return (tlbi, move);
                    }
                }
            }
        }

        return null;
    }

    private List<InterleavingEvent> Events(Exploration.Path path)
    {
        var events = new List<InterleavingEvent>(path.Moves.Count);
        ulong p0 = sequence.Universe.InitialP0, p1 = sequence.TwoPes ? sequence.Universe.InitialP1 : 0;
        int issued = 0;
        int[] visible = [0, 0];
        foreach (Move move in path.Moves)
        {
            ulong bit = move.Kind is MoveKind.Walk or MoveKind.Derive ? 1UL << move.Index : 0;
            p0 |= move.Pe == 0 ? bit : 0;
            p1 |= move.Pe == 1 ? bit : 0;
            if (move.Kind == MoveKind.Complete)
            {
                CompiledStep step = sequence.Steps[move.Index];
                p0 &= ~step.Removes;
                p1 &= step.ReachesP1 ? ~step.Removes : ulong.MaxValue;
            }

            issued += move.Kind == MoveKind.Step && sequence.Steps[move.Index].Stores ? 1 : 0;
            visible[move.Pe] = move.Kind == MoveKind.Visible ? move.Index : visible[move.Pe];
            Actor actor = move.Kind == MoveKind.Complete ? Actor.System : move.Pe == 0 ? Actor.P0 : Actor.P1;
            events.Add(new(actor, Text(move, issued, visible[move.Pe]), _words.Held(p0), _words.Held(p1)));
        }

        return events;
    }

    private string Text(Move move, int issued, int visible) => move.Kind switch
    {
        MoveKind.Step => $"P0 executes {sequence.Question.Steps[move.Index].Text} (step {move.Index}){Consequence(move.Index, issued)}.",
        MoveKind.Visible => $"The store of {_words.Value(move.Index)} becomes visible to P{move.Pe}'s walker.",
        MoveKind.Complete => $"{sequence.Question.Steps[move.Index].Text} (step {move.Index}) completes{Removed(move.Index)}.",
        MoveKind.Walk => $"P{move.Pe} walks, reads {_words.Value(visible)} and caches {_words.Describe(move.Index)}.",
        _ => $"P{move.Pe} walks from what it has cached, without reading the entry, and caches {_words.Describe(move.Index)}.",
    };

    private string Consequence(int index, int issued)
    {
        CompiledStep step = sequence.Steps[index];
        return step.Kind switch
        {
            SequenceStepKind.Store when !step.Stores => ", which finds another value than it expects and stores nothing",
            SequenceStepKind.Store => $": {_words.Value(issued)} is on its way to the walkers",
            SequenceStepKind.Tlbi => step.ReachesP1 || !sequence.TwoPes ? ": issued, not completed" : ": issued for P0 alone, not completed",
            SequenceStepKind.Dsb when step.WaitsForTlbis == 0 && index > 0 && sequence.Question.Steps.Take(index).Any(s => s.Kind == SequenceStepKind.Tlbi) => ", which waits for no invalidation",
            _ => "",
        };
    }

    private string Removed(int index)
    {
        CompiledStep step = sequence.Steps[index];
        int count = BitOperations.PopCount(step.Removes);
        return count == 0 ? " and removes nothing of this entry" : step.ReachesP1 || !sequence.TwoPes ? "" : " on P0 alone";
    }
}
