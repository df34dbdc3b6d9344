using System.Numerics;

namespace WhichFlush.TlbModel.Machine;

/// <summary>Enumerates the indexes of the set bits of a mask, from the lowest, without allocation.</summary>
/// <param name="mask">The mask.</param>
internal struct BitIndexes(ulong mask)
{
    private ulong _rest = mask;

    public int Current { get; private set; }

    public readonly BitIndexes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest == 0)
        {
            return false;
        }

        Current = BitOperations.TrailingZeroCount(_rest);
        _rest &= _rest - 1;
        return true;
    }
}
