using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Where errata ask for one more broadcast TLBI and DSB (RULES.md section 5).</summary>
public static class RepeatedInvalidation
{
    /// <summary>
    /// The errata that ask for one more broadcast TLBI and DSB after the DSB that follows an operation; none if it is local.
    /// IPAS2 forms alone are exempt for CVE-2025-10263, since they leave stage 1 as it is; for 1286807 no exemption is documented.
    /// </summary>
    public static Errata After(in TlbiUse use, Errata errata)
    {
        if (use.Scope is not (Scope.Inner or Scope.Outer))
        {
            return Errata.None;
        }

        bool stageTwoOnly = use.Family is TlbiFamily.IPAS2E1 or TlbiFamily.IPAS2LE1 or TlbiFamily.RIPAS2E1 or TlbiFamily.RIPAS2LE1;
        return errata & (stageTwoOnly ? Errata.E1286807 : Errata.RepeatInvalidation);
    }

    /// <summary>The same for all operations of an answer.</summary>
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
