namespace WhichFlush.Rules.Sequence;

/// <summary>Which store claims the entry.</summary>
public enum Claim : byte
{
    /// <summary>Nothing is stored.</summary>
    None,

    /// <summary>The store of the invalid value.</summary>
    Break,

    /// <summary>The store of the new value.</summary>
    Make,
}

/// <summary>How an entry is stored.</summary>
public enum StoreOperation : byte
{
    /// <summary>A 64-bit single-copy atomic store.</summary>
    Store,

    /// <summary>A store-release.</summary>
    StoreRelease,

    /// <summary>A compare-and-swap on the old value.</summary>
    CompareAndSwap,
}

/// <summary>How the store is done.</summary>
/// <param name="Claim">The store that claims the entry.</param>
/// <param name="Operation">How that store is done.</param>
/// <param name="CanFail">Whether it can find another value than the old one.</param>
/// <param name="OnFailure">What to do then, or why it cannot fail.</param>
public readonly record struct Update(Claim Claim, StoreOperation Operation, bool CanFail, string OnFailure);
