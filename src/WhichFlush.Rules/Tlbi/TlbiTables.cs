using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>Lookup tables for the choice of operations in one context.</summary>
internal sealed class TlbiTables : ChangeTables
{
    private readonly TlbiUse[] _first;

    /// <summary>Derives the tables of a context, those of the layers below included. Takes some 5 µs and 3 KB.</summary>
    public TlbiTables(in TranslationContext context)
        : base(context)
    {
        Column = TlbiColumn.Of(context.Stage, context.Regime, context.Tge);
        _first = TlbiChoice.FirstByRequirement(context, Key, Column);
    }

    /// <summary>The operations of the translation regime.</summary>
    public TlbiColumn Column { get; }

    /// <summary>The first operation for a requirement, without its scope: see <see cref="TlbiChoice.FirstByRequirement"/>.</summary>
    public TlbiUse First(Requirement requirement, bool levelIsKnown, bool anyRangeBase) =>
        _first[TlbiChoice.IndexOf(requirement, levelIsKnown, anyRangeBase)];
}

/// <summary>Finds the tables of a context. Whoever decides in many contexts keeps them.</summary>
internal delegate TlbiTables FindTables(in TranslationContext context);
