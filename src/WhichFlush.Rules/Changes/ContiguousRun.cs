namespace WhichFlush.Rules.Changes;

/// <summary>
/// The old and the new values of all members of a Contiguous run, in the order of the table. Runs are compared by reference.
/// </summary>
/// <param name="old">The descriptors in the table now.</param>
/// <param name="new">The descriptors to be written.</param>
public sealed class ContiguousRun(ReadOnlyMemory<ulong> old, ReadOnlyMemory<ulong> @new)
{
    /// <summary>The descriptors in the table now.</summary>
    public ReadOnlyMemory<ulong> Old { get; } = old;

    /// <summary>The descriptors to be written.</summary>
    public ReadOnlyMemory<ulong> New { get; } = @new;

    /// <summary>The number of members that have both values.</summary>
    public int Count => Math.Min(Old.Length, New.Length);

    /// <summary>No member changes.</summary>
    internal bool Unchanged => Old.Span.SequenceEqual(New.Span);

    /// <summary>The index of a member with these values; -1 if there is none.</summary>
    internal int IndexOf(ulong old, ulong @new)
    {
        int index = Count - 1;
        while (index >= 0 && (Old.Span[index] != old || New.Span[index] != @new))
        {
            index--;
        }

        return index;
    }
}
