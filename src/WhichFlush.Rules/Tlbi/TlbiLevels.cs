using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>The Exception levels where operations are UNDEFINED (RULES.md 4.1).</summary>
internal static class TlbiLevels
{
    /// <summary>The lowest Exception level where the operation is not UNDEFINED, on a PE that has every Exception level.</summary>
    public static ExceptionLevel LowestLevel(this TlbiFamily family) => family switch
    {
        TlbiFamily.ALLE3 or TlbiFamily.VAE3 or TlbiFamily.VALE3 or TlbiFamily.RVAE3 or TlbiFamily.RVALE3
            or TlbiFamily.PAALL or TlbiFamily.RPA or TlbiFamily.RPAL => ExceptionLevel.El3,
        TlbiFamily.VMALLS12E1 or TlbiFamily.ALLE1 or TlbiFamily.ALLE2 or TlbiFamily.VAE2 or TlbiFamily.VALE2 or TlbiFamily.RVAE2 or TlbiFamily.RVALE2
            or TlbiFamily.IPAS2E1 or TlbiFamily.IPAS2LE1 or TlbiFamily.RIPAS2E1 or TlbiFamily.RIPAS2LE1 or TlbiFamily.VMALLWS2E1 => ExceptionLevel.El2,
        _ => ExceptionLevel.El1,
    };

    /// <summary>The first operation of a list that is UNDEFINED at the Exception level; at EL1 if the level is not known. <c>null</c> if there is none.</summary>
    public static TlbiUse? FirstUndefined(in TlbiList list, ExceptionLevel? runsAt)
    {
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i].Family.LowestLevel() > (runsAt ?? ExceptionLevel.El1))
            {
                return list[i];
            }
        }

        return null;
    }
}
