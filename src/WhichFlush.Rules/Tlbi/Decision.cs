using System.Runtime.CompilerServices;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Rules.Tlbi;

/// <summary>The brief answer: the requirement of a change, and the operations that meet the requirement.</summary>
public readonly record struct Decision
{
    /// <summary>The join of the requirements of all triggered rules.</summary>
    public Requirement Requirement { get; init; }

    /// <summary>The TLBI operations to issue, in order.</summary>
    public TlbiList Tlbi { get; init; }

    /// <summary>The triggered rules as a mask: bit <c>i</c> stands for rule <c>i</c> of <see cref="RuleTable.Rules"/>.</summary>
    public ulong RuleMask { get; init; }

    /// <summary>The way in which the new value is written.</summary>
    public Route Verdict => Requirement.Route;

    /// <summary>The new value may be written straight over the old one.</summary>
    public bool MayProceed => Requirement.Route is Route.None or Route.Write or Route.WriteThenInvalidate;

    /// <summary>Joins the requirements of all triggered rules, and chooses the operations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Decision Of(in Transition transition, TlbiTables tables)
    {
        if (transition.Run is not null)
        {
            return OfRun(transition, tables);
        }

        Requirement requirement = RuleTable.Decide(transition, out ulong triggered);
        return new Decision
        {
            Requirement = requirement,
            Tlbi = TlbiChoice.Choose(transition, tables, requirement),
            RuleMask = triggered,
        };
    }

    /// <summary>Joins the requirements of all members of a Contiguous run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Decision OfRun(in Transition transition, TlbiTables tables)
    {
        Requirement joined = Requirement.Nothing;
        ulong rules = 0;
        foreach (Transition member in transition.Members)
        {
            joined = joined.Join(RuleTable.Decide(member, out ulong triggered));
            rules |= triggered;
        }

        Requirement requirement = joined with { Route = RouteOfRun(transition, joined.Route), Reach = ReachOfRun(joined.Reach) };
        return new Decision
        {
            Requirement = requirement,
            Tlbi = TlbiChoice.Choose(transition, tables, requirement),
            RuleMask = rules,
        };
    }

    /// <summary>The way through nT leads in one direction: it is open only if all members become Tables, or all become Blocks.</summary>
    private static Route RouteOfRun(in Transition transition, Route joined) => joined == Route.ViaNt
        && transition.AnyMember(static (in member) => !member.Any(Change.BlockToTable))
        && transition.AnyMember(static (in member) => !member.Any(Change.TableToBlock))
            ? Route.BreakBeforeMake
            : joined;

    /// <summary>The entries of one member stand for those of the run. The spans of several Tables take the whole context.</summary>
    private static Reach ReachOfRun(Reach joined) => joined switch
    {
        Reach.None => Reach.None,
        Reach.LastLevelEntry or Reach.Run => Reach.Run,
        _ => Reach.Context,
    };
}
