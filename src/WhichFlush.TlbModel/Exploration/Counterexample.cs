namespace WhichFlush.TlbModel.Exploration;

/// <summary>A path from the initial state to a violation.</summary>
/// <param name="Goal">The violation.</param>
/// <param name="Moves">The moves in order.</param>
internal sealed record Counterexample(Goal Goal, IReadOnlyList<Move> Moves);
