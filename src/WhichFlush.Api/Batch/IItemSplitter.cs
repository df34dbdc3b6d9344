using System.Buffers;

namespace WhichFlush.Api.Batch;

/// <summary>The result of a search for the next item.</summary>
internal enum Split
{
    /// <summary>The buffer does not hold the end of the item.</summary>
    NeedsMore,

    /// <summary>An item.</summary>
    Item,

    /// <summary>An item longer than <see cref="ItemBatch.MaxItem"/>, which is skipped.</summary>
    TooLong,

    /// <summary>Text that belongs to no item. The rest of the body cannot be split.</summary>
    Malformed,

    /// <summary>The end of the body.</summary>
    End,
}

/// <summary>Splits a body into items while it arrives.</summary>
internal interface IItemSplitter
{
    /// <summary>The text before all answers, between two of them, and after all.</summary>
    (byte[] Before, byte[] Between, byte[] After) Frame { get; }

    /// <summary>The accepted form of a body, for messages.</summary>
    string Accepted { get; }

    /// <summary>
    /// The length of the item at the start of <paramref name="piece"/>, if the whole item and one byte that ends it are there;
    /// else 0, and <see cref="Next"/> has to find it.
    /// </summary>
    int LengthOfWhole(ReadOnlySpan<byte> piece) => 0;

    /// <summary>Finds the next item, and removes it from the buffer with the text around it.</summary>
    /// <param name="buffer">The bytes that arrived and were not used yet.</param>
    /// <param name="complete">True if no more bytes will arrive.</param>
    /// <param name="item">The item without separators.</param>
    Split Next(ref ReadOnlySequence<byte> buffer, bool complete, out ReadOnlySequence<byte> item);
}
