using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Steps;

/// <summary>A parsed sequence, or its errors.</summary>
/// <param name="Steps">The instructions in order; without meaning unless <see cref="Errors"/> is empty.</param>
/// <param name="Errors">One error for each instruction that does not parse.</param>
public readonly record struct ParsedSequence(IReadOnlyList<SequenceStep> Steps, IReadOnlyList<StepError> Errors)
{
    /// <summary>Every instruction parsed.</summary>
    public bool IsValid => Errors.Count == 0;
}
