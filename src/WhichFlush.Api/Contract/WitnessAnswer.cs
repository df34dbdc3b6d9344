namespace WhichFlush.Api.Contract;

/// <summary>What goes wrong, by the model, if an answer is not followed.</summary>
internal sealed record WitnessAnswer
{
    /// <summary>What was done against the answer's advice.</summary>
    /// <example>The new value was written straight over the old one.</example>
    public required string Done { get; init; }

    /// <summary>The steps that were run, in the words of <c>/v1/check</c>.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>What goes wrong then; empty where the model sees nothing and the answer is mere caution, or a bound was reached.</summary>
    public required IReadOnlyList<ViolationAnswer> Violations { get; init; }

    /// <summary>What there is to say about it.</summary>
    public required string Text { get; init; }
}
