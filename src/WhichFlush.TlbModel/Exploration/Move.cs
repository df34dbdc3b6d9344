namespace WhichFlush.TlbModel.Exploration;

/// <summary>The kinds of moves.</summary>
internal enum MoveKind : byte
{
    /// <summary>No move: the initial state.</summary>
    Start,

    /// <summary>P0 executes its next step.</summary>
    Step,

    /// <summary>The oldest invisible store becomes visible to a walker.</summary>
    Visible,

    /// <summary>A TLBI completes.</summary>
    Complete,

    /// <summary>A walk reads the table entry and caches a TLB entry.</summary>
    Walk,

    /// <summary>A walk starts from a cached entry and caches another TLB entry.</summary>
    Derive,

    /// <summary>A PE evicts a TLB entry.</summary>
    Evict,
}

/// <summary>A transition from one state to the next.</summary>
/// <param name="Kind">The kind of move.</param>
/// <param name="Pe">Index of the PE that walks, evicts or sees a store; 0 for steps and completions.</param>
/// <param name="Index">Index of the step or of the TLB entry; for a visible store, its number from 1.</param>
internal readonly record struct Move(MoveKind Kind, byte Pe, byte Index);
