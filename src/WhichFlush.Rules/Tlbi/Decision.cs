using System.Runtime.CompilerServices;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Rules.Tlbi;

/// <summary>The answer in brief: what is required and the operations that do it.</summary>
public readonly record struct Decision
{
    /// <summary>The joined requirement.</summary>
    public Requirement Requirement { get; init; }

    /// <summary>The TLBI operations to issue, in order.</summary>
    public TlbiList Tlbi { get; init; }

    /// <summary>Bit <c>i</c> is set if rule <c>i</c> of <see cref="RuleTable.Rules"/> was triggered.</summary>
    public ulong RuleMask { get; init; }

    /// <summary>How the new value gets into the table.</summary>
    public Route Verdict => Requirement.Route;

    /// <summary>The new value may be written over the old one.</summary>
    public bool MayProceed => Requirement.Route is Route.None or Route.Write or Route.WriteThenInvalidate;

    /// <summary>Joins the requirements of all triggered rules, and chooses the operations that meet them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Decision Of(in Transition transition, TlbiTables tables)
    {
        Requirement requirement = RuleTable.Decide(transition, out ulong triggered);
        return new Decision
        {
            Requirement = requirement,
            Tlbi = TlbiChoice.Choose(transition, tables, requirement),
            RuleMask = triggered,
        };
    }
}
