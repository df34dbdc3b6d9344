using System.Numerics;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Exploration;

/// <summary>A way from the beginning to a violation.</summary>
/// <param name="Goal">The violation.</param>
/// <param name="Moves">What happened, in order.</param>
internal sealed record Path(Goal Goal, IReadOnlyList<Move> Moves);

/// <summary>
/// Explores the machine move by move, breadth first, so that the first way found is a shortest one. For one violation it looks
/// only at what that violation can be made of, and lets a TLBI complete only while P0 stands at a DSB: both
/// leave out no shorter way, since a walk that the violation does not need is a move that can be dropped. Without a goal it
/// leaves out nothing, evictions included; that is the reference for <see cref="VerdictSearch"/>.
/// </summary>
internal sealed class PathSearch
{
    private readonly CompiledSequence _sequence;
    private readonly Universe _universe;
    private readonly StateSet _states = new();
    private readonly Relations _relations;
    private readonly ulong[] _derived, _walked;
    private readonly Bounds _bounds;
    private readonly Goal? _goal;
    private readonly ulong[] _relevant = new ulong[2];
    private int _found = -1;

    private PathSearch(CompiledSequence sequence, Goal? goal, Bounds bounds)
    {
        _sequence = sequence;
        _universe = sequence.Universe;
        _relations = sequence.Relations;
        _derived = sequence.Universe.Derived;
        _walked = [.. sequence.Universe.WalkedFrom];
        _goal = goal;
        _bounds = bounds;
        _relevant[0] = goal is Goal g0 ? MadeOf(g0.NeedP0 | Arriving(g0, 0)) : ulong.MaxValue;
        _relevant[1] = goal is Goal g1 ? MadeOf(g1.NeedP1 | Arriving(g1, 1)) : ulong.MaxValue;
    }

    /// <summary>The properties that some state violates; only without a goal.</summary>
    public HashSet<Property> Violated { get; } = [];

    /// <summary>The shortest way to a violation with fewer than <paramref name="fewerThan"/> moves; <c>null</c> if there is none.</summary>
    public static Path? Shortest(CompiledSequence sequence, Goal goal, Bounds bounds, int fewerThan)
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

    private static ulong Arriving(Goal goal, int pe) => goal.Arrives && goal.Pe == pe ? 1UL << goal.One : 0;

    /// <summary>The things, and all that they can be derived from.</summary>
    private ulong MadeOf(ulong things)
    {
        ulong all = things, before;
        do
        {
            before = all;
            for (int i = 0; i < _universe.Things.Count; i++)
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
        Reach(new(_universe.InitialP0, _sequence.TwoPes ? _universe.InitialP1 : 0, 0, 0, 0, 0, 0), -1, default);
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

        for (ulong rest = Completable(state); rest != 0; rest &= rest - 1)
        {
            int tlbi = BitOperations.TrailingZeroCount(rest);
            ref readonly CompiledStep step = ref _sequence.Steps[tlbi];
            ulong p1 = step.ReachesP1 ? state.P1 & ~step.Removes : state.P1;
            Reach(new(state.P0 & ~step.Removes, p1, state.Pending & ~(1UL << tlbi), state.Step, state.Issued, state.VisibleP0, state.VisibleP1),
                i, new(MoveKind.Complete, 0, (byte)tlbi));
        }

        if (state.VisibleP0 < state.Issued)
        {
            Reach(new(state.P0, state.P1, state.Pending, state.Step, state.Issued, (byte)(state.VisibleP0 + 1), state.VisibleP1),
                i, new(MoveKind.Visible, 0, (byte)(state.VisibleP0 + 1)));
        }

        Walks(state, i, 0, state.P0, _walked[state.VisibleP0]);
        if (!_sequence.TwoPes)
        {
            return;
        }

        if (state.VisibleP1 < state.Issued)
        {
            Reach(new(state.P0, state.P1, state.Pending, state.Step, state.Issued, state.VisibleP0, (byte)(state.VisibleP1 + 1)),
                i, new(MoveKind.Visible, 1, (byte)(state.VisibleP1 + 1)));
        }

        Walks(state, i, 1, state.P1, _walked[state.VisibleP1]);
    }

    /// <summary>
    /// The TLBIs that may complete now. With a goal: at a DSB, the first of its twins, and of those that the goal has nothing to
    /// do with the first.
    /// </summary>
    private ulong Completable(in MachineState state)
    {
        if (_goal is null)
        {
            return state.Pending;
        }

        bool atDsb = state.Step < _sequence.Steps.Length && _sequence.Steps[state.Step].Kind == SequenceStepKind.Dsb;
        ulong completable = 0;
        bool idle = false;
        for (ulong rest = atDsb ? state.Pending : 0; rest != 0;)
        {
            int tlbi = BitOperations.TrailingZeroCount(rest);
            ref readonly CompiledStep step = ref _sequence.Steps[tlbi];
            rest &= ~step.Twins;
            bool ofUse = (step.Removes & (_relevant[0] | _relevant[1])) != 0;
            completable |= ofUse || !idle ? 1UL << tlbi : 0;
            idle |= !ofUse;
        }

        return completable;
    }

    private void Step(in MachineState state, int i)
    {
        ref readonly CompiledStep step = ref _sequence.Steps[state.Step];
        if (step.Kind == SequenceStepKind.Dsb && !Barriers.Passes(step, state, _sequence.TwoPes))
        {
            return;
        }

        ulong pending = step.Kind == SequenceStepKind.Tlbi ? state.Pending | 1UL << state.Step : state.Pending;
        byte issued = (byte)(state.Issued + (step.Stores ? 1 : 0));
        Reach(new(state.P0, state.P1, pending, (byte)(state.Step + 1), issued, state.VisibleP0, state.VisibleP1), i, new(MoveKind.Step, 0, state.Step));
    }

    private void Walks(in MachineState state, int i, byte pe, ulong held, ulong walked)
    {
        ulong derived = 0;
        for (ulong rest = held; rest != 0; rest &= rest - 1)
        {
            derived |= _derived[BitOperations.TrailingZeroCount(rest)];
        }

        for (ulong rest = (walked | derived) & _relevant[pe]; rest != 0; rest &= rest - 1)
        {
            int thing = BitOperations.TrailingZeroCount(rest);
            bool read = (walked >> thing & 1) != 0;
            var move = new Move(read ? MoveKind.Walk : MoveKind.Derive, pe, (byte)thing);
            if (_relations.Later[thing] != 0)
            {
                Arrive(state, i, pe, held, thing, read, move);
            }

            ulong now = held | 1UL << thing;
            if (now != held)
            {
                Reach(pe == 0 ? state.With(now, state.P1) : state.With(state.P0, now), i, move);
            }
        }

        for (ulong rest = _goal is null ? held : 0; rest != 0; rest &= rest - 1)
        {
            ulong now = held & ~(rest & (0 - rest));
            Reach(pe == 0 ? state.With(now, state.P1) : state.With(state.P0, now), i, new(MoveKind.Evict, pe, (byte)BitOperations.TrailingZeroCount(rest)));
        }
    }

    /// <summary>A global entry that joins a non-global one is a violation by its coming.</summary>
    private void Arrive(in MachineState state, int i, byte pe, ulong held, int thing, bool current, Move move)
    {
        if (_goal is null)
        {
            if (current && (_relations.Later[thing] & held) != 0)
            {
                Violated.Add(Property.TwoTruthsInTlb);
            }
        }
        else if (_goal.Value is { Arrives: true } goal && goal.Pe == pe && goal.One == thing && current && (held >> goal.Other & 1) != 0 && _found < 0)
        {
            // A state of its own, so that the way to it ends with this move.
            MachineState end = new(state.P0, state.P1, ulong.MaxValue, state.Step, state.Issued, state.VisibleP0, state.VisibleP1);
            _found = _states.Add(end, i, move) ? _states.Count - 1 : _found;
        }
    }

    private void Reach(in MachineState state, int parent, Move move)
    {
        if (_states.Add(state, parent, move) && _found < 0 && _goal is Goal goal && !goal.Arrives
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
        for (ulong rest = state.P0; rest != 0; rest &= rest - 1)
        {
            int x = BitOperations.TrailingZeroCount(rest);
            Note((_relations.Clash[x] & state.P0) != 0, Property.TwoTruthsInTlb);
            Note((_relations.Split[x] & state.P1) != 0, Property.TwoTruthsInSystem);
        }

        for (ulong rest = state.P1; rest != 0; rest &= rest - 1)
        {
            Note((_relations.Clash[BitOperations.TrailingZeroCount(rest)] & state.P1) != 0, Property.TwoTruthsInTlb);
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
