using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace WhichFlush.Rules.HighPerformance;

/// <summary>
/// Keeps the values that were set last, at most one for each slot. Lock-free and safe for concurrent use. Reference writes are
/// atomic: a reader never sees a half-written entry. A look-up allocates nothing.
/// </summary>
/// <typeparam name="TKey">Key; its hash code selects the slot.</typeparam>
/// <typeparam name="TValue">Value.</typeparam>
public sealed class BoundedCache<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
    where TValue : class
{
    private readonly Entry?[] _slots;
    private readonly int _shift;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="slots">Maximum number of values, a power of two from 2 to 2^30.</param>
    public BoundedCache(int slots)
    {
        if (!BitOperations.IsPow2(slots) || slots < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(slots), slots, "Accepted: a power of two, 2 or more.");
        }

        _slots = new Entry?[slots];
        _shift = 32 - BitOperations.Log2((uint)slots);
    }

    /// <summary>Finds the value of a key.</summary>
    /// <returns>False if the key was never set, or another key took its slot since.</returns>
    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        Entry? entry = Volatile.Read(ref Slot(key));
        if (entry is not null && entry.Key.Equals(key))
        {
            value = entry.Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Keeps a value in place of the one in its slot.</summary>
    public void Set(TKey key, TValue value) => Volatile.Write(ref Slot(key), new Entry(key, value));

    /// <summary>Fibonacci hashing: the upper bits of the product depend on all bits of the hash code.</summary>
    private ref Entry? Slot(TKey key) => ref _slots[(uint)key.GetHashCode() * 0x9e3779b9u >> _shift];

    private sealed class Entry(TKey key, TValue value)
    {
        public TKey Key => key;

        public TValue Value => value;
    }
}
