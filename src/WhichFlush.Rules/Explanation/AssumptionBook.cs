using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Maintenance;

namespace WhichFlush.Rules.Explanation;

/// <summary>A member of the question whose default the answer depends on.</summary>
/// <param name="Member">Its name in the HTTP contract.</param>
/// <param name="Value">What was assumed.</param>
public readonly record struct Assumption(string Member, string Value);

/// <summary>
/// Finds the defaults that an answer depends on, by trying: a member that still has its default is an assumption if another
/// value of it would lead to another requirement, other operations, another kind of store or other cache maintenance.
/// </summary>
internal static class AssumptionBook
{
    private delegate TranslationContext Variant(TranslationContext context);

    private static readonly (string Member, string Value, Func<TranslationContext, bool> IsDefault, Variant[] Variants)[] Book =
    [
        ("stage", "2", static c => c.Stage == Stage.Two, [static c => c with { Stage = Stage.One }]),
        ("regime", "el10", static c => c is { Stage: Stage.One, Regime: Regime.El10 },
            [static c => c with { Regime = Regime.El20 }, static c => c with { Regime = Regime.El2 }, static c => c with { Regime = Regime.El3 }]),
        ("security", "nonSecure", static c => c.Security == SecurityState.NonSecure,
            [static c => c with { Security = SecurityState.Secure }, static c => c with { Security = SecurityState.Realm }]),
        ("granule", "4k", static c => c.Granule == Granule.Size4K,
            [static c => c with { Granule = Granule.Size16K }, static c => c with { Granule = Granule.Size64K }]),
        ("features", "none", static c => c.Features == Features.None,
            [.. Enum.GetValues<Features>().Where(feature => feature != Features.None).Select(feature => (Variant)(c => c with { Features = feature }))]),
        ("ds", "false", static c => !c.Ds, [static c => c with { Ds = true }]),
        ("ha", "false", static c => !c.Ha, [static c => c with { Ha = true }]),
        ("hd", "false", static c => !c.Hd, [static c => c with { Hd = true }]),
        ("fwb", "false", static c => c is { Stage: Stage.Two, Fwb: false }, [static c => c with { Fwb = true }]),
        ("wxn", "false", static c => c is { Stage: Stage.One, Wxn: false }, [static c => c with { Wxn = true }]),
        ("cnp", "false", static c => !c.Cnp, [static c => c with { Cnp = true }]),
        ("idc", "false", static c => !c.Idc, [static c => c with { Idc = true }]),
        ("dic", "false", static c => !c.Dic, [static c => c with { Dic = true }]),
        ("tge", "true", static c => c is { Stage: Stage.One, Regime: Regime.El20, Tge: true }, [static c => c with { Tge = false }]),
        ("mair", "not known", static c => c is { Stage: Stage.One, Mair: null }, [static c => c with { Mair = ulong.MaxValue }]),
        ("sharing", "inner", static c => c.Sharing == Sharing.Inner, [static c => c with { Sharing = Sharing.Single }]),
        ("sharedWalk", "false", static c => !c.SharedWalk, [static c => c with { SharedWalk = true }]),
        ("smmu", "none", static c => c.Smmu is null, [static c => c with { Smmu = 0 }]),
        ("noConflictAbort", "only at bbm 3", static c => c.NoConflictAbort is null, [static c => c with { NoConflictAbort = c.Bbm != 3 }]),
        ("sameContents", "not known", static c => c.SameContents is null, [static c => c with { SameContents = true }]),
        ("sameMapping", "not known", static c => c.SameMapping is null, [static c => c with { SameMapping = false }]),
        ("overlapsNonGlobal", "not known", static c => c.OverlapsNonGlobal is null, [static c => c with { OverlapsNonGlobal = true }]),
        ("spuriousFault", "false", static c => !c.SpuriousFault, [static c => c with { SpuriousFault = true }]),
        ("reading", "strict", static c => c.Reading == Reading.Strict, [static c => c with { Reading = Reading.Permissive }]),
    ];

    public static IReadOnlyList<Assumption> Of(in Question question, in Transition t, in Decision decision)
    {
        var found = new List<Assumption>();
        var answered = Outcome.Of(question, t, decision);
        foreach ((string member, string value, Func<TranslationContext, bool> isDefault, Variant[] variants) in Book)
        {
            if (!isDefault(question.Context))
            {
                continue;
            }

            foreach (Variant variant in variants)
            {
                Question other = question with { Context = variant(question.Context) };
                if (other.Context.Level >= Geometry.FirstLevel(other.Context) && Outcome.Of(other) != answered)
                {
                    found.Add(new(member, value));
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>What makes two answers the same for whoever follows them.</summary>
    private readonly record struct Outcome(Rulebook.Requirement Requirement, TlbiList Tlbi, StoreOperation Store, CacheMaintenance Caches, bool Aborts)
    {
        public static Outcome Of(in Question question)
        {
            Transition t = Comparison.Compare(question, FlushAdvisor.PermissiveDisputes(question));
            return Of(question, t, FlushAdvisor.Decide(t));
        }

        public static Outcome Of(in Question question, in Transition t, in Decision decision)
        {
            bool resizes = t.Any(Change.BlockToTable | Change.TableToBlock | Change.Contiguous);
            return new(
                decision.Requirement,
                decision.Tlbi,
                Updates.Of(t, decision).Operation,
                CacheMaintenance.Of(t),
                decision.MayProceed && resizes && question.Context.ConflictAbortPossible);
        }
    }
}
