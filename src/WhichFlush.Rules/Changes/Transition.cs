using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Changes;

/// <summary>A compared change: the input of the rule table. The <see cref="DescriptorChange"/> is held by reference and must outlive it.</summary>
internal readonly ref struct Transition(in DescriptorChange change, ChangeTables tables, DisputeSet permissive, ComparisonResult result)
{
    private readonly ref readonly DescriptorChange _change = ref change;

    public ref readonly TranslationContext Context => ref _change.Context;

    /// <summary>The compared values, and their context.</summary>
    public ref readonly DescriptorChange Source => ref _change;

    /// <summary>Lookup tables of the context.</summary>
    public ChangeTables Tables { get; } = tables;

    /// <summary>The key of the context, without the bit for a Block.</summary>
    public ContextKey Key => Tables.Key;

    public ulong Old => _change.Old;

    public ulong New => _change.New;

    public DescriptorKind OldKind { get; } = result.OldKind;

    public DescriptorKind NewKind { get; } = result.NewKind;

    public bool OldCacheable { get; } = result.OldCacheable;

    public bool NewCacheable { get; } = result.NewCacheable;

    /// <summary>The disputes that are read permissively.</summary>
    public DisputeSet Permissive { get; } = permissive;

    public Change Changes { get; } = result.Changes;

    /// <summary>Evidence from the descriptors under a Table. Computed on each call, because the brief answer seldom needs it.</summary>
    public ChildrenEvidence Children => ChildrenEvidence.Of(_change, Key, OldKind, NewKind);

    /// <summary>The descriptors under the Table, all or a prefix; empty if not known.</summary>
    public ReadOnlySpan<ulong> ChildDescriptors => _change.Children.Span;

    /// <summary>
    /// A store and a broadcast invalidation of every entry that TLBs may hold of the old value. TLBs hold only the walk entry of a
    /// Table that is known to be empty.
    /// </summary>
    public Requirement Invalidation { get; } = result.OldKind != DescriptorKind.Table ? tables.LeafInvalidation(change.Context, change.Old)
        : result.EmptyTable ? tables.TableInvalidation with { Reach = Reach.EntryWithWalk }
        : tables.TableInvalidation;

    /// <summary>The Contiguous run that changes as a whole; <c>null</c> if one entry is compared.</summary>
    public ContiguousRun? Run => _change.OneOfRun ? null : _change.Run;

    /// <summary>All members of the Contiguous run are known, whether this is the whole run or one of them.</summary>
    public bool RunGiven => _change.Run is not null;

    /// <summary>The members of <see cref="Run"/>, each compared by itself; this change if there is no run.</summary>
    public RunMembers Members => new(_change, Tables, Permissive);

    /// <summary>The table already holds the new value, or the new values of the whole run.</summary>
    public bool Unchanged => Run is null ? Old == New : Run.Unchanged;

    /// <summary>The scope that reaches every PE that uses the table.</summary>
    public Scope Broadcast => Tables.Broadcast;

    public bool OldIsNt => Decoder.IsNt(Key, OldKind, Old);

    public bool NewIsNt => Decoder.IsNt(Key, NewKind, New);

    public bool Any(Change changes) => (Changes & changes) != 0;

    /// <summary>Tests this change, or whether the test holds for a member of <see cref="Run"/>.</summary>
    public bool AnyMember(RunMembers.Test test)
    {
        if (Run is null)
        {
            return test(this);
        }

        foreach (Transition member in Members)
        {
            if (test(member))
            {
                return true;
            }
        }

        return false;
    }

    public bool ReadsPermissively(DisputeSet dispute) => (Permissive & dispute) != 0;
}

/// <summary>Result of the comparison of two descriptors.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="OldKind">Kind of the old value.</param>
/// <param name="NewKind">Kind of the new value.</param>
/// <param name="OldCacheable">A TLB or walk cache may hold the old value.</param>
/// <param name="NewCacheable">A TLB or walk cache may hold the new value.</param>
/// <param name="EmptyTable">The old value is a Table that is known to have no valid child.</param>
internal readonly record struct ComparisonResult(
    Change Changes, DescriptorKind OldKind, DescriptorKind NewKind, bool OldCacheable, bool NewCacheable, bool EmptyTable);
