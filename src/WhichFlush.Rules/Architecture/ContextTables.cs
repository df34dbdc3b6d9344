namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Lookup tables derived from a translation context, cached because a trace asks many questions in few contexts. Each layer above
/// derives a class with tables of its own, so that one reference leads to all of them.
/// </summary>
internal abstract class ContextTables : IEquatable<ContextTables>
{
    private readonly Rights[] _rights;
    private readonly (ulong? Pir, ulong? Pire0, ulong? S2pir) _registers;

    /// <summary>Derives the tables of a context.</summary>
    protected ContextTables(in TranslationContext context)
    {
        Key = ContextKeys.Of(context);
        Level = Geometry.At(context);
        _registers = Registers(context, Key);
        StageOneOnly = context.Stage == Stage.Two ? (StageOneBits(context, DescriptorKind.Page), StageOneBits(context, DescriptorKind.Table)) : default;
        _rights = Decoder.RightsByBits(context, Key);
    }

    /// <summary>
    /// The bits of a leaf, and of a Table, that stage 2 leaves reserved or ignored and stage 1 of EL1&amp;0 defines; 0 in a context of
    /// stage 1.
    /// </summary>
    public (ulong Leaf, ulong Table) StageOneOnly { get; }

    /// <summary>The key of the context. Tables with equal keys and permission registers are equal.</summary>
    public ContextKey Key { get; }

    /// <summary>Sizes and address bits at the level.</summary>
    public LevelGeometry Level { get; }

    /// <summary>The rights that a leaf gives; none where they are not known.</summary>
    public Rights RightsOf(ulong raw) => _rights[Decoder.RightsBits(raw)];

    /// <summary>Whether the tables are those of a context, whose key the caller has computed.</summary>
    public bool AreOf(in TranslationContext context, ContextKey key) =>
        Key == key && ((key & ContextKey.IndirectKnown) == 0 || _registers == Registers(context, key));

    /// <inheritdoc />
    public bool Equals(ContextTables? other) => other is not null && Key == other.Key && _registers == other._registers;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ContextTables);

    /// <inheritdoc />
    public override int GetHashCode() => ((ulong)Key).GetHashCode();

    private static ulong StageOneBits(in TranslationContext context, DescriptorKind kind)
    {
        TranslationContext one = context.AtStageOne();
        ulong defined = FieldTable.DefinedBits(Stage.One, kind, ContextKeys.Of(one), static row => row.Field != Field.Software);
        return defined & ~FieldTable.DefinedBits(Stage.Two, kind, ContextKeys.Of(context), static row => row.Field != Field.Software);
    }

    /// <summary>The permission registers, where permissions are read from them.</summary>
    private static (ulong? Pir, ulong? Pire0, ulong? S2pir) Registers(in TranslationContext context, ContextKey key) =>
        (key & ContextKey.IndirectKnown) != 0 ? (context.Pir, context.Pire0, context.S2pir) : default;
}
