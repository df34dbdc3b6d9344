namespace WhichFlush.Rules.Architecture;

/// <summary>
/// Lookup tables derived from a translation context, cached because a trace asks many questions in few contexts. Each layer above
/// derives a class with tables of its own, so that one reference leads to all of them.
/// </summary>
internal abstract class ContextTables : IEquatable<ContextTables>
{
    private readonly Rights[] _rights;

    /// <summary>Derives the tables of a context.</summary>
    protected ContextTables(in TranslationContext context)
    {
        Key = ContextKeys.Of(context);
        Level = Geometry.At(context);
        _rights = Decoder.RightsByBits(Key);
    }

    /// <summary>The key of the context. Tables with equal keys are equal.</summary>
    public ContextKey Key { get; }

    /// <summary>Sizes and address bits at the level.</summary>
    public LevelGeometry Level { get; }

    /// <summary>The rights that a leaf gives.</summary>
    public Rights RightsOf(ulong raw) => _rights[Decoder.RightsBits(raw)];

    /// <inheritdoc />
    public bool Equals(ContextTables? other) => other is not null && Key == other.Key;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ContextTables);

    /// <inheritdoc />
    public override int GetHashCode() => ((ulong)Key).GetHashCode();
}
