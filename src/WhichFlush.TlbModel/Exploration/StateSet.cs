using WhichFlush.TlbModel.Machine;

namespace WhichFlush.TlbModel.Exploration;

/// <summary>
/// The states found so far, in the order of their discovery, each with the state and move that led to it; an open-addressing
/// index finds duplicates. The list is the queue of a breadth-first search, too.
/// </summary>
internal sealed class StateSet
{
    private MachineState[] _states = new MachineState[64];
    private int[] _parents = new int[64];
    private Move[] _moves = new Move[64];

    // Slots hold the number of a state plus one, so that 0 is an empty slot.
    private int[] _slots = new int[256];

    public int Count { get; private set; }

    public ref readonly MachineState this[int index] => ref _states[index];

    public int Parent(int index) => _parents[index];

    public Move Move(int index) => _moves[index];

    /// <summary>Adds a state unless it is there already.</summary>
    /// <returns>True if it is new.</returns>
    public bool Add(in MachineState state, int parent, Move move)
    {
        int mask = _slots.Length - 1;
        int slot = (int)state.Hash() & mask;
        while (_slots[slot] != 0)
        {
            if (_states[_slots[slot] - 1].Equals(state))
            {
                return false;
            }

            slot = (slot + 1) & mask;
        }

        if (Count == _states.Length)
        {
            Array.Resize(ref _states, Count * 2);
            Array.Resize(ref _parents, Count * 2);
            Array.Resize(ref _moves, Count * 2);
        }

        _states[Count] = state;
        _parents[Count] = parent;
        _moves[Count] = move;
        _slots[slot] = ++Count;
        if (Count * 2 > _slots.Length)
        {
            Rehash();
        }

        return true;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 4];
        int mask = _slots.Length - 1;
        for (int i = 0; i < Count; i++)
        {
            int slot = (int)_states[i].Hash() & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
