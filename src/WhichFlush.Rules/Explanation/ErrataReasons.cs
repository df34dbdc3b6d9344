using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Maintenance;

namespace WhichFlush.Rules.Explanation;

/// <summary>Names the errata that repeat an invalidation. Those that ask for a break are rules, and named as such.</summary>
internal static class ErrataReasons
{
    public static IEnumerable<Reason> Of(Transition t, Decision decision)
    {
        foreach (Erratum erratum in ErrataBook.In(RepeatedInvalidation.After(decision.Tlbi, t.Context.Errata)))
        {
            yield return new(erratum.Id, Citation.Of(erratum.Id).Section, $"erratum {erratum.Id}: {erratum.Effect}", erratum.Title, []);
        }
    }
}
