namespace WhichFlush.TlbModel.Exploration;

/// <summary>What happens from one state to the next.</summary>
internal enum MoveKind : byte
{
    /// <summary>The beginning.</summary>
    Start,

    /// <summary>P0 executes its next step.</summary>
    Step,

    /// <summary>The oldest invisible store becomes visible to a walker.</summary>
    Visible,

    /// <summary>A TLBI completes.</summary>
    Complete,

    /// <summary>A walk reads the entry and caches something.</summary>
    Walk,

    /// <summary>A walk that starts from something cached caches something.</summary>
    Derive,

    /// <summary>A PE drops something.</summary>
    Evict,
}

/// <summary>A move.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Pe">The PE that walks, evicts or sees a store; 0 for steps and completions.</param>
/// <param name="Index">Index of the step, or number of the thing.</param>
internal readonly record struct Move(MoveKind Kind, byte Pe, byte Index);
