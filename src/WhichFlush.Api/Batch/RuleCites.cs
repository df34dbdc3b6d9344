using WhichFlush.Rules.Tlbi;
using System.Collections.Concurrent;
using System.Text;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.Batch;

/// <summary>The Arm ids that a set of rules cites, as JSON strings, each once, in the order of the rule book.</summary>
internal static class RuleCites
{
    /// <summary>Real traces meet some dozens of sets; a hostile one may not make this grow for ever.</summary>
    private const int MostKept = 4096;

    private static readonly ConcurrentDictionary<ulong, byte[]> Known = new();

    /// <summary>The ids of a <see cref="Decision.RuleMask"/>, without brackets.</summary>
    public static byte[] Of(ulong rules) => Known.TryGetValue(rules, out byte[]? known) ? known : Make(rules);

    private static byte[] Make(ulong rules)
    {
        IEnumerable<string> cites = RuleTable.Rules.Where((_, i) => (rules >> i & 1) != 0).SelectMany(rule => rule.Cites).Distinct(StringComparer.Ordinal);
        byte[] json = Encoding.UTF8.GetBytes(string.Join(',', cites.Select(cite => $"\"{cite}\"")));
        if (Known.Count < MostKept)
        {
            Known[rules] = json;
        }

        return json;
    }
}
