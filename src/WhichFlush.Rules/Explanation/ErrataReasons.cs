using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>Reasons for the errata that repeat an invalidation. Errata that require a break are rows of the rule book.</summary>
internal static class ErrataReasons
{
    public static IEnumerable<Reason> Of(TlbiList issued, Errata errata)
    {
        foreach (Erratum erratum in ErrataBook.In(RepeatedInvalidation.After(issued, errata)))
        {
            yield return new(erratum.Id, Citation.Of(erratum.Id).Section, $"erratum {erratum.Id}: {erratum.Effect}", new(erratum.Title, 0, 0), []);
        }
    }
}
