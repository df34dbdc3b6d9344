using System.Numerics;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Exploration;

/// <summary>
/// Finds out which violations can be reached, but not how. Every property says what must not be cached, so holding more is
/// never safer, and the search may leave out what cannot make a TLB hold more: walks happen at once and nothing is evicted; a
/// TLBI completes only while P0 stands at a DSB, since nothing is forced to happen between its issue and that; TLBIs that remove
/// the same complete together.
/// </summary>
internal sealed class VerdictSearch
{
    private readonly CompiledSequence _sequence;
    private readonly Universe _universe;
    private readonly StateSet _states = new();
    private readonly ulong[] _walkable;

    private VerdictSearch(CompiledSequence sequence)
    {
        _sequence = sequence;
        _universe = sequence.Universe;
        _walkable = [.. _universe.WalkedFrom];
    }

    /// <summary>Pairs that clash in one TLB, by PE and thing: what is already held when the thing is, or comes.</summary>
    public ulong[][] Clash { get; } = [new ulong[Universe.MostThings], new ulong[Universe.MostThings]];

    /// <summary>Things not global that are held when a global one comes, by PE and the global thing.</summary>
    public ulong[][] Later { get; } = [new ulong[Universe.MostThings], new ulong[Universe.MostThings]];

    /// <summary>By what P0 holds: what P1 holds that must not be.</summary>
    public ulong[] Split { get; } = new ulong[Universe.MostThings];

    /// <summary>Stale things at the end, by PE.</summary>
    public ulong[] Stale { get; } = new ulong[2];

    /// <summary>What P0 is stuck with at the end.</summary>
    public ulong Stuck { get; private set; }

    /// <summary>Things left at the end that are tolerated because only the size differs.</summary>
    public bool ToleratedAtEnd { get; private set; }

    /// <summary>A TLB conflict abort is possible.</summary>
    public bool ConflictAbort { get; private set; }

    public bool Safe { get; private set; } = true;

    public static VerdictSearch Run(CompiledSequence sequence, Bounds bounds)
    {
        var search = new VerdictSearch(sequence);
        search.Explore(bounds);
        return search;
    }

    private void Explore(Bounds bounds)
    {
        Reach(new(_universe.InitialP0, _sequence.TwoPes ? _universe.InitialP1 : 0, 0, 0, 0, 0, 0), -1);
        for (int i = 0; i < _states.Count; i++)
        {
            if (!bounds.Count())
            {
                return;
            }

            MachineState state = _states[i];
            Examine(state);
            if (state.VisibleP0 < state.Issued)
            {
                Reach(new(state.P0, state.P1, state.Pending, state.Step, state.Issued, (byte)(state.VisibleP0 + 1), state.VisibleP1), i);
            }

            if (_sequence.TwoPes && state.VisibleP1 < state.Issued)
            {
                Reach(new(state.P0, state.P1, state.Pending, state.Step, state.Issued, state.VisibleP0, (byte)(state.VisibleP1 + 1)), i);
            }

            if (state.Step < _sequence.Steps.Length)
            {
                Step(state, i);
            }
        }
    }

    private void Step(in MachineState state, int parent)
    {
        CompiledStep step = _sequence.Steps[state.Step];
        byte next = (byte)(state.Step + 1);
        switch (step.Kind)
        {
            case SequenceStepKind.Store when step.Stores:
                byte issued = (byte)(state.Issued + 1);
                bool atOnce = _sequence.Broken(ModelSwitches.StoresVisibleAtOnce);
                Reach(new(state.P0, state.P1, state.Pending, next, issued, atOnce ? issued : state.VisibleP0, atOnce ? issued : state.VisibleP1), parent);
                break;
            case SequenceStepKind.Tlbi:
                Issue(state, step, next, parent);
                break;
            case SequenceStepKind.Dsb when !Barriers.Passes(step, state, _sequence.TwoPes):
                CompleteSome(state, parent);
                break;
            case SequenceStepKind.Dsb:
                CompleteSome(state, parent);
                Reach(new(state.P0, state.P1, state.Pending, next, state.Issued, state.VisibleP0, state.VisibleP1), parent);
                break;
            default:
                Reach(new(state.P0, state.P1, state.Pending, next, state.Issued, state.VisibleP0, state.VisibleP1), parent);
                break;
        }
    }

    private void Issue(in MachineState state, in CompiledStep step, byte next, int parent)
    {
        bool pending = step.Removes != 0;
        MachineState issued = new(state.P0, state.P1, state.Pending | (pending ? 1UL << state.Step : 0), next, state.Issued, state.VisibleP0, state.VisibleP1);
        if (pending && _sequence.Broken(ModelSwitches.TlbisCompleteAtOnce))
        {
            Complete(issued, state.Step, parent);
        }
        else
        {
            Reach(issued, parent);
        }
    }

    private void CompleteSome(in MachineState state, int parent)
    {
        for (ulong rest = state.Pending; rest != 0;)
        {
            int tlbi = BitOperations.TrailingZeroCount(rest);
            rest &= ~_sequence.Steps[tlbi].Twins;
            Complete(state, tlbi, parent);
        }
    }

    private void Complete(in MachineState state, int tlbi, int parent)
    {
        if (_sequence.Broken(ModelSwitches.TlbisWaitForStores) && (state.VisibleP0 < state.Issued || (_sequence.TwoPes && state.VisibleP1 < state.Issued)))
        {
            return;
        }

        CompiledStep step = _sequence.Steps[tlbi];
        ulong p1 = step.ReachesP1 ? state.P1 & ~step.Removes : state.P1;
        Reach(new(state.P0 & ~step.Removes, p1, state.Pending & ~step.Twins, state.Step, state.Issued, state.VisibleP0, state.VisibleP1), parent);
    }

    private void Reach(in MachineState state, int parent)
    {
        ulong p0 = _universe.Closure(state.P0 | _walkable[state.VisibleP0]);
        ulong p1 = _sequence.TwoPes ? _universe.Closure(state.P1 | _walkable[state.VisibleP1]) : 0;
        _states.Add(state.With(p0, p1), parent, default);
    }

    private void Examine(in MachineState state)
    {
        Relations relations = _sequence.Relations;
        if (!_sequence.Broken(ModelSwitches.NoTwoTruthsInTlb))
        {
            ExamineTlb(0, state.P0, state.VisibleP0, relations);
            ExamineTlb(1, state.P1, state.VisibleP1, relations);
        }

        for (ulong rest = state.P0; rest != 0 && !_sequence.Broken(ModelSwitches.NoTwoTruthsInSystem); rest &= rest - 1)
        {
            int x = BitOperations.TrailingZeroCount(rest);
            Split[x] |= relations.Split[x] & state.P1;
            Safe &= Split[x] == 0;
        }

        if (state.Step == _sequence.Steps.Length)
        {
            Staleness end = _sequence.Staleness;
            bool stale = !_sequence.Broken(ModelSwitches.NoStale);
            Stale[0] |= stale ? state.P0 & end.StaleP0 : 0;
            Stale[1] |= stale ? state.P1 & end.StaleP1 : 0;
            Stuck |= _sequence.Broken(ModelSwitches.NoStuck) ? 0 : state.P0 & end.StuckP0;
            ToleratedAtEnd |= ((state.P0 | state.P1) & end.Tolerated) != 0;
            Safe &= (Stale[0] | Stale[1] | Stuck) == 0;
        }
    }

    private void ExamineTlb(int pe, ulong held, int visible, Relations relations)
    {
        for (ulong rest = held; rest != 0; rest &= rest - 1)
        {
            int x = BitOperations.TrailingZeroCount(rest);
            Clash[pe][x] |= relations.Clash[x] & held;
            ConflictAbort |= (relations.Hazard[x] & held) != 0;
            Safe &= Clash[pe][x] == 0;
            if ((_walkable[visible] >> x & 1) != 0)
            {
                Later[pe][x] |= relations.Later[x] & held;
                Safe &= Later[pe][x] == 0;
            }
        }
    }
}
