using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Changes;

/// <summary>A compared change: the input of the rule table. It refers to the <see cref="DescriptorChange"/>, which must outlive it.</summary>
internal readonly ref struct Transition(in DescriptorChange change, ChangeTables tables, DisputeSet permissive, Found found)
{
    private readonly ref readonly DescriptorChange _change = ref change;

    public ref readonly TranslationContext Context => ref _change.Context;

    /// <summary>Lookup tables of the context.</summary>
    public ChangeTables Tables { get; } = tables;

    /// <summary>The key of the context, without the bit for a Block.</summary>
    public ContextKey Key => Tables.Key;

    public ulong Old => _change.Old;

    public ulong New => _change.New;

    public DescriptorKind OldKind { get; } = found.OldKind;

    public DescriptorKind NewKind { get; } = found.NewKind;

    public bool OldCacheable { get; } = found.OldCacheable;

    public bool NewCacheable { get; } = found.NewCacheable;

    /// <summary>The disputes that are read permissively.</summary>
    public DisputeSet Permissive { get; } = permissive;

    public Change Changes { get; } = found.Changes;

    /// <summary>What is known of the descriptors under a Table: looked at anew each time, since the brief answer needs little of it.</summary>
    public ChildrenEvidence Children => ChildrenEvidence.Of(_change, Key, OldKind, NewKind);

    /// <summary>
    /// Store, and broadcast an invalidation of what TLBs may hold of the old value; of a Table that is known to hold nothing
    /// valid, that is the walk entry alone.
    /// </summary>
    public Requirement Invalidation { get; } = found.OldKind != DescriptorKind.Table ? tables.LeafInvalidation(change.Old)
        : found.EmptyTable ? tables.TableInvalidation with { Reach = Reach.EntryWithWalk }
        : tables.TableInvalidation;

    /// <summary>The scope that reaches all who use the table.</summary>
    public Scope Broadcast => Tables.Broadcast;

    public bool OldIsNt => Decoder.IsNt(Key, OldKind, Old);

    public bool NewIsNt => Decoder.IsNt(Key, NewKind, New);

    public bool Any(Change changes) => (Changes & changes) != 0;

    public bool ReadsPermissively(DisputeSet dispute) => (Permissive & dispute) != 0;
}

/// <summary>What a comparison finds.</summary>
/// <param name="Changes">What differs.</param>
/// <param name="OldKind">What the old value is.</param>
/// <param name="NewKind">What the new value is.</param>
/// <param name="OldCacheable">A TLB or walk cache may hold the old value.</param>
/// <param name="NewCacheable">One may hold the new value.</param>
/// <param name="EmptyTable">The old value is a Table that is known to hold nothing valid.</param>
internal readonly record struct Found(
    Change Changes, DescriptorKind OldKind, DescriptorKind NewKind, bool OldCacheable, bool NewCacheable, bool EmptyTable);
