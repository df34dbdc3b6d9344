namespace WhichFlush.Rules.Architecture;

/// <summary>Suggestions for a name that is not known.</summary>
internal static class NearestNames
{
    /// <summary>Maximum characters of the given text that are compared: more than any known name has, and a bound on the work.</summary>
    private const int MaxLength = 40;

    /// <summary>The known names with the smallest edit distance; equal distances are ordered by name.</summary>
    /// <param name="given">The text, in the case of the spellings.</param>
    /// <param name="known">Every spelling with the name that it belongs to; a name may have several spellings.</param>
    /// <param name="max">Maximum number of names.</param>
    public static IReadOnlyList<string> Of(string given, IEnumerable<(string Spelling, string Name)> known, int max)
    {
        string compared = given.Length > MaxLength ? given[..MaxLength] : given;
        return [.. known
            .GroupBy(entry => entry.Name, entry => EditDistance.Between(compared, entry.Spelling), StringComparer.Ordinal)
            .OrderBy(distances => distances.Min())
            .ThenBy(distances => distances.Key, StringComparer.Ordinal)
            .Take(max)
            .Select(distances => distances.Key)];
    }
}
