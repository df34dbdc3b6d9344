using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>A decision, and how much its explanation has to add: a client that sees 0 and 0 need not ask for the explanation.</summary>
/// <param name="Decision">The brief answer.</param>
/// <param name="ConditionCount">Number of <see cref="Answer.Conditions"/> of the same question.</param>
/// <param name="WarningCount">Number of <see cref="Answer.Warnings"/> of the same question.</param>
public readonly record struct CountedDecision(Decision Decision, int ConditionCount, int WarningCount);
