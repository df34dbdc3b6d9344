using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace WhichFlush.Rules.HighPerformance;

/// <summary>
/// A cache of fixed size for values that follow from their keys and can be made again. Each slot holds one entry, and the newest entry
/// wins. Safe for concurrent use without locks; a look-up allocates nothing.
/// </summary>
/// <typeparam name="TKey">Key, compared by value.</typeparam>
/// <typeparam name="TValue">Value, immutable or safe for concurrent use.</typeparam>
public sealed class BoundedCache<TKey, TValue>
    where TKey : struct
    where TValue : class
{
    /// <summary>2^32 divided by the golden ratio: multiplication spreads keys that differ in a few bits over the high bits.</summary>
    private const uint GoldenRatio = 0x9e3779b1;

    private readonly Entry?[] _slots;
    private readonly int _shift;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="slots">Number of entries, a power of two from 2 on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slots"/> is another number.</exception>
    public BoundedCache(int slots)
    {
        if (slots < 2 || !BitOperations.IsPow2(slots))
        {
            throw new ArgumentOutOfRangeException(nameof(slots), slots, "A power of two from 2 on is needed.");
        }

        _slots = new Entry?[slots];
        _shift = 32 - BitOperations.Log2((uint)slots);
    }

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(in TKey key, [NotNullWhen(true)] out TValue? value)
    {
        // Reference writes are atomic: a reader never sees the key of one entry with the value of another.
        Entry? entry = Volatile.Read(ref Slot(key));
        if (entry is not null && EqualityComparer<TKey>.Default.Equals(entry.Key, key))
        {
            value = entry.Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Keeps a value, in place of the entry that has the slot of its key now.</summary>
    public void Set(in TKey key, TValue value) => Volatile.Write(ref Slot(key), new Entry(key, value));

    private ref Entry? Slot(in TKey key) => ref _slots[(uint)key.GetHashCode() * GoldenRatio >> _shift];

    private sealed class Entry(in TKey key, TValue value)
    {
        public readonly TKey Key = key;
        public readonly TValue Value = value;
    }
}
