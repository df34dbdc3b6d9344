using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// The leaves under a Table at the two addresses that the model looks at. They are the children that the question gives. Other
/// leaves map the same memory as the Block on the other side of the change, unless the question says that the mapping differs.
/// </summary>
internal sealed class TableContents
{
    private readonly ModelQuestion _question;
    private readonly TranslationContext _context, _below;
    private readonly TableEntry _tableEntry;
    private readonly ulong? _block;
    private readonly ulong _template;
    private readonly int _childShift, _accessed, _other;

    /// <summary>Chooses the two children.</summary>
    /// <param name="question">The question.</param>
    /// <param name="tableEntry">The addresses of the table entry.</param>
    /// <param name="block">The Block on the other side; <c>null</c> if there is none.</param>
    /// <param name="template">The attributes of leaves that nothing is known about.</param>
    public TableContents(in ModelQuestion question, TableEntry tableEntry, ulong? block, ulong template)
    {
        _question = question;
        _context = question.Context;
        _below = _context with { Level = _context.Level + 1 };
        _tableEntry = tableEntry;
        _block = block;
        _template = template;
        _childShift = Geometry.EntryShift(_below.Granule, _below.Level);
        int last = Geometry.EntriesPerTable(_context.Granule) - 1;
        int differs = FirstDifferingChild();
        _accessed = (int)((tableEntry.AccessedAddress - tableEntry.Base) >> _childShift);
        _other = differs >= 0 ? differs : last;
        if (_other == _accessed)
        {
            _accessed = _other == 0 ? last : 0;
        }
    }

    /// <summary>The leaves that a walk through the Table can find.</summary>
    /// <param name="table">The Table descriptor.</param>
    /// <param name="bothAddresses">Look at the other address, too.</param>
    public IEnumerable<TlbEntry> LeavesUnder(ulong table, bool bothAddresses)
    {
        if (Leaf(table, _accessed) is TlbEntry first)
        {
            yield return first;
        }

        if (bothAddresses && Leaf(table, _other) is TlbEntry second)
        {
            yield return second;
        }
    }

    /// <summary>Index of the first given child that differs from the Block's part at its address; -1 if none does.</summary>
    private int FirstDifferingChild()
    {
        ulong table = Decoder.KindOf(_context, _question.Old) == DescriptorKind.Table ? _question.Old : _question.New;
        ReadOnlySpan<ulong> children = _question.Children.Span;
        (ulong Attributes, ulong Base)? agrees = null;
        for (int i = 0; _block is not null && i < children.Length; i++)
        {
            DescriptorKind kind = Decoder.KindOf(_below, children[i]);
            if (kind is DescriptorKind.Table)
            {
                continue;
            }

            // Most children have the attributes of the one before, and the next output address.
            (ulong, ulong) mapping = (children[i] & ~Geometry.AddressMask(_below, kind), Geometry.Address(_below, kind, children[i]) - ((ulong)i << _childShift));
            if (mapping == agrees)
            {
                continue;
            }

            if (Given(table, i) != Assumed(table, i))
            {
                return i;
            }

            agrees = mapping;
        }

        return -1;
    }

    private TlbEntry? Leaf(ulong table, int index)
    {
        bool given = index < _question.Children.Length
            && Decoder.KindOf(_below, _question.Children.Span[index]) != DescriptorKind.Table;
        TlbEntry? leaf = given ? Given(table, index) : Assumed(table, index);
        return leaf is TlbEntry entry && MappingDiffers(table) ? entry with { MappingDiffers = true } : leaf;
    }

    private TlbEntry? Given(ulong table, int index)
    {
        ulong raw = _question.Children.Span[index];
        Descriptor d = Decoder.Decode(_below, raw);
        if (!d.IsLeaf || !(d.AccessFlag || _context.Ha))
        {
            return null;
        }

        TlbEntry leaf = TlbEntryFactory.Leaf(_below, TlbEntryFactory.Limited(_context, table, raw), AddressOf(index));
        return _block is null || Assumed(table, index) is not TlbEntry assumed || assumed.Oa == leaf.Oa
            ? leaf
            : leaf with { MappingDiffers = true };
    }

    private TlbEntry? Assumed(ulong table, int index)
    {
        if (_block is ulong block)
        {
            TlbEntry whole = TlbEntryFactory.Leaf(_context, TlbEntryFactory.Limited(_context, table, block), _tableEntry.Base);
            return Part(whole with { Contiguous = false, NoTlb = false, Accessed = true }, index);
        }

        // Leaves exist at level 3 with every granule; only the attributes of the template are used.
        TranslationContext page = _context with { Level = 3 };
        return Part(TlbEntryFactory.Leaf(page, TlbEntryFactory.Limited(_context, table, _template | 3), _tableEntry.Base) with { ContentNotKnown = true }, index);
    }

    private TlbEntry Part(in TlbEntry whole, int index)
    {
        ulong offset = AddressOf(index) - _tableEntry.Base;
        return whole with { Base = _tableEntry.Base + offset, Oa = whole.Oa + offset, SizeShift = (byte)_childShift, Level = (sbyte)_below.Level };
    }

    private ulong AddressOf(int index) => _tableEntry.Base + ((ulong)index << _childShift);

    /// <summary>The Table maps other memory than the other side of the change, by the question, or the question does not describe the Table.</summary>
    private bool MappingDiffers(ulong table)
    {
        DescriptorKind oldKind = Decoder.KindOf(_context, _question.Old), newKind = Decoder.KindOf(_context, _question.New);
        ulong At(ulong value) => Decoder.Decode(_context, value).Address;
        bool isOld = oldKind == DescriptorKind.Table && At(table) == At(_question.Old);
        bool isNew = newKind == DescriptorKind.Table && At(table) == At(_question.New);
        bool both = oldKind == DescriptorKind.Table && newKind == DescriptorKind.Table;
        return !(isOld || isNew) || (_context.SameMapping == false && !(both && isOld));
    }
}
