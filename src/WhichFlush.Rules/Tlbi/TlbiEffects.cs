using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>The entries that each family removes, and their regime, in words (RULES.md 4.1; manual D8.17.5 and D8.17.6).</summary>
internal static class TlbiEffects
{
    private const string El1 = "EL1&0 stage 1 of the current VMID and Security state; EL2&0 if executed with HCR_EL2.{E2H,TGE} = {1,1}";
    private const string El1Both = "EL1&0, stages 1 and 2, of the current Security state";
    private const string Stage2 = "EL1&0 stage 2 of the current VMID and Security state";
    private const string El2 = "EL2, or EL2&0 if HCR_EL2.E2H = 1";
    private const string El3 = "EL3";
    private const string Gpt = "Granule protection tables (physical address spaces); executes at EL3 only";

    private const string ByVa = "Entries that translate the VA: non-global ones of the ASID at any level, walk entries included, and global ones of the last level";
    private const string ByVaLast = "Last-level entries that translate the VA: non-global ones of the ASID, and global ones";
    private const string ByVaAll = "Entries that translate the VA, of every ASID, at any level, walk entries included";
    private const string ByVaAllLast = "Last-level entries that translate the VA, of every ASID";
    private const string ByVaEl2 = "Entries that translate the VA at any level, walk entries included; in EL2&0 of the ASID, and global ones of the last level";
    private const string ByVaEl2Last = "Last-level entries that translate the VA; in EL2&0 of the ASID, and global ones";
    private const string ByVaEl3 = "Entries that translate the VA at any level, walk entries included";
    private const string ByVaEl3Last = "Last-level entries that translate the VA";
    private const string ByIpa = "Stage 2 entries that translate the IPA at any level, walk entries included";
    private const string ByIpaLast = "Last-level stage 2 entries that translate the IPA";
    private const string NotCombined = "; entries that combine stages 1 and 2 need not go: follow with DSB and VMALLE1 (RVZZVZ, RTVTYQ)";

    /// <summary>The regime and the removed entries, in words.</summary>
    public static (string Regime, string Removes) Of(TlbiFamily family, Scope scope)
    {
        (string regime, string removes) = Of(family.ByAddress());
        string range = family == family.ByAddress() ? ""
            : " For every address of the range of (NUM + 1) * 2^(5 * SCALE + 1) granules from BaseADDR.";
        string where = scope switch
        {
            Scope.Inner => " On every PE of the Inner Shareable domain.",
            Scope.Outer => " On every PE of the Outer Shareable domain.",
            _ => " On the executing PE only.",
        };
        return (regime, $"{removes}.{range}{where}");
    }

    private static (string Regime, string Removes) Of(TlbiFamily family) => family switch
    {
        TlbiFamily.VMALLE1 => (El1, "All stage 1 entries, of every ASID and global, at any level, and all entries that combine stages 1 and 2"),
        TlbiFamily.VMALLS12E1 => (El1Both + " and VMID", "All entries of stage 1, of stage 2, and of both combined"),
        TlbiFamily.ALLE1 => (El1Both + ", all VMIDs", "All entries of stage 1, of stage 2, and of both combined"),
        TlbiFamily.ALLE2 => (El2, "All entries, of every ASID and global, at any level"),
        TlbiFamily.ALLE3 => (El3, "All entries, at any level"),
        TlbiFamily.ASIDE1 => (El1, "Non-global entries of the ASID, for every address; of every level by C5.5.12, of the last level only by RFKSVM"),
        TlbiFamily.VAE1 => (El1, ByVa),
        TlbiFamily.VAAE1 => (El1, ByVaAll),
        TlbiFamily.VALE1 => (El1, ByVaLast),
        TlbiFamily.VAALE1 => (El1, ByVaAllLast),
        TlbiFamily.VAE2 => (El2, ByVaEl2),
        TlbiFamily.VALE2 => (El2, ByVaEl2Last),
        TlbiFamily.VAE3 => (El3, ByVaEl3),
        TlbiFamily.VALE3 => (El3, ByVaEl3Last),
        TlbiFamily.IPAS2E1 => (Stage2, ByIpa + NotCombined),
        TlbiFamily.IPAS2LE1 => (Stage2, ByIpaLast + NotCombined),
        TlbiFamily.VMALLWS2E1 => (Stage2, "Writable-dirty state only: stage 2 entries that are writable-dirty become writable-clean"),
        TlbiFamily.PAALL => (Gpt, "All granule protection information"),
        TlbiFamily.RPA => (Gpt, "Granule protection information for the physical range, at any level"),
        _ => (Gpt, "Granule protection information for the physical range, of the last level"),
    };
}
