namespace WhichFlush.Rules.Requirements;

/// <summary>A condition of the answer that the engine cannot check (RULES.md section 5).</summary>
/// <param name="Code">Stable name: <c>sameMapping</c>.</param>
/// <param name="Text">The condition as a sentence.</param>
public readonly record struct Condition(string Code, string Text);
