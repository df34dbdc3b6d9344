using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Errata that require one more broadcast TLBI and DSB (RULES.md section 5).</summary>
public static class RepeatedInvalidation
{
    /// <summary>
    /// The errata that require one more broadcast TLBI and DSB after an operation and its DSB; none after a local operation.
    /// CVE-2025-10263 exempts IPAS2 forms, because they do not change stage 1; 1286807 documents no exemption.
    /// </summary>
    /// <param name="use">The operation.</param>
    /// <param name="errata">The errata of the PEs that use the table.</param>
    public static Errata After(in TlbiUse use, Errata errata)
    {
        if (use.Scope is not (Scope.Inner or Scope.Outer))
        {
            return Errata.None;
        }

        bool stageTwoOnly = use.Family is TlbiFamily.IPAS2E1 or TlbiFamily.IPAS2LE1 or TlbiFamily.RIPAS2E1 or TlbiFamily.RIPAS2LE1;
        return errata & (stageTwoOnly ? Errata.E1286807 : Errata.RepeatInvalidation);
    }

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
}
