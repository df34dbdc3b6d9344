using WhichFlush.TlbModel.Machine;

namespace WhichFlush.TlbModel.Exploration;

/// <summary>
/// The states found so far in the order of discovery, each with the state and the move that led to it. The list is also the queue of
/// a breadth-first search. A hash table with open addressing finds duplicates.
/// </summary>
internal sealed class StateSet
{
    private MachineState[] _states = new MachineState[64];
    private int[] _parents = new int[64];
    private Move[] _moves = new Move[64];

    /// <summary>The index of a state plus one, by its hash; 0 is an empty slot.</summary>
    private int[] _slots = new int[256];

    public int Count { get; private set; }

    public ref readonly MachineState this[int index] => ref _states[index];

    /// <summary>Index of the state before; -1 for the initial state.</summary>
    public int Parent(int index) => _parents[index];

    /// <summary>The move from the state before.</summary>
    public Move Move(int index) => _moves[index];

    /// <summary>Adds a state unless the set contains it.</summary>
    /// <returns>True if the state is new.</returns>
    public bool Add(in MachineState state, int parent, Move move)
    {
        int mask = _slots.Length - 1;
        int slot = state.GetHashCode() & mask;
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
            int slot = _states[i].GetHashCode() & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
