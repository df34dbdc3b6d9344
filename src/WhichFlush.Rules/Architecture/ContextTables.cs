namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Lookup tables derived from a translation context, cached because a trace asks many questions in few contexts. Each layer above
/// derives a class with tables of its own, so that one reference leads to all of them.
/// </summary>
internal abstract class ContextTables : IEquatable<ContextTables>
{
    private readonly Rights[] _rights;
    private readonly (ulong? Pir, ulong? Pire0, ulong? S2pir) _registers;
    private readonly ulong _reservedInTable, _reservedInLeaf, _meaningfulInTable, _meaningfulInLeaf;

    /// <summary>Derives the tables of a context.</summary>
    protected ContextTables(in TranslationContext context)
    {
        Key = ContextKeys.Of(context);
        Level = Geometry.At(context);
        _registers = Registers(context, Key);
        _meaningfulInLeaf = FieldTable.DefinedBits(context.Stage, DescriptorKind.Page, Key, static row => row.Field != Field.Software);
        _meaningfulInTable = FieldTable.DefinedBits(context.Stage, DescriptorKind.Table, Key, static row => row.Field != Field.Software);
        _rights = Decoder.RightsByBits(context, Key);
        _reservedInTable = ReservedBits(context, DescriptorKind.Table, Key);
        bool last = (Key & ContextKey.LastLevel) != 0;
        _reservedInLeaf = last ? ReservedBits(context, DescriptorKind.Page, Key) : ReservedBits(context, DescriptorKind.Block, Key | ContextKey.Block);
    }

    /// <summary>The key of the context. Tables with equal keys and permission registers are equal.</summary>
    public ContextKey Key { get; }

    /// <summary>Sizes and address bits at the level.</summary>
    public LevelGeometry Level { get; }

    /// <summary>The rights that a leaf gives; none where they are not known.</summary>
    public Rights RightsOf(ulong raw) => _rights[Decoder.RightsBits(raw)];

    /// <summary>Whether the tables are those of a context, whose key the caller has computed.</summary>
    public bool AreOf(in TranslationContext context, ContextKey key) =>
        Key == key && ((key & ContextKey.IndirectKnown) == 0 || _registers == Registers(context, key));

    /// <summary>The bits of fields that hardware looks at: neither reserved nor ignored, and no address.</summary>
    public ulong MeaningfulBits(DescriptorKind kind) => kind == DescriptorKind.Table ? _meaningfulInTable : _meaningfulInLeaf;

    /// <summary>The bits of a valid descriptor that are RES0 in the context (RULES.md 1.7). A level has one kind of leaf.</summary>
    public ulong ReservedBits(DescriptorKind kind) => kind == DescriptorKind.Table ? _reservedInTable : _reservedInLeaf;

    /// <inheritdoc />
    public bool Equals(ContextTables? other) => other is not null && Key == other.Key && _registers == other._registers;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ContextTables);

    /// <inheritdoc />
    public override int GetHashCode() => ((ulong)Key).GetHashCode();

    /// <summary>The permission registers, where permissions are read from them.</summary>
    private static (ulong? Pir, ulong? Pire0, ulong? S2pir) Registers(in TranslationContext context, ContextKey key) =>
        (key & ContextKey.IndirectKnown) != 0 ? (context.Pir, context.Pire0, context.S2pir) : default;
    private static ulong ReservedBits(in TranslationContext context, DescriptorKind kind, ContextKey key) =>
        ~(3 | Geometry.AddressMask(context, kind) | FieldTable.DefinedBits(context.Stage, kind, key));
}
