namespace WhichFlush.Rules.Sequence;

/// <summary>The store that claims the entry.</summary>
public enum Claim : byte
{
    /// <summary>Nothing is stored.</summary>
    None,

    /// <summary>The store of the invalid value.</summary>
    Break,

    /// <summary>The store of the new value.</summary>
    Make,
}

/// <summary>Operation that stores an entry.</summary>
public enum StoreOperation : byte
{
    /// <summary>A 64-bit single-copy atomic store.</summary>
    Store,

    /// <summary>A store-release.</summary>
    StoreRelease,

    /// <summary>A compare-and-swap on the old value.</summary>
    CompareAndSwap,
}

/// <summary>The store that claims an entry (RULES.md section 5).</summary>
/// <param name="Claim">The store that claims the entry.</param>
/// <param name="Operation">The operation of that store.</param>
/// <param name="CanFail">The store fails if the entry does not hold the old value.</param>
/// <param name="OnFailure">Instructions for a failure, or the reason why the store cannot fail.</param>
public readonly record struct Update(Claim Claim, StoreOperation Operation, bool CanFail, string OnFailure);
