using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Rulebook;

namespace WhichFlush.Rules.Changes;

/// <summary>The compared pair: what the rule book decides on. It refers to the question's context, and lives no longer than that.</summary>
internal readonly ref struct Transition(in TranslationContext context)
{
    private readonly ref readonly TranslationContext _context = ref context;

    public ref readonly TranslationContext Context => ref _context;

    public required ulong Old { get; init; }

    public required ulong New { get; init; }

    public required DescriptorKind OldKind { get; init; }

    public required DescriptorKind NewKind { get; init; }

    public required bool OldCacheable { get; init; }

    public required bool NewCacheable { get; init; }

    /// <summary>The disputes that are read permissively.</summary>
    public required DisputeSet Permissive { get; init; }

    public required Change Changes { get; init; }

    public required ChildrenEvidence Children { get; init; }

    /// <summary>What a TLB may hold of the old value: how much one invalidation has to reach, and for which ASIDs.</summary>
    public Footprint OldFootprint => OldKind == DescriptorKind.Table
        ? new(Children.EmptyTable ? Reach.EntryWithWalk : Reach.SpanWithWalks, Asids.All)
        : new(Decoder.IsContiguous(Context, Old) ? Reach.Run : Reach.LastLevelEntry, Decoder.IsGlobal(Context, Old) ? Asids.All : Asids.One);

    public bool OldIsNt => Decoder.IsNt(Context, OldKind, Old);

    public bool NewIsNt => Decoder.IsNt(Context, NewKind, New);

    public bool Any(Change changes) => (Changes & changes) != 0;

    public bool ReadsPermissively(DisputeSet dispute) => (Permissive & dispute) != 0;
}

/// <summary>What of an entry may be cached.</summary>
internal readonly record struct Footprint(Reach Reach, Asids Asids);
