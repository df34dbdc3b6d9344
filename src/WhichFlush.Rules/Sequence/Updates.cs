using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Sequence;

/// <summary>Chooses the store that claims an entry (RULES.md section 5).</summary>
internal static class Updates
{
    public static Update Of(in Transition t, in Decision decision)
    {
        if (t.Unchanged && decision.Verdict != Route.BreakBeforeMake)
        {
            return new(Claim.None, StoreOperation.Store, false, "Nothing is stored.");
        }

        bool breaks = decision.Verdict == Route.BreakBeforeMake && OldIsValid(t);
        Claim claim = breaks ? Claim.Break : Claim.Make;
        if (NeedsCompareAndSwap(t))
        {
            return new(claim, StoreOperation.CompareAndSwap, true, breaks
                ? "If the break finds another value, nothing has changed: read the entry again, ask again, retry (-EAGAIN in KVM). After a break that succeeded the make is a store-release and cannot fail."
                : "If it finds another value, nothing has changed: read the entry again, ask again, retry (-EAGAIN in KVM), and give back what was prepared for the new value.");
        }

        return new(claim, OperationOf(t, decision), false,
            "It cannot fail: nobody else writes the entry."
            + (breaks ? " The make is a store-release, and cannot fail either." : "")
            + (NewIsTable(t) ? " The release makes the new table's contents visible before the descriptor." : ""));
    }

    /// <summary>The operation of <see cref="Of"/>, without its texts.</summary>
    public static StoreOperation OperationOf(in Transition t, in Decision decision)
    {
        if (t.Unchanged && decision.Verdict != Route.BreakBeforeMake)
        {
            return StoreOperation.Store;
        }

        bool breaks = decision.Verdict == Route.BreakBeforeMake && OldIsValid(t);
        return NeedsCompareAndSwap(t) ? StoreOperation.CompareAndSwap
            : !breaks && (decision.Verdict == Route.BreakBeforeMake || NewIsTable(t)) ? StoreOperation.StoreRelease
            : StoreOperation.Store;
    }

    /// <summary>
    /// Whether the sequence cleans the entry to the Point of Coherency, because walks are not coherent. A store that hardware does not look
    /// at needs no clean.
    /// </summary>
    public static bool CleansEntry(in Transition t, in Decision decision) => !t.Context.WalksCoherent
        && (decision.Verdict == Route.BreakBeforeMake || (decision.Verdict != Route.None && t.Old != t.New));

    /// <summary>Whether another agent may write the entry: other software, or hardware that sets AF and dirty state.</summary>
    public static bool NeedsCompareAndSwap(in Transition t) =>
        t.Context.SharedWalk || t.AnyMember(static (in member) => HardwareWrites(member) || AccessFlagMayRise(member));

    /// <summary>Whether there is a valid entry to break.</summary>
    public static bool OldIsValid(in Transition t) => t.AnyMember(static (in member) => member.OldKind != DescriptorKind.Invalid);

    private static bool NewIsTable(in Transition t) => t.AnyMember(static (in member) => member.NewKind == DescriptorKind.Table);

    /// <summary>Whether hardware may update the old entry: HA is 1, and the entry is valid. HD has no effect without HA.</summary>
    public static bool HardwareWrites(in Transition t) => t.Context.Ha
        && t.OldKind != DescriptorKind.Invalid
        && (t.OldKind != DescriptorKind.Table || (t.Key & ContextKey.Haft) != 0);

    /// <summary>Whether the old value counts as not cached only because AF = 0, while hardware may set AF (IBMRWH, RJFCYB).</summary>
    public static bool AccessFlagMayRise(in Transition t) =>
        t.Context.Ha && !t.OldCacheable && t.OldKind != DescriptorKind.Invalid;
}
