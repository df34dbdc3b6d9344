using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>A member with its default value, on which the answer depends.</summary>
/// <param name="Member">Name of the member in the HTTP contract.</param>
/// <param name="Value">The default value.</param>
public readonly record struct Assumption(string Member, string Value);

/// <summary>
/// Finds by trial the defaults that an answer depends on. A member with its default value is an assumption if another value
/// leads to another requirement, other operations, another kind of store, other cache maintenance or a conflict abort.
/// </summary>
internal static class AssumptionBook
{
    /// <summary>Bits that have a meaning in some Security states only: NS, NSE, stage 2 NS, and AMEC or NSTable.</summary>
    private const ulong SpaceBits = 1UL << 5 | 1UL << 11 | 1UL << 55 | 1UL << 63;

    private delegate TranslationContext Variant(in TranslationContext context);

    private delegate bool Defaulted(in TranslationContext context);

    private delegate bool Relevant(in Transition t, in Decision decision);

    /// <summary>
    /// For each member: its name, its default in words, the test for the default, the test for a possible effect of another value,
    /// and the values to try.
    /// </summary>
    private static readonly (string Member, string Value, Defaulted IsDefault, Relevant MayMatter, Variant[] Variants)[] Book =
    [
        ("stage", "2", static (in c) => c.Stage == Stage.Two, Always, [static (in c) => c with { Stage = Stage.One }]),
        ("regime", "el10", static (in c) => c is { Stage: Stage.One, Regime: Regime.El10 }, Always,
            [static (in c) => c with { Regime = Regime.El20 }, static (in c) => c with { Regime = Regime.El2 }, static (in c) => c with { Regime = Regime.El3 }]),
        ("security", "nonSecure", static (in c) => c.Security == SecurityState.NonSecure,
            static (in t, in _) => ((t.Old ^ t.New) & SpaceBits) != 0 || t.OldKind == DescriptorKind.Table || t.NewKind == DescriptorKind.Table,
            [static (in c) => c with { Security = SecurityState.Secure }, static (in c) => c with { Security = SecurityState.Realm }]),
        ("granule", "4k", static (in c) => c.Granule == Granule.Size4K, Always,
            [static (in c) => c with { Granule = Granule.Size16K }, static (in c) => c with { Granule = Granule.Size64K }]),
        ("features", "none", static (in c) => c.Features == Features.None, Always,
            [.. Enum.GetValues<Features>().Where(feature => feature != Features.None).Select(feature => (Variant)((in c) => c with { Features = feature }))]),
        ("ds", "false", static (in c) => !c.Ds, Always, [static (in c) => c with { Ds = true }]),
        ("ha", "false", static (in c) => !c.Ha, Always, [static (in c) => c with { Ha = true }, static (in c) => c with { Ha = true, Hd = true }]),
        ("hd", "false", static (in c) => !c.Hd, Always, [static (in c) => c with { Hd = true }]),
        ("fwb", "false", static (in c) => c is { Stage: Stage.Two, Fwb: false }, Always, [static (in c) => c with { Fwb = true }]),
        ("wxn", "false", static (in c) => c is { Stage: Stage.One, Wxn: false }, Always, [static (in c) => c with { Wxn = true }]),
        ("cnp", "false", static (in c) => !c.Cnp, IfLocal, [static (in c) => c with { Cnp = true }]),
        ("idc", "false", static (in c) => !c.Idc, static (in t, in _) => CacheMaintenance.Of(t).CleanToPoU, [static (in c) => c with { Idc = true }]),
        ("dic", "false", static (in c) => !c.Dic, static (in t, in _) => CacheMaintenance.Of(t).InvalidateInstructions, [static (in c) => c with { Dic = true }]),
        ("tge", "true", static (in c) => c is { Stage: Stage.One, Regime: Regime.El20, Tge: true }, Always, [static (in c) => c with { Tge = false }]),
        ("mair", "not known", static (in c) => c is { Stage: Stage.One, Mair: null }, Always, [static (in c) => c with { Mair = ulong.MaxValue }]),
        ("sharing", "inner", static (in c) => c.Sharing == Sharing.Inner, Always, [static (in c) => c with { Sharing = Sharing.Single }]),
        ("sharedWalk", "false", static (in c) => !c.SharedWalk, Always, [static (in c) => c with { SharedWalk = true }]),
        ("smmu", "none", static (in c) => c.Smmu is null, static (in t, in d) => IfLocal(t, d) || t.Any(ChangeSets.Size), [static (in c) => c with { Smmu = 0 }]),
        ("noConflictAbort", "only at bbm 3", static (in c) => c.NoConflictAbort is null, static (in t, in _) => t.Any(ChangeSets.Size),
            [static (in c) => c with { NoConflictAbort = c.Bbm != 3 }]),
        ("sameContents", "not known", static (in c) => c.SameContents is null, static (in t, in _) => t.Any(Change.OutputAddress),
            [static (in c) => c with { SameContents = true }]),
        ("sameMapping", "not known", static (in c) => c.SameMapping is null, static (in t, in _) => t.Any(Change.NextTable | Change.BlockToTable | Change.TableToBlock),
            [static (in c) => c with { SameMapping = false }]),
        ("overlapsNonGlobal", "not known", static (in c) => c.OverlapsNonGlobal is null,
            static (in t, in _) => t.Context.Stage == Stage.One && t.Any(Change.FromUncacheable | Change.TableToBlock),
            [static (in c) => c with { OverlapsNonGlobal = true }]),
        ("spuriousFault", "false", static (in c) => !c.SpuriousFault, static (in t, in _) => (t.Changes & ~Change.SoftwareBits) == 0,
            [static (in c) => c with { SpuriousFault = true }]),
        ("walksCoherent", "true", static (in c) => c.WalksCoherent, static (in t, in d) => d.Verdict != Requirements.Route.None,
            [static (in c) => c with { WalksCoherent = false }]),
        ("reading", "strict", static (in c) => c.Reading == Reading.Strict, Always, [static (in c) => c with { Reading = Reading.Permissive }]),
    ];

    public static IReadOnlyList<Assumption> Of(in DescriptorChange change, FindTables find, in Transition t, in Decision decision) =>
        Of(change, find, t, decision, tryAll: t.Run is not null);

    /// <summary>The same. <paramref name="tryAll"/> skips the test for a possible effect, so that a unit test can check that test.</summary>
    internal static IReadOnlyList<Assumption> Of(in DescriptorChange change, FindTables find, in Transition t, in Decision decision, bool tryAll)
    {
        var assumptions = new List<Assumption>();
        var actual = Outcome.Of(t, decision);
        foreach (ref readonly (string Member, string Value, Defaulted IsDefault, Relevant MayMatter, Variant[] Variants) entry in Book.AsSpan())
        {
            if (entry.IsDefault(change.Context) && (tryAll || entry.MayMatter(t, decision)) && Matters(change, find, actual, entry.Variants))
            {
                assumptions.Add(new(entry.Member, entry.Value));
            }
        }

        return assumptions;
    }

    private static bool Matters(in DescriptorChange change, FindTables find, in Outcome actual, Variant[] variants)
    {
        foreach (Variant variant in variants)
        {
            DescriptorChange other = change with { Context = variant(change.Context) };
            if (other.Context.Level >= Geometry.FirstLevel(other.Context) && !Outcome.Of(other, find).Equals(actual))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Always(in Transition t, in Decision decision) => true;

    /// <summary>CnP and an SMMU matter only to a local invalidation, which they turn into a broadcast.</summary>
    private static bool IfLocal(in Transition t, in Decision decision) => decision.Requirement.Scope == Requirements.Scope.Local;

    /// <summary>The parts of an answer that its user acts on; two answers with equal outcomes are interchangeable.</summary>
    private readonly record struct Outcome(Requirements.Requirement Requirement, TlbiList Tlbi, StoreOperation Store, CacheMaintenance Caches, bool CleansEntry, bool Aborts)
    {
        public static Outcome Of(in DescriptorChange change, FindTables find)
        {
            TlbiTables tables = find(change.Context);
            Transition t = Comparison.Compare(change, tables, DisputeSets.Permissive(change.Context.Reading));
            return Of(t, Decision.Of(t, tables));
        }

        public static Outcome Of(in Transition t, in Decision decision) => new(
            decision.Requirement,
            decision.Tlbi,
            Updates.OperationOf(t, decision),
            CacheMaintenance.Of(t),
            Updates.CleansEntry(t, decision),
            decision.MayProceed && t.AnyMember(static (in member) => HazardBook.ConflictAbortPossible(member)));
    }
}
