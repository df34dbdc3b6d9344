using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.HighPerformance;

/// <summary>A cache of the lookup tables of recent contexts.</summary>
internal static class KnownTables
{
    /// <summary>Maximum number of contexts, some 3 KB each; a power of two.</summary>
    private const int MaxContexts = 256;

    private static readonly BoundedCache<ulong, TlbiTables> Cache = new(MaxContexts);

    /// <summary>Finds or derives the tables of a context.</summary>
    public static TlbiTables Find(in TranslationContext context) => Find(context, ContextKeys.Of(context));

    /// <summary>Finds or derives the tables of a context whose key the caller has computed.</summary>
    public static TlbiTables Find(in TranslationContext context, ContextKey key)
    {
        if (!Cache.TryGet((ulong)key, out TlbiTables? tables) || !tables.AreOf(context, key))
        {
            tables = new TlbiTables(context);
            Cache.Set((ulong)key, tables);
        }

        return tables;
    }
}
