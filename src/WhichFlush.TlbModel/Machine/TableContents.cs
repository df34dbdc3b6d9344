using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// What stands under a Table at the two addresses that the machine looks at: the given children, or, where they are not
/// given, leaves that map what the Block on the other side maps, or something else if the caller says so.
/// </summary>
internal sealed class TableContents
{
    private readonly ModelQuestion _question;
    private readonly TranslationContext _context, _below;
    private readonly EntryPlace _place;
    private readonly ulong? _block;
    private readonly ulong _template;
    private readonly int _childShift, _accessed, _other;

    /// <summary>Finds the two children that are looked at.</summary>
    /// <param name="question">The question.</param>
    /// <param name="place">Where the entry stands.</param>
    /// <param name="block">The Block on the other side, if there is one.</param>
    /// <param name="template">A leaf of any level to stand for what nothing tells.</param>
    public TableContents(in ModelQuestion question, EntryPlace place, ulong? block, ulong template)
    {
        _question = question;
        _context = question.Context;
        _below = _context with { Level = _context.Level + 1 };
        _place = place;
        _block = block;
        _template = template;
        _childShift = Geometry.EntryShift(_below.Granule, _below.Level);
        int last = Geometry.EntriesPerTable(_context.Granule) - 1;
        int differs = FirstThatDiffers();
        _accessed = (int)((place.Accessed - place.Entry) >> _childShift);
        _other = differs >= 0 ? differs : last;
        if (_other == _accessed)
        {
            _accessed = _other == 0 ? last : 0;
        }
    }

    /// <summary>The leaves that a walk through the Table finds.</summary>
    public IEnumerable<CachedThing> LeavesUnder(ulong table, bool secondProbe)
    {
        if (Leaf(table, _accessed) is CachedThing first)
        {
            yield return first;
        }

        if (secondProbe && Leaf(table, _other) is CachedThing second)
        {
            yield return second;
        }
    }

    /// <summary>The first given child that is no leaf like the Block's part, or -1.</summary>
    private int FirstThatDiffers()
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

            // Most children are like the one before: the same attributes, and the address in step.
            (ulong, ulong) shape = (children[i] & ~Geometry.AddressMask(_below, kind), Geometry.Address(_below, kind, children[i]) - ((ulong)i << _childShift));
            if (shape == agrees)
            {
                continue;
            }

            if (Given(table, i) != Assumed(table, i))
            {
                return i;
            }

            agrees = shape;
        }

        return -1;
    }

    private CachedThing? Leaf(ulong table, int index)
    {
        bool given = index < _question.Children.Length
            && Decoder.KindOf(_below, _question.Children.Span[index]) != DescriptorKind.Table;
        CachedThing? leaf = given ? Given(table, index) : Assumed(table, index);
        return leaf is CachedThing thing && MapsElsewhere(table) ? thing with { Foreign = true } : leaf;
    }

    private CachedThing? Given(ulong table, int index)
    {
        ulong raw = _question.Children.Span[index];
        Descriptor d = Decoder.Decode(_below, raw);
        if (!d.IsLeaf || !(d.AccessFlag || _context.Ha))
        {
            return null;
        }

        CachedThing leaf = ThingFactory.Leaf(_below, ThingFactory.Limited(_context, table, raw), AddressOf(index));
        return _block is null || Assumed(table, index) is not CachedThing assumed || assumed.Oa == leaf.Oa
            ? leaf
            : leaf with { Foreign = true };
    }

    private CachedThing? Assumed(ulong table, int index)
    {
        if (_block is ulong block)
        {
            CachedThing whole = ThingFactory.Leaf(_context, ThingFactory.Limited(_context, table, block), _place.Entry);
            return Part(whole with { Contiguous = false, NoTlb = false, Accessed = true }, index);
        }

        // Level 3 has leaves with every granule; only attributes are read from the template.
        TranslationContext page = _context with { Level = 3 };
        return Part(ThingFactory.Leaf(page, ThingFactory.Limited(_context, table, _template | 3), _place.Entry), index);
    }

    private CachedThing Part(in CachedThing whole, int index)
    {
        ulong offset = AddressOf(index) - _place.Entry;
        return whole with { Base = _place.Entry + offset, Oa = whole.Oa + offset, SizeShift = (byte)_childShift, Level = (sbyte)_below.Level };
    }

    private ulong AddressOf(int index) => _place.Entry + ((ulong)index << _childShift);

    /// <summary>The caller says that this Table and the change's other side do not map the same, or nothing is known of it.</summary>
    private bool MapsElsewhere(ulong table)
    {
        DescriptorKind oldKind = Decoder.KindOf(_context, _question.Old), newKind = Decoder.KindOf(_context, _question.New);
        ulong At(ulong value) => Decoder.Decode(_context, value).Address;
        bool isOld = oldKind == DescriptorKind.Table && At(table) == At(_question.Old);
        bool isNew = newKind == DescriptorKind.Table && At(table) == At(_question.New);
        bool both = oldKind == DescriptorKind.Table && newKind == DescriptorKind.Table;
        return !(isOld || isNew) || (_context.SameMapping == false && !(both && isOld));
    }
}
