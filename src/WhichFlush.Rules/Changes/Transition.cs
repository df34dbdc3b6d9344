using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Changes;

/// <summary>The compared pair: what the rule book decides on. It refers to the question, and lives no longer than that.</summary>
internal readonly ref struct Transition(in Question question, Setting setting, DisputeSet permissive, Found found)
{
    private readonly ref readonly Question _question = ref question;

    public ref readonly TranslationContext Context => ref _question.Where;

    /// <summary>What follows from the context.</summary>
    public Setting Setting { get; } = setting;

    /// <summary>The traits of the context; that of a Block is left out.</summary>
    public Trait Traits => Setting.Traits;

    public ulong Old => _question.Old;

    public ulong New => _question.New;

    public DescriptorKind OldKind { get; } = found.OldKind;

    public DescriptorKind NewKind { get; } = found.NewKind;

    public bool OldCacheable { get; } = found.OldCacheable;

    public bool NewCacheable { get; } = found.NewCacheable;

    /// <summary>The disputes that are read permissively.</summary>
    public DisputeSet Permissive { get; } = permissive;

    public Change Changes { get; } = found.Changes;

    /// <summary>What is known of the descriptors under a Table: looked at anew each time, since the brief answer needs little of it.</summary>
    public ChildrenEvidence Children => ChildrenEvidence.Of(_question, OldKind, NewKind);

    /// <summary>
    /// Store, and broadcast an invalidation of what TLBs may hold of the old value; of a Table that is known to hold nothing
    /// valid, that is the walk entry alone.
    /// </summary>
    public Requirement Invalidation { get; } = found.OldKind != DescriptorKind.Table ? setting.LeafInvalidation(question.Old)
        : found.EmptyTable ? setting.TableInvalidation with { Reach = Reach.EntryWithWalk }
        : setting.TableInvalidation;

    /// <summary>The scope that reaches all who use the table.</summary>
    public Scope Broadcast => Setting.Broadcast;

    public bool OldIsNt => Decoder.IsNt(Traits, OldKind, Old);

    public bool NewIsNt => Decoder.IsNt(Traits, NewKind, New);

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
