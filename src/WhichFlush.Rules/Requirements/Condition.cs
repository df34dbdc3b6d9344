namespace WhichFlush.Rules.Requirements;

/// <summary>What must hold for the answer and was not known.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Text">The condition as a sentence.</param>
public readonly record struct Condition(string Code, string Text);
