using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Errata that require one more broadcast TLBI and DSB (RULES.md section 5).</summary>
public static class RepeatedInvalidation
{
    /// <summary>
    /// The errata that require one more broadcast TLBI and DSB after an operation and its DSB. None after a local operation, and
    /// none after an IPAS2 form, which does not change stage 1.
    /// </summary>
    /// <param name="use">The operation.</param>
    /// <param name="errata">The errata of the PEs that use the table.</param>
    public static Errata After(in TlbiUse use, Errata errata) =>
        use.Scope is Scope.Inner or Scope.Outer ? errata & RepeatedAfter(use.Family) : Errata.None;

    /// <summary>The errata that require one more broadcast TLBI and DSB after any operation of a list.</summary>
    /// <param name="list">The operations of an answer.</param>
    /// <param name="errata">The errata of the PEs that use the table.</param>
    public static Errata After(in TlbiList list, Errata errata)
    {
        Errata all = Errata.None;
        for (int i = 0; i < list.Length; i++)
        {
            all |= After(list[i], errata);
        }

        return all;
    }

    private static Errata RepeatedAfter(TlbiFamily family) => family switch
    {
        TlbiFamily.IPAS2E1 or TlbiFamily.IPAS2LE1 or TlbiFamily.RIPAS2E1 or TlbiFamily.RIPAS2LE1 => Errata.None,
        TlbiFamily.ALLE3 or TlbiFamily.VAE3 or TlbiFamily.VALE3 or TlbiFamily.RVAE3 or TlbiFamily.RVALE3 => Errata.RepeatInvalidation,
        _ => Errata.RepeatStage1,
    };
}
