using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// Everything that a TLB can hold in one question, numbered: a TLB is then a set of at most 64 bits, and what a walk, an
/// invalidation or a property looks at is a mask.
/// </summary>
internal sealed class Universe
{
    /// <summary>The most different things; more than that is beyond the bounds of the model.</summary>
    public const int MostThings = 64;

    private readonly List<CachedThing> _things = [];

    public required TranslationContext Context { get; init; }

    public required EntryPlace Place { get; init; }

    public required ModelSwitches Switches { get; init; }

    public IReadOnlyList<CachedThing> Things => _things;

    /// <summary>More different things than <see cref="MostThings"/>.</summary>
    public bool Overflows { get; private set; }

    /// <summary>What a walk that reads the value may cache, by the index of the value.</summary>
    public List<ulong> WalkedFrom { get; } = [];

    /// <summary>What may be cached by way of a cached thing alone: below a walk entry, or a stage 2 entry combined with stage 1.</summary>
    public ulong[] Derived { get; } = new ulong[MostThings];

    /// <summary>What P0 and P1 hold before the sequence besides what the old value gives.</summary>
    public ulong InitialP0 { get; set; }

    /// <inheritdoc cref="InitialP0"/>
    public ulong InitialP1 { get; set; }

    public bool Broken(ModelSwitches one) => (Switches & one) != 0;

    /// <summary>The number of a thing, as a mask; 0 if there is no room.</summary>
    public ulong Add(in CachedThing thing)
    {
        int index = _things.IndexOf(thing);
        if (index < 0)
        {
            if (_things.Count == MostThings)
            {
                Overflows = true;
                return 0;
            }

            index = _things.Count;
            _things.Add(thing);
            if (Context.Stage == Stage.Two && thing.Form == ThingForm.Leaf)
            {
                ulong combined = Add(thing with { Form = ThingForm.Combined });
                Derived[index] |= combined;
            }
        }

        return 1UL << index;
    }

    /// <summary>All that may be cached once <paramref name="held"/> is, without reading the entry again.</summary>
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

    /// <summary>Takes away what a broken model does without.</summary>
    public void BreakDerivations()
    {
        for (int i = 0; i < _things.Count; i++)
        {
            ModelSwitches move = _things[i].Form == ThingForm.Walk ? ModelSwitches.NoWalkFromWalkCache : ModelSwitches.NoCombinedFromStage2;
            Derived[i] = Broken(move) ? 0 : Derived[i];
        }
    }
}
