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
    private delegate TranslationContext Variant(in TranslationContext context);

    private delegate bool Defaulted(in TranslationContext context);

    private static readonly (string Member, string Value, Defaulted IsDefault, Variant[] Variants)[] Book =
    [
        ("stage", "2", static (in c) => c.Stage == Stage.Two, [static (in c) => c with { Stage = Stage.One }]),
        ("regime", "el10", static (in c) => c is { Stage: Stage.One, Regime: Regime.El10 },
            [static (in c) => c with { Regime = Regime.El20 }, static (in c) => c with { Regime = Regime.El2 }, static (in c) => c with { Regime = Regime.El3 }]),
        ("security", "nonSecure", static (in c) => c.Security == SecurityState.NonSecure,
            [static (in c) => c with { Security = SecurityState.Secure }, static (in c) => c with { Security = SecurityState.Realm }]),
        ("granule", "4k", static (in c) => c.Granule == Granule.Size4K,
            [static (in c) => c with { Granule = Granule.Size16K }, static (in c) => c with { Granule = Granule.Size64K }]),
        ("features", "none", static (in c) => c.Features == Features.None,
            [.. Enum.GetValues<Features>().Where(feature => feature != Features.None).Select(feature => (Variant)((in c) => c with { Features = feature }))]),
        ("ds", "false", static (in c) => !c.Ds, [static (in c) => c with { Ds = true }]),
        ("ha", "false", static (in c) => !c.Ha, [static (in c) => c with { Ha = true }]),
        ("hd", "false", static (in c) => !c.Hd, [static (in c) => c with { Hd = true }]),
        ("fwb", "false", static (in c) => c is { Stage: Stage.Two, Fwb: false }, [static (in c) => c with { Fwb = true }]),
        ("wxn", "false", static (in c) => c is { Stage: Stage.One, Wxn: false }, [static (in c) => c with { Wxn = true }]),
        ("cnp", "false", static (in c) => !c.Cnp, [static (in c) => c with { Cnp = true }]),
        ("idc", "false", static (in c) => !c.Idc, [static (in c) => c with { Idc = true }]),
        ("dic", "false", static (in c) => !c.Dic, [static (in c) => c with { Dic = true }]),
        ("tge", "true", static (in c) => c is { Stage: Stage.One, Regime: Regime.El20, Tge: true }, [static (in c) => c with { Tge = false }]),
        ("mair", "not known", static (in c) => c is { Stage: Stage.One, Mair: null }, [static (in c) => c with { Mair = ulong.MaxValue }]),
        ("sharing", "inner", static (in c) => c.Sharing == Sharing.Inner, [static (in c) => c with { Sharing = Sharing.Single }]),
        ("sharedWalk", "false", static (in c) => !c.SharedWalk, [static (in c) => c with { SharedWalk = true }]),
        ("smmu", "none", static (in c) => c.Smmu is null, [static (in c) => c with { Smmu = 0 }]),
        ("noConflictAbort", "only at bbm 3", static (in c) => c.NoConflictAbort is null, [static (in c) => c with { NoConflictAbort = c.Bbm != 3 }]),
        ("sameContents", "not known", static (in c) => c.SameContents is null, [static (in c) => c with { SameContents = true }]),
        ("sameMapping", "not known", static (in c) => c.SameMapping is null, [static (in c) => c with { SameMapping = false }]),
        ("overlapsNonGlobal", "not known", static (in c) => c.OverlapsNonGlobal is null, [static (in c) => c with { OverlapsNonGlobal = true }]),
        ("spuriousFault", "false", static (in c) => !c.SpuriousFault, [static (in c) => c with { SpuriousFault = true }]),
        ("reading", "strict", static (in c) => c.Reading == Reading.Strict, [static (in c) => c with { Reading = Reading.Permissive }]),
    ];

    public static IReadOnlyList<Assumption> Of(in Question question, in Transition t, in Decision decision)
    {
        var found = new List<Assumption>();
        var answered = Outcome.Of(question, t, decision);
        foreach ((string member, string value, Defaulted isDefault, Variant[] variants) in Book)
        {
            if (!isDefault(question.Where))
            {
                continue;
            }

            foreach (Variant variant in variants)
            {
                Question other = question with { Context = variant(question.Where) };
                if (other.Where.Level >= Geometry.FirstLevel(other.Where) && Outcome.Of(other) != answered)
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
                Updates.OperationOf(t, decision),
                CacheMaintenance.Of(t),
                decision.MayProceed && resizes && t.Context.ConflictAbortPossible);
        }
    }
}
