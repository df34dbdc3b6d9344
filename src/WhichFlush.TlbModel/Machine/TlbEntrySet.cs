using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// All TLB entries that can occur in a question, numbered. The content of a TLB is then a set of at most 64 bits; walks, invalidations
/// and properties are masks.
/// </summary>
internal sealed class TlbEntrySet
{
    /// <summary>Maximum number of different entries; the model does not answer a question with more.</summary>
    public const int MaxEntries = 64;

    private readonly List<TlbEntry> _entries = [];

    public required TranslationContext Context { get; init; }

    public required TableEntry TableEntry { get; init; }

    public required ModelSwitches Switches { get; init; }

    public IReadOnlyList<TlbEntry> Entries => _entries;

    /// <summary>There are more than <see cref="MaxEntries"/> different entries.</summary>
    public bool Overflows { get; private set; }

    /// <summary>The entries that a walk may cache when it reads a value, by the index of the value.</summary>
    public List<ulong> WalkedFrom { get; } = [];

    /// <summary>
    /// The entries that a walk may cache from a cached entry, without reading the table entry: leaves from a walk entry, a combined
    /// entry from a stage 2 leaf.
    /// </summary>
    public ulong[] Derived { get; } = new ulong[MaxEntries];

    /// <summary>Entries of P0 before the sequence, besides those that the old value gives.</summary>
    public ulong InitialP0 { get; set; }

    /// <summary>Entries of P1 before the sequence, besides those that the old value gives.</summary>
    public ulong InitialP1 { get; set; }

    /// <summary>The index of an entry; -1 if the set does not have it.</summary>
    public int IndexOf(in TlbEntry entry) => _entries.IndexOf(entry);

    /// <summary>Adds an entry unless it is in the set.</summary>
    /// <returns>The mask of its index; 0 if the set is full.</returns>
    public ulong Add(in TlbEntry entry)
    {
        int index = _entries.IndexOf(entry);
        if (index < 0)
        {
            if (_entries.Count == MaxEntries)
            {
                Overflows = true;
                return 0;
            }

            index = _entries.Count;
            _entries.Add(entry);
            if (Context.Stage == Stage.Two && entry.Kind == TlbEntryKind.Leaf)
            {
                Derived[index] |= Add(entry with { Kind = TlbEntryKind.Combined });
            }
        }

        return 1UL << index;
    }

    /// <summary>The given entries, and all that walks may cache from them without reading the table entry.</summary>
    public ulong Closure(ulong held)
    {
        ulong all = held;
        for (ulong rest = held; rest != 0;)
        {
            int i = System.Numerics.BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            ulong more = Derived[i] & ~all;
            all |= more;
            rest |= more;
        }

        return all;
    }

    /// <summary>Removes the derivations that the switches disable.</summary>
    public void DisableDerivations()
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            ModelSwitches move = _entries[i].Kind == TlbEntryKind.Walk ? ModelSwitches.NoWalkFromWalkCache : ModelSwitches.NoCombinedFromStage2;
            Derived[i] = Switches.HasFlag(move) ? 0 : Derived[i];
        }
    }
}
