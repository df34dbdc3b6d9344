using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Changes;

/// <summary>Lookup tables for the comparison of descriptors in one context.</summary>
internal abstract class ChangeTables : ContextTables
{
    private readonly Change[] _leafBits, _tableBits;
    private readonly Requirement[] _leafInvalidations;

    /// <summary>Derives the tables of a context.</summary>
    protected ChangeTables(in TranslationContext context)
        : base(context)
    {
        ContextKey leaf = Key | ((Key & ContextKey.LastLevel) != 0 ? ContextKey.None : ContextKey.Block);
        _leafBits = Comparison.ChangesByBit(FieldTable.For(context.Stage, DescriptorKind.Page), leaf);
        _tableBits = Comparison.ChangesByBit(FieldTable.For(context.Stage, DescriptorKind.Table), Key);
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
                Decoder.IsContiguous(Key, bits) ? Reach.Run : Reach.LastLevelEntry,
                Decoder.IsGlobal(Key, bits) ? Asids.Global : Asids.One);
        }
    }

    /// <summary>The scope that reaches every PE that uses the table.</summary>
    public Scope Broadcast { get; }

    /// <summary>A store and a broadcast invalidation of every entry that TLBs may hold of a Table.</summary>
    public Requirement TableInvalidation { get; }

    /// <summary>Changes by bit. Index 2·bit is the change for 1→0, 2·bit+1 for 0→1; None if the bit is reserved.</summary>
    public Change[] ChangesByBit(DescriptorKind kind) => kind == DescriptorKind.Table ? _tableBits : _leafBits;

    /// <summary>
    /// A store and a broadcast invalidation of every entry that TLBs may hold of a leaf: one entry, or its run. A non-global leaf is
    /// invalidated for all ASIDs where the table is walked under several.
    /// </summary>
    public Requirement LeafInvalidation(in TranslationContext context, ulong raw)
    {
        Requirement requirement = _leafInvalidations[Decoder.RunAndGlobal(raw)];
        return requirement.Asids == Asids.One && context.SeveralAsids ? requirement with { Asids = Asids.All } : requirement;
    }
}
