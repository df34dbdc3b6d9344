using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Rules.Changes;

/// <summary>The compared pair: what the rule book decides on. It refers to the question, and lives no longer than that.</summary>
internal readonly ref struct Transition(
    in Question question, DescriptorKind oldKind, DescriptorKind newKind, bool oldCacheable, bool newCacheable,
    DisputeSet permissive, Change changes, bool emptyTable)
{
    private readonly ref readonly Question _question = ref question;

    public ref readonly TranslationContext Context => ref _question.Where;

    public ulong Old => _question.Old;

    public ulong New => _question.New;

    public DescriptorKind OldKind { get; } = oldKind;

    public DescriptorKind NewKind { get; } = newKind;

    public bool OldCacheable { get; } = oldCacheable;

    public bool NewCacheable { get; } = newCacheable;

    /// <summary>The disputes that are read permissively.</summary>
    public DisputeSet Permissive { get; } = permissive;

    public Change Changes { get; } = changes;

    /// <summary>What is known of the descriptors under a Table: looked at anew each time, since the brief answer needs little of it.</summary>
    public ChildrenEvidence Children => ChildrenEvidence.Of(_question, OldKind, NewKind);

    /// <summary>The old value is a Table that is known to hold nothing valid: only the walk entry can be cached.</summary>
    private bool EmptyTable { get; } = emptyTable;

    /// <summary>What a TLB may hold of the old value: how much one invalidation has to reach, and for which ASIDs.</summary>
    public Footprint OldFootprint => OldKind == DescriptorKind.Table
        ? new(EmptyTable ? Reach.EntryWithWalk : Reach.SpanWithWalks, Asids.All)
        : new(Decoder.IsContiguous(Context, Old) ? Reach.Run : Reach.LastLevelEntry, Decoder.IsGlobal(Context, Old) ? Asids.All : Asids.One);

    public bool OldIsNt => Decoder.IsNt(Context, OldKind, Old);

    public bool NewIsNt => Decoder.IsNt(Context, NewKind, New);

    public bool Any(Change changes) => (Changes & changes) != 0;

    public bool ReadsPermissively(DisputeSet dispute) => (Permissive & dispute) != 0;
}

/// <summary>What of an entry may be cached.</summary>
internal readonly record struct Footprint(Reach Reach, Asids Asids);
