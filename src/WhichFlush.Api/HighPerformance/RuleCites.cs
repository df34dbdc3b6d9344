using System.Collections.Concurrent;
using System.Text;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.HighPerformance;

/// <summary>The Arm ids that a set of rules cites, as JSON strings, cached by set: each id once, in the order of the rule book.</summary>
internal static class RuleCites
{
    /// <summary>Maximum sets in the cache. Real traces meet some dozens; the bound is for hostile ones.</summary>
    private const int MaxKept = 4096;

    private static readonly ConcurrentDictionary<ulong, byte[]> Known = new();

    /// <summary>The ids of a <see cref="WhichFlush.Rules.Tlbi.Decision.RuleMask"/>, without brackets.</summary>
    public static byte[] Of(ulong rules) => Known.TryGetValue(rules, out byte[]? known) ? known : Make(rules);

    private static byte[] Make(ulong rules)
    {
        IEnumerable<string> cites = RuleTable.Rules.Where((_, i) => (rules >> i & 1) != 0).SelectMany(rule => rule.Cites).Distinct(StringComparer.Ordinal);
        byte[] json = Encoding.UTF8.GetBytes(string.Join(',', cites.Select(cite => $"\"{cite}\"")));
        if (Known.Count < MaxKept)
        {
            Known[rules] = json;
        }

        return json;
    }
}
