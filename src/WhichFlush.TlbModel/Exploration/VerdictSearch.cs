using System.Numerics;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Exploration;

/// <summary>
/// Finds the violations that can be reached, without a path. Every property forbids TLB entries, so a TLB that holds more entries is
/// never safer. The search therefore leaves out moves that cannot make a TLB hold more: walks happen at once, and nothing is evicted.
/// A TLBI completes only while P0 waits at a DSB, because nothing forces it to complete before. TLBIs that remove the same entries
/// complete together.
/// </summary>
internal sealed class VerdictSearch
{
    private readonly CompiledSequence _sequence;
    private readonly TlbEntrySet _entrySet;
    private readonly EntryConflicts _conflicts;
    private readonly ModelSwitches _switches;
    private readonly StateSet _states = new();
    private readonly ulong[] _walkable;

    private VerdictSearch(CompiledSequence sequence)
    {
        _sequence = sequence;
        _entrySet = sequence.EntrySet;
        _conflicts = sequence.Conflicts;
        _switches = sequence.Switches;
        _walkable = [.. _entrySet.WalkedFrom];
    }

    /// <summary>Reached pairs of <see cref="EntryConflicts.SameTlb"/>, by PE.</summary>
    public ulong[][] SameTlb { get; } = [new ulong[TlbEntrySet.MaxEntries], new ulong[TlbEntrySet.MaxEntries]];

    /// <summary>Reached pairs of <see cref="EntryConflicts.OnArrival"/>, by PE.</summary>
    public ulong[][] OnArrival { get; } = [new ulong[TlbEntrySet.MaxEntries], new ulong[TlbEntrySet.MaxEntries]];

    /// <summary>Reached pairs of <see cref="EntryConflicts.AcrossPes"/>, by the entry of P0.</summary>
    public ulong[] AcrossPes { get; } = new ulong[TlbEntrySet.MaxEntries];

    /// <summary>Stale entries at the end, by PE.</summary>
    public ulong[] Stale { get; } = new ulong[2];

    /// <summary>Entries on which P0 faults for ever at the end.</summary>
    public ulong Stuck { get; private set; }

    /// <summary>A PE may hold tolerated entries of the old size at the end.</summary>
    public bool ToleratedAtEnd { get; private set; }

    /// <summary>A TLB conflict abort is possible.</summary>
    public bool ConflictAbort { get; private set; }

    /// <summary>No violation was found.</summary>
    public bool Safe { get; private set; } = true;

    public static VerdictSearch Run(CompiledSequence sequence, Bounds bounds)
    {
        var search = new VerdictSearch(sequence);
        search.Explore(bounds);
        return search;
    }

    private void Explore(Bounds bounds)
    {
        Reach(new() { P0 = _entrySet.InitialP0, P1 = _sequence.TwoPes ? _entrySet.InitialP1 : 0 }, -1);
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
                Reach(state with { VisibleP0 = (byte)(state.VisibleP0 + 1) }, i);
            }

            if (_sequence.TwoPes && state.VisibleP1 < state.Issued)
            {
                Reach(state with { VisibleP1 = (byte)(state.VisibleP1 + 1) }, i);
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
        MachineState next = state with { Step = (byte)(state.Step + 1) };
        switch (step.Kind)
        {
            case InstructionKind.Store when step.Stores:
                Store(next, parent);
                break;
            case InstructionKind.Tlbi when step.Removes != 0:
                Issue(next, state.Step, parent);
                break;
            case InstructionKind.Dsb:
                CompleteSome(state, parent);
                if (step.Completes(state, _sequence.TwoPes))
                {
                    Reach(next, parent);
                }

                break;
            default:
                Reach(next, parent);
                break;
        }
    }

    private void Store(in MachineState next, int parent)
    {
        byte issued = (byte)(next.Issued + 1);
        Reach(_switches.HasFlag(ModelSwitches.StoresVisibleAtOnce)
            ? next with { Issued = issued, VisibleP0 = issued, VisibleP1 = issued }
            : next with { Issued = issued }, parent);
    }

    private void Issue(in MachineState next, int tlbi, int parent)
    {
        MachineState issued = next with { Pending = next.Pending | 1UL << tlbi };
        if (_switches.HasFlag(ModelSwitches.TlbisCompleteAtOnce))
        {
            Complete(issued, tlbi, parent);
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
            rest &= ~_sequence.Steps[tlbi].SameEffect;
            Complete(state, tlbi, parent);
        }
    }

    private void Complete(in MachineState state, int tlbi, int parent)
    {
        bool storesPending = state.VisibleP0 < state.Issued || (_sequence.TwoPes && state.VisibleP1 < state.Issued);
        if (storesPending && _switches.HasFlag(ModelSwitches.TlbisWaitForStores))
        {
            return;
        }

        CompiledStep step = _sequence.Steps[tlbi];
        Reach(
            state with
            {
                P0 = state.P0 & ~step.Removes,
                P1 = step.ReachesP1 ? state.P1 & ~step.Removes : state.P1,
                Pending = state.Pending & ~step.SameEffect,
            },
            parent);
    }

    private void Reach(in MachineState state, int parent)
    {
        ulong p0 = _entrySet.Closure(state.P0 | _walkable[state.VisibleP0]);
        ulong p1 = _sequence.TwoPes ? _entrySet.Closure(state.P1 | _walkable[state.VisibleP1]) : 0;
        _states.Add(state with { P0 = p0, P1 = p1 }, parent, default);
    }

    private void Examine(in MachineState state)
    {
        if (!_switches.HasFlag(ModelSwitches.NoTwoTruthsInTlb))
        {
            ExamineTlb(0, state.P0, _walkable[state.VisibleP0]);
            ExamineTlb(1, state.P1, _walkable[state.VisibleP1]);
        }

        if (!_switches.HasFlag(ModelSwitches.NoTwoTruthsInSystem))
        {
            foreach (int x in new BitIndexes(state.P0))
            {
                AcrossPes[x] |= _conflicts.AcrossPes[x] & state.P1;
                Safe &= AcrossPes[x] == 0;
            }
        }

        if (state.Step == _sequence.Steps.Length)
        {
            ExamineEnd(state);
        }
    }

    private void ExamineTlb(int pe, ulong held, ulong walkable)
    {
        foreach (int x in new BitIndexes(held))
        {
            SameTlb[pe][x] |= _conflicts.SameTlb[x] & held;
            ConflictAbort |= (_conflicts.ConflictAbort[x] & held) != 0;
            Safe &= SameTlb[pe][x] == 0;
            if ((walkable >> x & 1) != 0)
            {
                OnArrival[pe][x] |= _conflicts.OnArrival[x] & held;
                Safe &= OnArrival[pe][x] == 0;
            }
        }
    }

    private void ExamineEnd(in MachineState state)
    {
        Staleness end = _sequence.Staleness;
        bool stale = !_switches.HasFlag(ModelSwitches.NoStale);
        Stale[0] |= stale ? state.P0 & end.StaleP0 : 0;
        Stale[1] |= stale ? state.P1 & end.StaleP1 : 0;
        Stuck |= _switches.HasFlag(ModelSwitches.NoStuck) ? 0 : state.P0 & end.StuckP0;
        ToleratedAtEnd |= ((state.P0 | state.P1) & end.Tolerated) != 0;
        Safe &= (Stale[0] | Stale[1] | Stuck) == 0;
    }
}
