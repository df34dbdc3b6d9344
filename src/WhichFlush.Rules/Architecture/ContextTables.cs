namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Lookup tables derived from a translation context, cached because a trace asks many questions in few contexts. Each layer above
/// derives a class with tables of its own, so that one reference leads to all of them.
/// </summary>
internal abstract class ContextTables : IEquatable<ContextTables>
{
    private readonly Rights[] _rights;
    private readonly ulong _reservedInTable, _reservedInLeaf;

    /// <summary>Derives the tables of a context.</summary>
    protected ContextTables(in TranslationContext context)
    {
        Key = ContextKeys.Of(context);
        Level = Geometry.At(context);
        _rights = Decoder.RightsByBits(Key);
        _reservedInTable = ReservedBits(context, DescriptorKind.Table, Key);
        bool last = (Key & ContextKey.LastLevel) != 0;
        _reservedInLeaf = last ? ReservedBits(context, DescriptorKind.Page, Key) : ReservedBits(context, DescriptorKind.Block, Key | ContextKey.Block);
    }

    /// <summary>The key of the context. Tables with equal keys are equal.</summary>
    public ContextKey Key { get; }

    /// <summary>Sizes and address bits at the level.</summary>
    public LevelGeometry Level { get; }

    /// <summary>The rights that a leaf gives; none where permissions are indirect.</summary>
    public Rights RightsOf(ulong raw) => _rights[Decoder.RightsBits(raw)];

    /// <summary>The bits of a valid descriptor that are RES0 in the context (RULES.md 1.7). A level has one kind of leaf.</summary>
    public ulong ReservedBits(DescriptorKind kind) => kind == DescriptorKind.Table ? _reservedInTable : _reservedInLeaf;

    /// <inheritdoc />
    public bool Equals(ContextTables? other) => other is not null && Key == other.Key;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ContextTables);

    /// <inheritdoc />
    public override int GetHashCode() => ((ulong)Key).GetHashCode();

    private static ulong ReservedBits(in TranslationContext context, DescriptorKind kind, ContextKey key) =>
        ~(3 | Geometry.AddressMask(context, kind) | FieldTable.DefinedBits(context.Stage, kind, key));
}
