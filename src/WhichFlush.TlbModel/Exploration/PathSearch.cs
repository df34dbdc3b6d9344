using System.Numerics;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Exploration;

/// <summary>
/// Explores the model move by move, breadth first, so the first path found is a shortest one. With a goal the search looks only at TLB
/// entries that the violation can be made of, and lets a TLBI complete only while P0 waits at a DSB. Neither excludes a shorter path: a
/// walk that the violation does not need is a move that can be dropped. Without a goal the search leaves out nothing, evictions included,
/// and is the reference for <see cref="VerdictSearch"/>.
/// </summary>
internal sealed class PathSearch
{
    private readonly CompiledSequence _sequence;
    private readonly TlbEntrySet _entrySet;
    private readonly EntryConflicts _conflicts;
    private readonly StateSet _states = new();
    private readonly ulong[] _derived, _walked;
    private readonly Bounds _bounds;
    private readonly Goal? _goal;
    private readonly ulong[] _relevant = [ulong.MaxValue, ulong.MaxValue];
    private int _found = -1;

    private PathSearch(CompiledSequence sequence, Goal? goal, Bounds bounds)
    {
        _sequence = sequence;
        _entrySet = sequence.EntrySet;
        _conflicts = sequence.Conflicts;
        _derived = _entrySet.Derived;
        _walked = [.. _entrySet.WalkedFrom];
        _goal = goal;
        _bounds = bounds;
        if (goal is Goal wanted)
        {
            ulong arriving = wanted.OnArrival ? 1UL << wanted.One : 0;
            _relevant[0] = WithSources(wanted.NeedP0 | (wanted.Pe == 0 ? arriving : 0));
            _relevant[1] = WithSources(wanted.NeedP1 | (wanted.Pe == 1 ? arriving : 0));
        }
    }

    /// <summary>The properties that some state violates; filled without a goal only.</summary>
    public HashSet<Property> Violated { get; } = [];

    /// <summary>A shortest path to a violation.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="goal">The violation.</param>
    /// <param name="bounds">The limits of the exploration.</param>
    /// <param name="fewerThan">The path has fewer moves than this.</param>
    /// <returns><c>null</c> if there is no such path.</returns>
    public static Counterexample? Shortest(CompiledSequence sequence, Goal goal, Bounds bounds, int fewerThan)
    {
        var search = new PathSearch(sequence, goal, bounds);
        search.Explore(fewerThan);
        return search._found < 0 ? null : new(goal, search.MovesTo(search._found));
    }

    /// <summary>Explores every state.</summary>
    public static PathSearch All(CompiledSequence sequence, Bounds bounds)
    {
        var search = new PathSearch(sequence, goal: null, bounds);
        search.Explore(int.MaxValue);
        return search;
    }

    /// <summary>The given entries, and all entries that they can be derived from.</summary>
    private ulong WithSources(ulong entries)
    {
        ulong all = entries, before;
        do
        {
            before = all;
            for (int i = 0; i < _entrySet.Entries.Count; i++)
            {
                all |= (_derived[i] & all) != 0 ? 1UL << i : 0;
            }
        }
        while (all != before);
        return all;
    }

    private void Explore(int fewerThan)
    {
        int depth = 0, endOfDepth = 1;
        Reach(new() { P0 = _entrySet.InitialP0, P1 = _sequence.TwoPes ? _entrySet.InitialP1 : 0 }, -1, default);
        for (int i = 0; i < _states.Count && _found < 0; i++)
        {
            if (i == endOfDepth)
            {
                depth++;
                endOfDepth = _states.Count;
            }

            if (depth + 1 >= fewerThan || !_bounds.Count())
            {
                return;
            }

            MachineState state = _states[i];
            if (_goal is null)
            {
                Examine(state);
            }

            Expand(state, i);
        }
    }

    private void Expand(in MachineState state, int i)
    {
        if (state.Step < _sequence.Steps.Length)
        {
            Step(state, i);
        }

        foreach (int tlbi in new BitIndexes(Completable(state)))
        {
            ref readonly CompiledStep step = ref _sequence.Steps[tlbi];
            MachineState completed = state with
            {
                P0 = state.P0 & ~step.Removes,
                P1 = step.ReachesP1 ? state.P1 & ~step.Removes : state.P1,
                Pending = state.Pending & ~(1UL << tlbi),
            };
            Reach(completed, i, new(MoveKind.Complete, 0, (byte)tlbi));
        }

        if (state.VisibleP0 < state.Issued)
        {
            byte visible = (byte)(state.VisibleP0 + 1);
            Reach(state with { VisibleP0 = visible }, i, new(MoveKind.Visible, 0, visible));
        }

        Walks(state, i, 0, state.P0, _walked[state.VisibleP0]);
        if (!_sequence.TwoPes)
        {
            return;
        }

        if (state.VisibleP1 < state.Issued)
        {
            byte visible = (byte)(state.VisibleP1 + 1);
            Reach(state with { VisibleP1 = visible }, i, new(MoveKind.Visible, 1, visible));
        }

        Walks(state, i, 1, state.P1, _walked[state.VisibleP1]);
    }

    /// <summary>
    /// The TLBIs that may complete now. With a goal these are, at a DSB, the first of those with the same effect, and only the first of
    /// those that remove no relevant entry.
    /// </summary>
    private ulong Completable(in MachineState state)
    {
        if (_goal is null)
        {
            return state.Pending;
        }

        bool atDsb = state.Step < _sequence.Steps.Length && _sequence.Steps[state.Step].Kind == InstructionKind.Dsb;
        ulong completable = 0;
        bool irrelevant = false;
        for (ulong rest = atDsb ? state.Pending : 0; rest != 0;)
        {
            int tlbi = BitOperations.TrailingZeroCount(rest);
            ref readonly CompiledStep step = ref _sequence.Steps[tlbi];
            rest &= ~step.SameEffect;
            bool relevant = (step.Removes & (_relevant[0] | _relevant[1])) != 0;
            completable |= relevant || !irrelevant ? 1UL << tlbi : 0;
            irrelevant |= !relevant;
        }

        return completable;
    }

    private void Step(in MachineState state, int i)
    {
        ref readonly CompiledStep step = ref _sequence.Steps[state.Step];
        if (step.Kind == InstructionKind.Dsb && !step.Completes(state, _sequence.TwoPes))
        {
            return;
        }

        MachineState next = state with
        {
            Pending = step.Kind == InstructionKind.Tlbi ? state.Pending | 1UL << state.Step : state.Pending,
            Step = (byte)(state.Step + 1),
            Issued = (byte)(state.Issued + (step.Stores ? 1 : 0)),
        };
        Reach(next, i, new(MoveKind.Step, 0, state.Step));
    }

    private void Walks(in MachineState state, int i, byte pe, ulong held, ulong walked)
    {
        ulong derived = 0;
        foreach (int entry in new BitIndexes(held))
        {
            derived |= _derived[entry];
        }

        foreach (int entry in new BitIndexes((walked | derived) & _relevant[pe]))
        {
            bool read = (walked >> entry & 1) != 0;
            var move = new Move(read ? MoveKind.Walk : MoveKind.Derive, pe, (byte)entry);
            if (read && _conflicts.OnArrival[entry] != 0)
            {
                Arrive(state, i, pe, held, entry, move);
            }

            ulong now = held | 1UL << entry;
            if (now != held)
            {
                Reach(Holding(state, pe, now), i, move);
            }
        }

        foreach (int entry in new BitIndexes(_goal is null ? held : 0))
        {
            Reach(Holding(state, pe, held & ~(1UL << entry)), i, new(MoveKind.Evict, pe, (byte)entry));
        }
    }

    private static MachineState Holding(in MachineState state, byte pe, ulong entries) =>
        pe == 0 ? state with { P0 = entries } : state with { P1 = entries };

    /// <summary>A walk reads a global entry while the TLB holds a non-global one: the arrival is the violation.</summary>
    private void Arrive(in MachineState state, int i, byte pe, ulong held, int entry, Move move)
    {
        if (_goal is null)
        {
            Note((_conflicts.OnArrival[entry] & held) != 0, Property.TwoTruthsInTlb);
        }
        else if (_goal.Value is { OnArrival: true } goal && goal.Pe == pe && goal.One == entry && (held >> goal.Other & 1) != 0 && _found < 0)
        {
            // A state that no other move leads to, so that the path ends with this move.
            _found = _states.Add(state with { Pending = ulong.MaxValue }, i, move) ? _states.Count - 1 : _found;
        }
    }

    private void Reach(in MachineState state, int parent, Move move)
    {
        if (_states.Add(state, parent, move) && _found < 0 && _goal is Goal goal && !goal.OnArrival
            && (state.P0 & goal.NeedP0) == goal.NeedP0 && (state.P1 & goal.NeedP1) == goal.NeedP1
            && (!goal.AtEnd || state.Step == _sequence.Steps.Length))
        {
            _found = _states.Count - 1;
        }
    }

    private List<Move> MovesTo(int index)
    {
        var moves = new List<Move>();
        for (int i = index; _states.Parent(i) >= 0; i = _states.Parent(i))
        {
            moves.Add(_states.Move(i));
        }

        moves.Reverse();
        return moves;
    }

    private void Examine(in MachineState state)
    {
        foreach (int entry in new BitIndexes(state.P0))
        {
            Note((_conflicts.SameTlb[entry] & state.P0) != 0, Property.TwoTruthsInTlb);
            Note((_conflicts.AcrossPes[entry] & state.P1) != 0, Property.TwoTruthsInSystem);
        }

        foreach (int entry in new BitIndexes(state.P1))
        {
            Note((_conflicts.SameTlb[entry] & state.P1) != 0, Property.TwoTruthsInTlb);
        }

        if (state.Step == _sequence.Steps.Length)
        {
            Staleness end = _sequence.Staleness;
            Note((state.P0 & end.StaleP0) != 0 || (state.P1 & end.StaleP1) != 0, Property.StaleAtEnd);
            Note((state.P0 & end.StuckP0) != 0, Property.Stuck);
        }
    }

    private void Note(bool violated, Property property)
    {
        if (violated)
        {
            Violated.Add(property);
        }
    }
}
