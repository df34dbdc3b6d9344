namespace WhichFlush.Rules.Sequence;

/// <summary>The values of several entries, from the first member of a Contiguous run on.</summary>
/// <param name="First">The value of the first member.</param>
/// <param name="Step">Added from one member to the next; <c>null</c> if the values do not rise evenly.</param>
/// <param name="Count">The number of members.</param>
/// <param name="List">The value of every member if they do not rise evenly; empty otherwise.</param>
public sealed record StoredValues(ulong First, ulong? Step, int Count, IReadOnlyList<ulong> List)
{
    /// <summary>The same value in every member.</summary>
    internal static StoredValues Same(ulong value, int count) => new(value, 0, count, []);

    /// <summary>The values as they stand, in the order of the table.</summary>
    internal static StoredValues Of(ReadOnlySpan<ulong> values)
    {
        ulong step = values.Length > 1 ? values[1] - values[0] : 0;
        bool even = values.Length < 2 || values[1] >= values[0];
        for (int i = 2; i < values.Length; i++)
        {
            even &= values[i] >= values[i - 1] && values[i] - values[i - 1] == step;
        }

        return even ? new(values[0], step, values.Length, []) : new(values[0], null, values.Length, values.ToArray());
    }
}
