namespace WhichFlush.TlbModel.Questions;

/// <summary>The verdict on a sequence.</summary>
public sealed record ModelResult
{
    /// <summary>No violation can be reached. Without meaning if <see cref="Bounded"/> is not <c>null</c>.</summary>
    public required bool Safe { get; init; }

    /// <summary>At most one violation for each property, in the order of the properties.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Events that may happen and violate no property: <c>tlbConflictAbort</c> (RFCPSG, IHYQMB).</summary>
    public required IReadOnlyList<string> Hazards { get; init; }

    /// <summary>Steps that the manual asks for beyond those that the model can justify.</summary>
    public required IReadOnlyList<StepRemark> Missing { get; init; }

    /// <summary>
    /// Steps, each by itself, without which the sequence is still safe and misses nothing more; empty unless the sequence is safe.
    /// </summary>
    public required IReadOnlyList<StepRemark> Removable { get; init; }

    /// <summary>Number of states explored, in all searches together.</summary>
    public required int States { get; init; }

    /// <summary>The bound that ended the exploration before a verdict, in words; <c>null</c> if none did.</summary>
    public required string? Bounded { get; init; }
}
