using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.HighPerformance;

/// <summary>The tables of the contexts that were asked about last.</summary>
internal static class KnownTables
{
    /// <summary>Maximum contexts kept, of some 3 KB each; a power of two.</summary>
    private const int MaxContexts = 256;

    private static readonly BoundedCache<ulong, TlbiTables> Cache = new(MaxContexts);

    /// <summary>The tables of a context.</summary>
    public static TlbiTables Find(in TranslationContext context) => Find(context, ContextKeys.Of(context));

    /// <summary>The tables of a context whose key the caller has.</summary>
    public static TlbiTables Find(in TranslationContext context, ContextKey key)
    {
        if (!Cache.TryGet((ulong)key, out TlbiTables? tables))
        {
            tables = new TlbiTables(context);
            Cache.Set((ulong)key, tables);
        }

        return tables;
    }
}
