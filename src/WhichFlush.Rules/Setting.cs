using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules;

/// <summary>
/// All that follows from a context alone and that every decision in it needs, as tables. A trace has few contexts and many changes
/// in each, so what was worked out for a context is kept for the next question in it.
/// </summary>
internal sealed class Setting : IEquatable<Setting>
{
    /// <summary>The settings that were used last, by their key. A thread that finds another's there makes its own: they are all alike.</summary>
    private static readonly Setting?[] Kept = new Setting?[256];

    private readonly Change[] _leafBits, _tableBits;
    private readonly Rights[] _rights;
    private readonly Requirement[] _leafInvalidations;
    private readonly TlbiUse[] _tlbi;

    /// <summary>Works out what follows from a context.</summary>
    public Setting(in TranslationContext context)
    {
        Trait traits = Traits = Architecture.Traits.Of(context);
        Level = Geometry.At(context);
        Trait leaf = traits | ((traits & Trait.LastLevel) != 0 ? Trait.None : Trait.Block);
        _leafBits = Comparison.MeaningOfBits(FieldTable.For(context.Stage, DescriptorKind.Page), leaf);
        _tableBits = Comparison.MeaningOfBits(FieldTable.For(context.Stage, DescriptorKind.Table), traits);
        _rights = Decoder.RightsByBits(traits);
        Broadcast = context.Sharing switch
        {
            Sharing.Single => Scope.Local,
            Sharing.Outer => Scope.Outer,
            _ => Scope.Inner,
        };
        TableInvalidation = new(Route.WriteThenInvalidate, Broadcast, Reach.SpanWithWalks, Asids.All);
        _leafInvalidations = new Requirement[4];
        for (int i = 0; i < _leafInvalidations.Length; i++)
        {
            ulong bits = Decoder.RunAndGlobalBits(i);
            _leafInvalidations[i] = new(
                Route.WriteThenInvalidate,
                Broadcast,
                Decoder.IsContiguous(traits, bits) ? Reach.Run : Reach.LastLevelEntry,
                Decoder.IsGlobal(traits, bits) ? Asids.All : Asids.One);
        }

        Column = TlbiColumn.Of(context.Stage, context.Regime, context.Tge);
        _tlbi = TlbiChoice.ByRequirement(context, traits, Column);
    }

    /// <summary>The traits of the context: whose are the same, have the same setting.</summary>
    public Trait Traits { get; }

    /// <summary>Sizes at the level, and where addresses stand.</summary>
    public LevelGeometry Level { get; }

    /// <summary>The scope that reaches all who use the table.</summary>
    public Scope Broadcast { get; }

    /// <summary>Store, and broadcast an invalidation of all that TLBs may hold of a Table.</summary>
    public Requirement TableInvalidation { get; }

    /// <summary>The operations of the translation regime.</summary>
    public TlbiColumn Column { get; }

    /// <summary>The setting of a context, whose traits these are.</summary>
    public static Setting Of(in TranslationContext context, Trait traits)
    {
        ref Setting? kept = ref Kept[(byte)(((ulong)traits * 0x9e3779b97f4a7c15) >> 56)];
        return kept is { } known && known.Traits == traits ? known : kept = new(context);
    }

    /// <summary>
    /// What it means that a bit of a valid descriptor changes, none if it is reserved: at twice the bit that it becomes 0, behind
    /// it that it becomes 1.
    /// </summary>
    public Change[] MeaningOfBits(DescriptorKind kind) => kind == DescriptorKind.Table ? _tableBits : _leafBits;

    /// <summary>The rights that a leaf gives.</summary>
    public Rights RightsOf(ulong raw) => _rights[Decoder.RightsBits(raw)];

    /// <summary>Store, and broadcast an invalidation of all that TLBs may hold of a leaf.</summary>
    public Requirement LeafInvalidation(ulong raw) => _leafInvalidations[Decoder.RunAndGlobal(raw)];

    /// <summary>The first operation for a requirement, without its scope: see <see cref="TlbiChoice.ByRequirement"/>.</summary>
    public TlbiUse Tlbi(Requirement requirement, bool levelIsKnown, bool anyRangeBase) =>
        _tlbi[TlbiChoice.Place(requirement, levelIsKnown, anyRangeBase)];

    /// <inheritdoc />
    public bool Equals(Setting? other) => other is not null && Traits == other.Traits;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Setting);

    /// <inheritdoc />
    public override int GetHashCode() => ((ulong)Traits).GetHashCode();
}
