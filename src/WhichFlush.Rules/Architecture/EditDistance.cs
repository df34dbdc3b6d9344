namespace WhichFlush.Rules.Architecture;

/// <summary>Edit distance of two names, for suggestions.</summary>
internal static class EditDistance
{
    /// <summary>The minimum number of insertions, deletions, replacements and swaps of neighbours that turn one name into the other.</summary>
    public static int Between(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        // Three rows of the usual table: the current one, the previous one, and the one before it, which swaps need.
        int[] current = new int[to.Length + 1], previous = new int[to.Length + 1], beforePrevious = new int[to.Length + 1];
        for (int column = 0; column <= to.Length; column++)
        {
            current[column] = column;
        }

        for (int row = 1; row <= from.Length; row++)
        {
            (beforePrevious, previous, current) = (previous, current, beforePrevious);
            current[0] = row;
            for (int column = 1; column <= to.Length; column++)
            {
                int replace = previous[column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                int best = Math.Min(replace, Math.Min(previous[column], current[column - 1]) + 1);
                bool swapped = row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
                current[column] = swapped ? Math.Min(best, beforePrevious[column - 2] + 1) : best;
            }
        }

        return current[to.Length];
    }
}
