using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.RuleBook;

/// <summary>
/// The rows of RULES.md section 2, in the same order. A rule contributes a requirement if one of its changes is present. The
/// answer is the join of all requirements, so the order does not matter and no rule can weaken another.
/// </summary>
public static class RuleTable
{
    /// <summary>Version of the rule book; it changes whenever an answer may change.</summary>
    public const string Version = "2.0.0";

    /// <summary>Every rule, in the order of RULES.md.</summary>
    public static ImmutableArray<Rule> Rules { get; } =
    [
        new(
            id: "1",
            title: "Only software, ignored or reserved bits differ",
            cites: ["IMWKTV", "RGPPYH"],
            basis: Basis.Inferred,
            on: Change.SoftwareBits | Change.NoEffect,
            asks: "nothing beyond a plain store",
            requires: static (in Transition _) => Requirement.Nothing,
            why: "Hardware does not look at these bits, or nothing that it decides from them differs: no cached copy can be wrong."),
        new(
            id: "2",
            title: "A permission fault on an entry that is already as wanted",
            cites: ["RSQBCS", "RXCLRD"],
            basis: Basis.Architecture,
            on: Change.SpuriousFault,
            asks: "local invalidation",
            requires: static (in Transition t) => Invalidate(t, Scope.Local),
            why: "Entries that raise permission faults are cached: without an invalidation this PE may fault on its stale copy for ever."),
        new(
            id: "3",
            title: "The old value could not be cached",
            cites: ["IWZCBG", "RXCLRD", "RWHZWS"],
            basis: Basis.Architecture,
            on: Change.FromUncacheable,
            asks: "store and barriers, no invalidation",
            requires: static (in Transition _) => new(Route.Write, Scope.None, Reach.None, Asids.One),
            why: "What raises a Translation, Address size or Access flag fault is never in a TLB, so there is nothing to remove."),
        new(
            id: "3g",
            title: "A new global leaf where some ASID still holds a non-global one",
            cites: ["RWHZWS"],
            basis: Basis.Architecture,
            on: Change.GlobalOverNonGlobal,
            asks: "invalidate all ASIDs before the entry becomes valid",
            requires: static (in Transition t) => new(
                Route.BreakBeforeMake, t.Broadcast, t.NewKind == DescriptorKind.Page ? Reach.LastLevelEntry : Reach.SpanWithWalks, Asids.All),
            why: "A global entry must not overlap a non-global one of any size that is still cached for some ASID."),
        new(
            id: "4",
            title: "Unmapped: a cacheable entry becomes one that cannot be cached",
            cites: ["RGPPYH"],
            basis: Basis.Architecture,
            on: Change.ToUncacheable,
            asks: "store, then broadcast invalidation",
            requires: static (in Transition t) => Invalidate(t),
            why: "Every PE may still translate through its cached copy until it is invalidated."),
        new(
            id: "4a",
            title: "AF 1 to 0 where hardware sets the Access flag",
            cites: ["RGPPYH"],
            basis: Basis.Architecture,
            on: Change.AccessFlagCleared,
            asks: "store, then broadcast invalidation, besides what else changes",
            requires: static (in Transition t) => Invalidate(t),
            why: "With HA = 1 the new value counts as cacheable; accesses through stale copies would not set the flag."),
        new(
            id: "4b",
            title: "AF 0 to 1 of an entry that counts as cached",
            cites: ["IHQBRF"],
            basis: Basis.Architecture,
            on: Change.AccessFlagSet,
            asks: "store and barriers; the flag itself asks for no invalidation",
            requires: static (in Transition _) => new(Route.Write, Scope.None, Reach.None, Asids.One),
            why: "A copy with AF = 0 is not used for accesses."),
        new(
            id: "5",
            title: "Permissions relaxed",
            cites: ["RGPPYH"],
            basis: Basis.Architecture,
            on: Change.RightsGained | Change.DbmSet | Change.MadeDirty,
            asks: "store, then invalidation: local suffices without CnP and without other agents",
            requires: static (in Transition t) => Invalidate(t, LocalSuffices(t) ? Scope.Local : t.Broadcast),
            why: "Old rights are all kept: a stale, stricter copy only faults once more, and the handler there invalidates and retries."),
        new(
            id: "6",
            title: "Permissions restricted",
            cites: ["RGPPYH"],
            basis: Basis.Architecture,
            on: Change.RightsLost,
            asks: "store, then broadcast invalidation",
            requires: static (in Transition t) => Invalidate(t),
            why: "A right that was taken away may be used by every PE until its copy is gone."),
        new(
            id: "6i",
            title: "A permission index changed",
            cites: ["RGPPYH", "RFBQWG", "ISKPNZ", "RLJKKX"],
            basis: Basis.Architecture,
            on: Change.PermissionIndex,
            asks: "store, then broadcast invalidation",
            requires: static (in Transition t) => Invalidate(t),
            why: "TLBs hold the index, and what the index means is not in the descriptor: any change may take a right away."),
        new(
            id: "7",
            title: "DBM cleared, dirty to clean, GP, nG set, FnXS, PBHA, AssuredOnly or Protected",
            cites: ["RGPPYH"],
            basis: Basis.Inferred,
            on: Change.DbmCleared | Change.MadeClean | Change.GuardedPage | Change.BecomesNonGlobal | Change.FnXs | Change.Pbha
                | Change.AssuredOnly | Change.Protected,
            asks: "store, then broadcast invalidation",
            requires: static (in Transition t) => Invalidate(t),
            why: "Cached copies go on with the old attribute until they are invalidated; none of these is on the break-before-make list."),
        new(
            id: "8",
            title: "Permission limits of a Table",
            cites: ["IYQWJF", "RRVJDB"],
            basis: Basis.Disputed,
            on: Change.TablePermissions,
            asks: "strict: break-before-make, whole span; permissive: store, then broadcast invalidation of the whole span, any level",
            requires: static (in Transition t) => t.ReadsPermissively(DisputeSet.TablePermissions) ? Invalidate(t) : Break(t),
            why: "Walk caches hold the Table with its limits, and a fault handler's last-level invalidation would leave it there."),
        new(
            id: "8n",
            title: "NSTable",
            cites: ["ITKPLZ", "RWHZWS", "RJYHZR"],
            basis: Basis.Architecture,
            on: Change.TableSpace,
            asks: "break-before-make, whole span",
            requires: static (in Transition t) => BreakUnlessSingle(t),
            why: "It changes the address space of everything below (row 10), and what is below may be writable."),
        new(
            id: "9",
            title: "Memory type, cacheability or shareability",
            cites: ["RWHZWS", "RPVTFW"],
            basis: Basis.Architecture,
            on: Change.MemoryType | Change.Shareability,
            asks: "break-before-make at every BBM level",
            requires: static (in Transition t) => BreakUnlessSingle(t),
            why: "Two types for one location break coherency and ordering; FEAT_BBM relaxes nothing here."),
        new(
            id: "9a",
            title: "SH of memory that is effectively Outer Shareable either way",
            cites: ["RPYFVQ", "RYHCTP"],
            basis: Basis.Disputed,
            on: Change.ShareabilityOfUncached,
            asks: "strict: break-before-make; permissive: store, then invalidate",
            requires: static (in Transition t) => t.ReadsPermissively(DisputeSet.ShareabilityOfUncached)
                ? Invalidate(t)
                : BreakUnlessSingle(t),
            why: "Device and Non-cacheable memory are Outer Shareable whatever SH says, but the list of changes names the field."),
        new(
            id: "9b",
            title: "Allocation or transient hints, XS, or Normal and Normal-Tagged",
            cites: ["RWHZWS"],
            basis: Basis.Disputed,
            on: Change.AttributeHints,
            asks: "strict: break-before-make; permissive: store, then invalidate",
            requires: static (in Transition t) => t.ReadsPermissively(DisputeSet.AttributeHints)
                ? Invalidate(t)
                : BreakUnlessSingle(t),
            why: "Type and cacheability are the same; whether hints count as a change of memory attributes is not said."),
        new(
            id: "9t",
            title: "NoTagAccess",
            cites: ["RWHZWS"],
            basis: Basis.Disputed,
            on: Change.NoTagAccessSet | Change.NoTagAccessCleared,
            asks: "strict: break-before-make; permissive: as a permission",
            requires: static (in Transition t) => !t.ReadsPermissively(DisputeSet.NoTagAccess) ? BreakUnlessSingle(t)
                : Invalidate(t, t.Any(Change.NoTagAccessSet) || !LocalSuffices(t) ? t.Broadcast : Scope.Local),
            why: "It is called a permission but encoded as a memory type."),
        new(
            id: "10",
            title: "Output address or its space, writable on a side or contents not known to be equal",
            cites: ["RWHZWS", "IWZRHR"],
            basis: Basis.Architecture,
            on: Change.OutputAddress,
            asks: "break-before-make at every BBM level",
            requires: static (in Transition t) => BreakUnlessSingle(t),
            why: "While two PEs translate one address to two places, writes go astray and reads disagree."),
        new(
            id: "11",
            title: "Output address, both sides read-only, contents equal",
            cites: ["RWHZWS"],
            basis: Basis.Architecture,
            on: Change.OutputAddressSameContents,
            asks: "store, then broadcast invalidation",
            requires: static (in Transition t) => Invalidate(t),
            why: "Nobody can tell the two places apart, but the old one may be reused only after the invalidation."),
        new(
            id: "12",
            title: "Non-global becomes global",
            cites: ["RWHZWS", "RJYHZR"],
            basis: Basis.Architecture,
            on: Change.BecomesGlobal,
            asks: "break-before-make, all ASIDs",
            requires: static (in Transition t) => BreakUnlessSingle(t).Join(new(Route.None, Scope.None, Reach.None, Asids.All)),
            why: "The old entry is itself a non-global one that may be cached, and other ASIDs may hold more."),
        new(
            id: "13",
            title: "Table to Block or Block to Table, mapping the same",
            cites: ["RKFLJB", "RPVTFW"],
            basis: Basis.Architecture,
            on: Change.TableToBlock | Change.BlockToTable,
            asks: "level 0: break-before-make; level 1: through nT; levels 2 and 3: store, then invalidate",
            requires: static (in Transition t) => Invalidate(t) with { Route = SizeRoute(t) },
            why: "FEAT_BBM says how much of a size change the hardware tolerates, if nothing else changes with it."),
        new(
            id: "13p",
            title: "Size together with permissions",
            cites: ["RPVTFW"],
            basis: Basis.Disputed,
            on: Change.SizeWithPermissions,
            asks: "strict: break-before-make; permissive: both changes joined",
            requires: static (in Transition t) => t.ReadsPermissively(DisputeSet.SizeWithPermissions)
                ? Invalidate(t)
                : Break(t),
            why: "The relaxation covers a change of size that changes nothing else that needs a break; permissions do not need one, but reviewers call it unclear."),
        new(
            id: "13d",
            title: "A Table that is known not to map the same as what it replaces",
            cites: ["RPVTFW", "RWHZWS"],
            basis: Basis.Architecture,
            on: Change.MappingDiffers,
            asks: "break-before-make at every BBM level",
            requires: static (in Transition t) => Break(t),
            why: "Then it is no change of size alone: some address gets another output address, type or scope."),
        new(
            id: "14",
            title: "Table to Table, another next-level table",
            cites: ["RRVJDB"],
            basis: Basis.Inferred,
            on: Change.NextTable,
            asks: "store, then broadcast invalidation of the whole span, any level, if the resulting leaves are the same",
            requires: static (in Transition t) => Invalidate(t),
            why: "Walk caches may still lead to the old table, which may be reused only when they are gone."),
        new(
            id: "15",
            title: "The Contiguous bit",
            cites: ["RKHRBC", "RFCPSG", "RNGLXZ"],
            basis: Basis.Architecture,
            on: Change.Contiguous,
            asks: "level 0: break-before-make of the whole run; levels 1 to 3: store, then invalidate the whole run",
            requires: static (in Transition t) => Invalidate(t).Join(new(
                t.Context.SizeChangeLevel == 0 ? Route.BreakBeforeMake : Route.WriteThenInvalidate, t.Broadcast, Reach.Run, Asids.One)),
            why: "It changes the size of what is cached; from level 1 on the hardware tolerates both sizes for a while."),
        new(
            id: "16",
            title: "One entry inside a Contiguous run",
            cites: ["RJQQTC", "IVNXYF"],
            basis: Basis.Architecture,
            on: Change.InsideRun,
            asks: "as the change itself, over the whole run",
            requires: static (in Transition _) => new(Route.None, Scope.None, Reach.Run, Asids.One),
            why: "One cached entry may stand for the whole run, so the members must be changed and invalidated together."),
        new(
            id: "17",
            title: "nT 0 to 1 of a Block",
            cites: ["RMRRPW"],
            basis: Basis.Architecture,
            on: Change.NtSet,
            asks: "store, then broadcast invalidation",
            requires: static (in Transition t) => Invalidate(t),
            why: "Copies from before nT was set must be gone before the size changes."),
        new(
            id: "18",
            title: "nT 1 to 0 of a Block",
            cites: ["RMRRPW"],
            basis: Basis.Disputed,
            on: Change.NtCleared,
            asks: "strict: store, then broadcast invalidation; permissive: store and barriers",
            requires: static (in Transition t) => t.ReadsPermissively(DisputeSet.NtCleared)
                ? new(Route.Write, Scope.None, Reach.None, Asids.One)
                : Invalidate(t),
            why: "Whether a translation with nT = 1 can leave a trace that needs a second invalidation is not said."),
        new(
            id: "19",
            title: "AMEC",
            cites: ["RWHZWS"],
            basis: Basis.Disputed,
            on: Change.Amec,
            asks: "strict: break-before-make; permissive: store, then invalidate",
            requires: static (in Transition t) => t.ReadsPermissively(DisputeSet.Amec)
                ? Invalidate(t)
                : BreakUnlessSingle(t),
            why: "Another memory encryption context makes the same location read differently; the manual does not say where it belongs."),
        new(
            id: "e3053180",
            title: "Size or the Contiguous bit, where a PE has erratum 3053180",
            cites: ["3053180"],
            basis: Basis.Architecture,
            on: Change.SizeUnder3053180,
            asks: "break-before-make, whatever ID_AA64MMFR2_EL1.BBM says",
            requires: static (in Transition t) => Break(t),
            why: "Affected PEs do not tolerate a direct change of size though their ID register says so."),
        new(
            id: "e3683289",
            title: "Size, the Contiguous bit or permissions, where a PE has erratum 3683289",
            cites: ["3683289"],
            basis: Basis.Architecture,
            on: Change.SizeOrRightsUnder3683289,
            asks: "break-before-make, whatever ID_AA64MMFR2_EL1.BBM says, and for permissions and AMEC (rows 5 to 8 and 19), too",
            requires: static (in Transition t) => Break(t),
            why: "Affected PEs may run into a livelock when size or permissions of a valid entry change directly."),
        new(
            id: "e2645198",
            title: "Execute of EL0 taken away at stage 1, where a PE has erratum 2645198",
            cites: ["2645198"],
            basis: Basis.Architecture,
            on: Change.UserExecuteLostUnder2645198,
            asks: "break-before-make at every BBM level",
            requires: static (in Transition t) => Break(t),
            why: "Affected PEs may report a wrong ESR and FAR for a fetch that faults after the entry became non-executable directly."),
    ];

    /// <summary>The rules that each bit of <see cref="Change"/> triggers, as masks: bit <c>i</c> stands for rule <c>i</c>.</summary>
    private static readonly ulong[] RulesByChange = [.. Enumerable.Range(0, 64).Select(change => Rules
        .Select((rule, i) => ((ulong)rule.On >> change & 1) << i)
        .Aggregate(0UL, (all, one) => all | one))];

    private static readonly Requires[] Requirements = [.. Rules.Select(rule => rule.Requires)];

    /// <summary>Finds a rule by its row id, in either case; <c>null</c> if there is none.</summary>
    public static Rule? Find(string id) => Rules.FirstOrDefault(rule => rule.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Joins the requirements of all triggered rules.</summary>
    /// <param name="transition">The compared change.</param>
    /// <param name="triggered">The triggered rules as a mask: bit <c>i</c> stands for rule <c>i</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Requirement Decide(in Transition transition, out ulong triggered)
    {
        ulong mask = 0;
        for (ulong changes = (ulong)transition.Changes; changes != 0; changes &= changes - 1)
        {
            mask |= RulesByChange[BitOperations.TrailingZeroCount(changes)];
        }

        triggered = mask;
        Requirement joined = Requirement.Nothing;
        for (ulong rules = mask; rules != 0; rules &= rules - 1)
        {
            joined = joined.Join(Requirements[BitOperations.TrailingZeroCount(rules)](transition));
        }

        return joined;
    }

    private static Requirement Invalidate(in Transition t) => t.Invalidation;

    private static Requirement Invalidate(in Transition t, Scope scope) => t.Invalidation with { Scope = scope };

    private static Requirement Break(in Transition t) => t.Invalidation with { Route = Route.BreakBeforeMake };

    /// <summary>RWHZWS speaks of several execution threads, so the permissive reading omits the break with one PE (RULES.md section 2, "Not shared").</summary>
    private static Requirement BreakUnlessSingle(in Transition t) =>
        t.Context.Sharing == Sharing.Single && t.ReadsPermissively(DisputeSet.SinglePe) ? Invalidate(t) : Break(t);

    private static Route SizeRoute(in Transition t) => t.Context.SizeChangeLevel switch
    {
        0 => Route.BreakBeforeMake,
        1 when !(t.OldIsNt || t.NewIsNt) => Route.ViaNt,
        _ => Route.WriteThenInvalidate,
    };

    private static bool LocalSuffices(in Transition t) => !t.Context.Cnp && t.Context.Smmu is null;
}
