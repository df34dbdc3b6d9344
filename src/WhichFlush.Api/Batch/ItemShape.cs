using System.Buffers.Text;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Batch;

/// <summary>
/// An item that was read, as text with holes for <c>old</c>, <c>new</c> and <c>address</c>. What differs from it in nothing else is
/// no other JSON and gives the same members, so that it need not be read like that again. Most items of a trace have few shapes.
/// </summary>
internal sealed class ItemShape
{
    /// <summary>Bytes of the longest item that is kept.</summary>
    private const int Longest = 1024;

    private byte[] _text = [];
    private readonly HexPlace[] _holes = new HexPlace[HexPlace.Most];
    private readonly ulong[] _values = new ulong[HexPlace.Most];
    private int _length, _holeCount;
    private bool _hasAddress;

    /// <summary>The item's members.</summary>
    public FlushDraft Draft { get; } = new();

    /// <summary>Makes the item that was just read into the draft, with nothing wrong, the one of the shape.</summary>
    /// <param name="item">Its text.</param>
    /// <param name="places">Where in it the values stand.</param>
    public void Keep(ReadOnlySpan<byte> item, IReadOnlyList<HexPlace> places)
    {
        // Whether children may be given depends on the values.
        bool canBeAgain = item.Length <= Longest && Draft.Children.IsEmpty
            && places.Any(place => place.Value == HexValue.Old) && places.Any(place => place.Value == HexValue.New);
        Forget();
        if (canBeAgain)
        {
            if (_text.Length < item.Length)
            {
                _text = new byte[item.Length];
            }

            item.CopyTo(_text);
            _length = item.Length;
            _hasAddress = places.Any(place => place.Value == HexValue.Address);
            foreach (HexPlace place in places)
            {
                _holes[_holeCount++] = place;
            }
        }
    }

    /// <summary>The same for items of one shape: made of the text without what follows the first few <c>0x</c>.</summary>
    public static int HashOf(ReadOnlySpan<byte> item)
    {
        var hash = default(HashCode);
        for (int i = 0; i < HexPlace.Most && item.IndexOf("\"0x"u8) is >= 0 and int prefix; i++)
        {
            hash.AddBytes(item[..prefix]);
            item = item[(prefix + 1)..];
            int end = item.IndexOf((byte)'"');
            item = end < 0 ? [] : item[end..];
        }

        hash.AddBytes(item);
        return hash.ToHashCode();
    }

    /// <summary>No item has the shape any more.</summary>
    public void Forget() => _length = _holeCount = 0;

    /// <summary>Reads an item of the shape; false if it is of another, or its values are for others to judge.</summary>
    public bool TryRead(ReadOnlySpan<byte> item)
    {
        int kept = 0, at = 0;
        for (int i = 0; i < _holeCount; i++)
        {
            HexPlace hole = _holes[i];
            ReadOnlySpan<byte> between = _text.AsSpan(kept..hole.Start);
            if (!item[at..].StartsWith(between)
                || !Utf8Parser.TryParse(item[(at + between.Length)..], out _values[(int)hole.Value], out int digits, 'x'))
            {
                return false;
            }

            at += between.Length + digits;
            kept = hole.End;
        }

        if (_length == 0 || !item[at..].SequenceEqual(_text.AsSpan(kept.._length)))
        {
            return false;
        }

        ulong? address = _hasAddress ? _values[(int)HexValue.Address] : null;
        if (address is { } given && !Draft.Asked.CanBeAt(given))
        {
            return false;
        }

        Draft.Again(_values[(int)HexValue.Old], _values[(int)HexValue.New], address);
        return true;
    }
}
