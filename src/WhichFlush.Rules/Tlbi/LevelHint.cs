using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>
/// The TTL hint (RULES.md 4.3): the level of the <em>leaf</em>. With a wrong hint the TLBI need not invalidate anything (RSQXYZ).
/// An operand without a hint is always right.
/// </summary>
public static class LevelHint
{
    /// <summary>Tells whether TTL can name a leaf of this level: 4K level 0 and 16K level 1 only with DS = 1, 16K and 64K level 0 never.</summary>
    /// <param name="granule">Translation granule.</param>
    /// <param name="level">Level of the leaf.</param>
    /// <param name="ds">TCR_ELx.DS or VTCR_EL2.DS.</param>
    public static bool CanBeNamed(Granule granule, int level, bool ds) => (granule, level) switch
    {
        (Granule.Size4K, 0) => ds,
        (Granule.Size16K, 1) => ds,
        _ => level is >= 1 and <= 3,
    };

    /// <summary>
    /// Tells whether parts with FEAT_LPA2 take the level as a hint even with DS = 0, where no leaf is at that level: nothing need then be
    /// invalidated. Parts without FEAT_LPA2 take it as no hint.
    /// </summary>
    /// <param name="granule">Translation granule.</param>
    /// <param name="level">The level in TTL.</param>
    public static bool IsHintWithLpa2(Granule granule, int level) => (granule, level) is (Granule.Size4K, 0) or (Granule.Size16K, 1);

    /// <summary>The 4-bit TTL of an operand by address: granule in 3:2, level in 1:0; 0, no hint, if TTL cannot name the level.</summary>
    /// <param name="granule">Translation granule.</param>
    /// <param name="level">Level of the leaf.</param>
    /// <param name="ds">TCR_ELx.DS or VTCR_EL2.DS.</param>
    public static byte ByAddress(Granule granule, int level, bool ds) =>
        CanBeNamed(granule, level, ds) ? (byte)((TranslationGranule(granule) << 2) | level) : (byte)0;

    /// <summary>The 2-bit TTL of a range operand: the level; 0, no hint, if TTL cannot name the level. A range never names level 0.</summary>
    /// <param name="granule">Translation granule.</param>
    /// <param name="level">Level of the leaf.</param>
    /// <param name="ds">TCR_ELx.DS or VTCR_EL2.DS.</param>
    public static byte InRange(Granule granule, int level, bool ds) =>
        CanBeNamed(granule, level, ds) ? (byte)level : (byte)0;

    /// <summary>The encoding of a granule in TG and in TTL[3:2]: 1 for 4K, 2 for 16K, 3 for 64K.</summary>
    /// <param name="granule">Translation granule.</param>
    public static int TranslationGranule(Granule granule) => ((int)granule - 10) / 2;

    /// <summary>The granule that TG or TTL[3:2] names; <c>null</c> for 0.</summary>
    /// <param name="translationGranule">TG or TTL[3:2], 0 to 3.</param>
    public static Granule? GranuleOf(int translationGranule) =>
        translationGranule == 0 ? null : (Granule)(10 + (2 * translationGranule));
}
