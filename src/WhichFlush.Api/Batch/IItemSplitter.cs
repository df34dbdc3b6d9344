using System.Buffers;

namespace WhichFlush.Api.Batch;

/// <summary>What a splitter found.</summary>
internal enum Split
{
    /// <summary>Nothing yet: more has to come.</summary>
    NeedsMore,

    /// <summary>An item.</summary>
    Item,

    /// <summary>An item that is longer than <see cref="ItemBatch.LongestItem"/>; it was left out.</summary>
    TooLong,

    /// <summary>What stands there belongs to no item, and nothing can be made of what follows.</summary>
    Malformed,

    /// <summary>The end.</summary>
    End,
}

/// <summary>Takes a body apart into items as it comes in.</summary>
internal interface IItemSplitter
{
    /// <summary>What stands before all answers, between two of them, and after all.</summary>
    (byte[] Before, byte[] Between, byte[] After) Frame { get; }

    /// <summary>What is accepted where nothing can be made of the body.</summary>
    string Accepted { get; }

    /// <summary>
    /// The length of the item that <paramref name="piece"/> begins with, if it is one in whole and one byte that ends it follows;
    /// 0 where it takes more to tell.
    /// </summary>
    int LengthOfWhole(ReadOnlySpan<byte> piece) => 0;

    /// <summary>Finds the next item and takes it, and what is of no use, off the buffer.</summary>
    /// <param name="buffer">What came in and was not used yet.</param>
    /// <param name="complete">Nothing more will come.</param>
    /// <param name="item">The item, without what separates it from others.</param>
    Split Next(ref ReadOnlySequence<byte> buffer, bool complete, out ReadOnlySequence<byte> item);
}
