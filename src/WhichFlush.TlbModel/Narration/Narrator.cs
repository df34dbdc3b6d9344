using System.Numerics;
using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Narration;

/// <summary>Describes a counterexample in words: the events, and the content of each TLB after them.</summary>
internal sealed class Narrator(CompiledSequence sequence)
{
    private readonly TlbEntryText _text = new(sequence);

    /// <summary>The violation at the end of a counterexample.</summary>
    public Violation Describe(Counterexample counterexample)
    {
        Goal goal = counterexample.Goal;
        TlbEntry one = sequence.EntrySet.Entries[goal.One];
        TlbEntry? other = goal.Other < 0 ? null : sequence.EntrySet.Entries[goal.Other];
        bool benign = goal.Property == Property.StaleAtEnd && (sequence.Staleness.Benign >> goal.One & 1) != 0;
        string text = goal.Property switch
        {
            Property.TwoTruthsInTlb when one.IsTranslation != other!.Value.IsTranslation =>
                $"P{goal.Pe}'s TLB holds a Table and a Block of one range, which the BBM level does not allow: {_text.Describe(goal.Other)}, and {_text.Describe(goal.One)}.",
            Property.TwoTruthsInTlb => $"P{goal.Pe}'s TLB holds two translations of one address that differ in {TlbEntryText.Difference(one, other!.Value)}: {_text.Describe(goal.Other)}, and {_text.Describe(goal.One)}.",
            Property.TwoTruthsInSystem => $"The PEs translate one address differently ({TlbEntryText.Difference(one, other!.Value)}): P0 {_text.Uses(one)} through {_text.Describe(goal.One)}, while P1 {_text.Uses(other.Value)} through {_text.Describe(goal.Other)}.",
            Property.Stuck => $"P0 still holds {_text.Describe(goal.One)}, stricter than the entry: it faults on it again and again.",
            _ when benign => $"After the last step P{goal.Pe} may use {_text.Describe(goal.One)} without setting the Access flag or faulting on it. Benign: stale copies only fail to set the flag. The TLBI may be deferred or batched, and stays due before anything else of the entry changes.",
            _ when one.IsTranslation => $"After the last step P{goal.Pe} {_text.Uses(one)} through {_text.Describe(goal.One)}, which the entry no longer gives.",
            _ => $"After the last step P{goal.Pe} still walks through {_text.Describe(goal.One)}, which the entry no longer gives.",
        };
        return new(goal.Property, text, Events(counterexample)) { Benign = benign };
    }

    /// <summary>The cause of the violation, a TLBI that came too early. <see cref="IsRefilled"/> is true.</summary>
    public Violation DescribeRefill(Counterexample counterexample)
    {
        (int tlbi, Move walk) = Refill(counterexample)!.Value;
        string how = walk.Kind == MoveKind.Walk
            ? $"P{walk.Pe}'s walker did not see the store yet and read the earlier value again"
            : $"P{walk.Pe} made it again of an entry that still lived";
        return new(Property.Refilled, $"{sequence.Question.Steps[tlbi].Text} (step {tlbi}) had completed, then {how}: {_text.Describe(walk.Index)}.", Events(counterexample));
    }

    /// <summary>A TLBI completes, and a walk caches an entry that it removes and that the final value does not give.</summary>
    public bool IsRefilled(Counterexample counterexample) => Refill(counterexample) is not null;

    private (int Tlbi, Move Walk)? Refill(Counterexample counterexample)
    {
        ulong final = sequence.EntrySet.Closure(sequence.EntrySet.WalkedFrom[^1]);
        var completed = new List<int>();
        foreach (Move move in counterexample.Moves)
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

    private List<InterleavingEvent> Events(Counterexample counterexample)
    {
        var events = new List<InterleavingEvent>(counterexample.Moves.Count);
        ulong p0 = sequence.EntrySet.InitialP0, p1 = sequence.TwoPes ? sequence.EntrySet.InitialP1 : 0;
        int issued = 0;
        int[] visible = [0, 0];
        foreach (Move move in counterexample.Moves)
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
            events.Add(new(actor, Text(move, issued, visible[move.Pe]), _text.Held(p0), _text.Held(p1)));
        }

        return events;
    }

    private string Text(Move move, int issued, int visible) => move.Kind switch
    {
        MoveKind.Step => $"P0 executes {sequence.Question.Steps[move.Index].Text} (step {move.Index}){Consequence(move.Index, issued)}.",
        MoveKind.Visible => $"The store of {_text.Value(move.Index)} becomes visible to P{move.Pe}'s walker.",
        MoveKind.Complete => $"{sequence.Question.Steps[move.Index].Text} (step {move.Index}) completes{Removed(move.Index)}.",
        MoveKind.Walk => $"P{move.Pe} walks, reads {_text.Value(visible)} and caches {_text.Describe(move.Index)}.",
        _ => $"P{move.Pe} walks from what it has cached, without reading the entry, and caches {_text.Describe(move.Index)}.",
    };

    private string Consequence(int index, int issued)
    {
        CompiledStep step = sequence.Steps[index];
        return step.Kind switch
        {
            InstructionKind.Store when !step.Stores => ", which finds another value than it expects and stores nothing",
            InstructionKind.Store => $": {_text.Value(issued)} is on its way to the walkers",
            InstructionKind.Tlbi => step.ReachesP1 || !sequence.TwoPes ? ": issued, not completed" : ": issued for P0 alone, not completed",
            InstructionKind.Dsb when step.MayCompleteEarly => ", which may complete before the invalidation (erratum)",
            InstructionKind.Dsb when step.WaitsForTlbis == 0 && index > 0 && sequence.Question.Steps.Take(index).Any(s => s.Kind == InstructionKind.Tlbi) => ", which waits for no invalidation",
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
