using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Questions;

/// <summary>The effects of CPU errata on the machine (RULES.md section 5).</summary>
/// <param name="RepeatsStage1">A DSB completes a broadcast TLBI only after one more broadcast TLBI. Stage 2 entries are not affected.</param>
/// <param name="RepeatsEl3">The same of the EL3 forms alone (813419).</param>
/// <param name="BreaksSizes">Two sizes at once are wrong at every BBM level.</param>
/// <param name="BreaksPermissions">Two sets of rights at once are wrong.</param>
/// <param name="BreaksLostExecute">An entry without unprivileged execute right must not join one with it (2645198).</param>
internal readonly record struct ErrataEffects(bool RepeatsStage1, bool RepeatsEl3, bool BreaksSizes, bool BreaksPermissions, bool BreaksLostExecute)
{
    /// <summary>The effects of a set of errata.</summary>
    public static ErrataEffects Of(Errata errata) => new(
        (errata & Errata.RepeatStage1) != 0,
        (errata & Errata.E813419) != 0,
        (errata & Errata.AlwaysBreak) != 0,
        (errata & Errata.E3683289) != 0,
        (errata & Errata.E2645198) != 0);

    /// <summary>The errata of a set, one at a time.</summary>
    public static IEnumerable<Errata> Each(Errata errata)
    {
        for (int rest = (int)errata; rest != 0; rest &= rest - 1)
        {
            yield return (Errata)(rest & -rest);
        }
    }
}
