using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>Finds the TLB entries that the values of the table entry can give.</summary>
internal sealed class TlbEntrySetBuilder
{
    /// <summary>Leaves under a Table whose content is not known: Normal memory, every right, not global.</summary>
    private const ulong Stage1Template = 0xF41, Stage2Template = 0x7FD;

    private readonly TranslationContext _context;
    private readonly IReadOnlyList<ulong> _values;
    private readonly IReadOnlyList<bool> _claimed;
    private readonly TlbEntrySet _set;
    private readonly TableEntry _tableEntry;
    private readonly TableContents? _contents;
    private readonly bool _otherAsidsWalk;

    private TlbEntrySetBuilder(in ModelQuestion question, IReadOnlyList<ulong> values, IReadOnlyList<bool> claimed, ModelSwitches switches)
    {
        _context = question.Context;
        _values = values;
        _claimed = claimed;
        _otherAsidsWalk = OtherAsidsWalk(question);
        TranslationContext context = _context;
        bool oldIsTable = Decoder.KindOf(context, question.Old) == DescriptorKind.Table;
        bool contiguous = values.Where((value, i) => Decoder.Decode(context, value) is { Contiguous: true } d && MayBeCached(d, i)).Any();
        _tableEntry = new TableEntry(context, isRun: contiguous && !oldIsTable, isMember: contiguous);
        _set = new TlbEntrySet { Context = context, TableEntry = _tableEntry, Switches = switches };
        if (values.Any(value => Decoder.KindOf(context, value) == DescriptorKind.Table))
        {
            ulong? block = values.Append(question.New)
                .Where(value => Decoder.Decode(context, value).IsLeaf)
                .Select(value => (ulong?)value)
                .FirstOrDefault();
            _contents = new TableContents(question, _tableEntry, block, context.Stage == Stage.One ? Stage1Template : Stage2Template);
        }
    }

    /// <summary>Finds the TLB entries of a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="values">The values of the table entry in the order of the stores; the first is old.</param>
    /// <param name="claimed">By the index of a value: a compare-and-swap replaces it, which fails if hardware has set AF before.</param>
    /// <param name="switches">The disabled parts of the model.</param>
    public static TlbEntrySet Build(in ModelQuestion question, IReadOnlyList<ulong> values, IReadOnlyList<bool> claimed, ModelSwitches switches) =>
        new TlbEntrySetBuilder(question, values, claimed, switches).Build();

    /// <summary>
    /// Another ASID may hold walk entries of the table: the question does not name the ASIDs that walk it, and the table belongs to the
    /// upper half, or something under it is global or not known.
    /// </summary>
    private static bool OtherAsidsWalk(in ModelQuestion question)
    {
        TranslationContext context = question.Context;
        return context.HasAsids() && !context.AsidsAreKnown() && (context.InUpperHalf() || !question.AllChildren(static child => child.IsLeaf && !child.Global));
    }

    private TlbEntrySet Build()
    {
        for (int i = 0; i < _values.Count; i++)
        {
            // A value that hardware reads like the old one may be cached wherever the old one may.
            bool same = i > 0 && ReadsAsOld(_values[i]);
            _set.WalkedFrom.Add(Walked(_values[i], i) | (same ? _set.WalkedFrom[0] : 0));
        }

        if (!_set.Switches.HasFlag(ModelSwitches.NoOtherAsids))
        {
            AddOtherAsids();
        }

        AddSpuriousFault();
        CloseWalks();
        return _set;
    }

    /// <summary>Adds the derived entries to those of each walk: a walk may cache a derived entry alone.</summary>
    private void CloseWalks()
    {
        for (int i = 0; i < _set.WalkedFrom.Count; i++)
        {
            _set.WalkedFrom[i] = _set.Closure(_set.WalkedFrom[i]);
        }

        _set.DisableDerivations();
    }

    private ulong Walked(ulong value, int index)
    {
        Descriptor d = Decoder.Decode(_context, value);
        if (!MayBeCached(d, index))
        {
            return 0;
        }

        if (d.IsLeaf)
        {
            ulong own = _set.Add(TlbEntryFactory.Leaf(_context, value, _tableEntry.Base));
            if (!_tableEntry.IsRun || _set.Switches.HasFlag(ModelSwitches.NoSecondAddress))
            {
                return own;
            }

            TlbEntry member = TlbEntryFactory.Leaf(_context, value, _tableEntry.OtherMember);
            return own | _set.Add(member with { Oa = member.Oa + _tableEntry.OtherMember - _tableEntry.Base });
        }

        return WalkedTable(value);
    }

    private bool ReadsAsOld(ulong value)
    {
        DescriptorKind kind = Decoder.KindOf(_context, value);
        return kind == Decoder.KindOf(_context, _values[0]) && kind switch
        {
            DescriptorKind.Invalid => true,
            DescriptorKind.Table => TlbEntryFactory.Walk(_context, value, 0, AsidTag.Any) == TlbEntryFactory.Walk(_context, _values[0], 0, AsidTag.Any),
            _ => TlbEntryFactory.Leaf(_context, value, 0) == TlbEntryFactory.Leaf(_context, _values[0], 0),
        };
    }

    /// <summary>The entries that a walk may cache from a Table: the Table for each ASID, and the leaves under it.</summary>
    private ulong WalkedTable(ulong table)
    {
        ulong leaves = 0, global = 0;
        foreach (TlbEntry leaf in _contents!.LeavesUnder(table, bothAddresses: !_set.Switches.HasFlag(ModelSwitches.NoSecondAddress)))
        {
            ulong added = _set.Add(leaf);
            leaves |= added;
            global |= leaf.Global ? added : 0;
        }

        bool asids = _context.HasAsids();
        ulong own = AddWalk(table, asids ? AsidTag.Own : AsidTag.Any, leaves);
        bool others = _otherAsidsWalk && !_set.Switches.HasFlag(ModelSwitches.NoOtherAsids);
        ulong other = others ? AddWalk(table, AsidTag.Other, global) : 0;
        return own | other | leaves;
    }

    private ulong AddWalk(ulong table, AsidTag tag, ulong leaves)
    {
        ulong walk = _set.Add(TlbEntryFactory.Walk(_context, table, _tableEntry.Base, tag));
        if (walk != 0)
        {
            _set.Derived[System.Numerics.BitOperations.TrailingZeroCount(walk)] |= leaves;
        }

        return walk;
    }

    /// <summary>
    /// A walk may cache the descriptor (RULES.md 1.6): the descriptor gives no Translation or Access flag fault, or hardware may set
    /// the Access flag first, or another member of the Contiguous run is cached for all of the run.
    /// </summary>
    /// <param name="d">The value, decoded.</param>
    /// <param name="index">Index of the value.</param>
    private bool MayBeCached(in Descriptor d, int index)
    {
        if (d.Kind == DescriptorKind.Invalid)
        {
            return false;
        }

        if (d.AccessFlag)
        {
            return true;
        }

        bool hardwareMaySet = _context.Ha && !(_claimed[index] && (index == 0 || OnlyClearsAccessFlag(index)));
        return hardwareMaySet
            || (index == 0 && (d.Kind == DescriptorKind.Table ? _context.Reading == Reading.Strict : d.Contiguous));
    }

    /// <summary>
    /// The value differs from the one before by a clear Access flag alone. If hardware sets the flag, walks cache nothing that they could
    /// not cache before, and the compare-and-swap that follows fails.
    /// </summary>
    private bool OnlyClearsAccessFlag(int index)
    {
        ulong before = _values[index - 1], value = _values[index];
        return Decoder.KindOf(_context, before) == Decoder.KindOf(_context, value) && Decoder.Decode(_context, value).IsLeaf
            && (TlbEntryFactory.Leaf(_context, before, 0) with { Accessed = false }) == TlbEntryFactory.Leaf(_context, value, 0);
    }

    /// <summary>
    /// Adds the non-global leaves of the other ASID: where a global leaf joins them (row 12), and in the upper half, whose tables are
    /// walked under every ASID (RSCBSR).
    /// </summary>
    private void AddOtherAsids()
    {
        bool upper = _context.InUpperHalf() && !_context.AsidsAreKnown();
        if (!_context.HasAsids() || !(upper || _set.Entries.Any(entry => entry is { IsTranslation: true, Global: true })))
        {
            return;
        }

        int count = _set.Entries.Count;
        for (int i = 0; i < count; i++)
        {
            TlbEntry entry = _set.Entries[i];
            if (entry is not { IsTranslation: true, Global: false })
            {
                continue;
            }

            ulong other = _set.Add(entry with { Tag = AsidTag.Other });
            for (int value = 0; value < _set.WalkedFrom.Count; value++)
            {
                _set.WalkedFrom[value] |= (_set.WalkedFrom[value] >> i & 1) != 0 ? other : 0;
            }

            DeriveFromOther(i, other);
        }

        if (_context.OverlapsNonGlobal == true && _set.WalkedFrom[0] == 0)
        {
            TlbEntry global = _set.Entries.First(entry => entry is { IsTranslation: true, Global: true });
            ulong earlier = _set.Add(global with { Tag = AsidTag.Other, Global = false });
            _set.InitialP0 |= earlier;
            _set.InitialP1 |= earlier;
        }
    }

    /// <summary>A walk of the other ASID gives the other ASID's leaf wherever a walk of the own ASID gives the own leaf.</summary>
    private void DeriveFromOther(int leaf, ulong other)
    {
        for (int i = 0; i < _set.Entries.Count; i++)
        {
            TlbEntry walk = _set.Entries[i];
            int twin = walk.Tag == AsidTag.Other && !walk.IsTranslation ? _set.IndexOf(walk with { Tag = AsidTag.Own }) : -1;
            _set.Derived[i] |= twin >= 0 && (_set.Derived[twin] >> leaf & 1) != 0 ? other : 0;
        }
    }

    /// <summary>Adds the stricter copy that P0 has faulted on, if the change has no effect on any TLB entry (row 2).</summary>
    private void AddSpuriousFault()
    {
        ulong same = _set.WalkedFrom[0];
        if (!_context.SpuriousFault || same == 0 || _set.WalkedFrom[^1] != same)
        {
            return;
        }

        for (int i = _set.Entries.Count - 1; i >= 0; i--)
        {
            TlbEntry entry = _set.Entries[i];
            if ((same >> i & 1) != 0 && entry.Kind == (_contents is null ? TlbEntryKind.Leaf : TlbEntryKind.Walk))
            {
                _set.InitialP0 |= _set.Add(TlbEntryFactory.Faulting(entry));
            }
        }
    }
}
