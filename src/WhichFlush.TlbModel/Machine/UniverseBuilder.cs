using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>Finds everything that a TLB can hold of the values that the entry takes.</summary>
internal sealed class UniverseBuilder
{
    /// <summary>A leaf that stands for what a Table maps where nothing tells: Normal memory, every right, not global.</summary>
    private const ulong Stage1Template = 0xF41, Stage2Template = 0x7FD;

    private readonly TranslationContext _context;
    private readonly IReadOnlyList<ulong> _values;
    private readonly bool _claimedByCompareAndSwap;
    private readonly Universe _universe;
    private readonly EntryPlace _place;
    private readonly TableContents? _contents;

    private UniverseBuilder(in ModelQuestion question, IReadOnlyList<ulong> values, bool claimedByCompareAndSwap, ModelSwitches switches)
    {
        _context = question.Context;
        _values = values;
        _claimedByCompareAndSwap = claimedByCompareAndSwap;
        TranslationContext context = _context;
        bool oldIsTable = Decoder.KindOf(context, question.Old) == DescriptorKind.Table;
        bool contiguous = values.Where((value, i) => Decoder.Decode(context, value) is { Contiguous: true } d && MayBeCached(d, standing: i == 0)).Any();
        _place = EntryPlace.Of(context, run: contiguous && !oldIsTable, contiguous);
        _universe = new Universe { Context = context, Place = _place, Switches = switches };
        if (values.Any(value => Decoder.KindOf(context, value) == DescriptorKind.Table))
        {
            ulong? block = values.Append(question.New)
                .Where(value => Decoder.Decode(context, value).IsLeaf)
                .Select(value => (ulong?)value)
                .FirstOrDefault();
            _contents = new TableContents(question, _place, block, context.Stage == Stage.One ? Stage1Template : Stage2Template);
        }
    }

    /// <summary>Builds the universe of a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="values">The values that the entry takes, the first being old, in the order of the stores.</param>
    /// <param name="claimedByCompareAndSwap">The first store is a compare-and-swap: it fails if hardware has set AF meanwhile.</param>
    /// <param name="switches">What is broken on purpose.</param>
    public static Universe Build(in ModelQuestion question, IReadOnlyList<ulong> values, bool claimedByCompareAndSwap, ModelSwitches switches) =>
        new UniverseBuilder(question, values, claimedByCompareAndSwap, switches).Build();

    private Universe Build()
    {
        for (int i = 0; i < _values.Count; i++)
        {
            // Whatever lets the old value be cached lets one be that reads the same.
            bool same = i > 0 && ReadsAsOld(_values[i]);
            _universe.WalkedFrom.Add(Walked(_values[i], standing: i == 0) | (same ? _universe.WalkedFrom[0] : 0));
        }

        if (!_universe.Broken(ModelSwitches.NoOtherAsids))
        {
            AddOtherAsids();
        }

        AddSpuriousFault();
        Settle();
        return _universe;
    }

    /// <summary>What a walk caches by way of another thing, it may cache alone: the rest keeps only what is broken on purpose.</summary>
    private void Settle()
    {
        for (int i = 0; i < _universe.WalkedFrom.Count; i++)
        {
            _universe.WalkedFrom[i] = _universe.Closure(_universe.WalkedFrom[i]);
        }

        _universe.BreakDerivations();
    }

    private ulong Walked(ulong value, bool standing)
    {
        Descriptor d = Decoder.Decode(_context, value);
        if (!MayBeCached(d, standing))
        {
            return 0;
        }

        if (d.IsLeaf)
        {
            ulong own = _universe.Add(ThingFactory.Leaf(_context, value, _place.Entry));
            if (!_place.IsRun || _universe.Broken(ModelSwitches.NoSecondProbe))
            {
                return own;
            }

            CachedThing member = ThingFactory.Leaf(_context, value, _place.OtherMember);
            return own | _universe.Add(member with { Oa = member.Oa + _place.OtherMember - _place.Entry });
        }

        return WalkedTable(value);
    }

    private bool ReadsAsOld(ulong value)
    {
        DescriptorKind kind = Decoder.KindOf(_context, value);
        return kind == Decoder.KindOf(_context, _values[0]) && kind switch
        {
            DescriptorKind.Invalid => true,
            DescriptorKind.Table => ThingFactory.Walk(_context, value, 0, AsidTag.Any) == ThingFactory.Walk(_context, _values[0], 0, AsidTag.Any),
            _ => ThingFactory.Leaf(_context, value, 0) == ThingFactory.Leaf(_context, _values[0], 0),
        };
    }

    /// <summary>What a walk may cache of a Table: the Table for each ASID, and the leaves under it.</summary>
    private ulong WalkedTable(ulong table)
    {
        ulong leaves = 0, global = 0;
        foreach (CachedThing leaf in _contents!.LeavesUnder(table, secondProbe: !_universe.Broken(ModelSwitches.NoSecondProbe)))
        {
            ulong one = _universe.Add(leaf);
            leaves |= one;
            global |= leaf.Global ? one : 0;
        }

        bool asids = ThingFactory.HasAsids(_context);
        ulong own = AddWalk(table, asids ? AsidTag.Own : AsidTag.Any, leaves);
        ulong other = asids && !_universe.Broken(ModelSwitches.NoOtherAsids) ? AddWalk(table, AsidTag.Other, global) : 0;
        return own | other | leaves;
    }

    private ulong AddWalk(ulong table, AsidTag tag, ulong leaves)
    {
        ulong walk = _universe.Add(ThingFactory.Walk(_context, table, _place.Entry, tag));
        if (walk != 0)
        {
            _universe.Derived[System.Numerics.BitOperations.TrailingZeroCount(walk)] |= leaves;
        }

        return walk;
    }

    /// <summary>
    /// What RULES.md 1.6 lets be cached: no fault on translation or access flag, or hardware that may set the flag first, or a
    /// neighbour in the Contiguous run that brought the entry in.
    /// </summary>
    private bool MayBeCached(in Descriptor d, bool standing)
    {
        if (d.Kind == DescriptorKind.Invalid)
        {
            return false;
        }

        if (d.AccessFlag)
        {
            return true;
        }

        bool hardwareMaySet = _context.Ha && !(standing && _claimedByCompareAndSwap);
        return hardwareMaySet
            || (standing && (d.Kind == DescriptorKind.Table ? _context.Reading == Reading.Strict : d.Contiguous));
    }

    /// <summary>Non-global leaves of other ASIDs matter where a global one is to cover them (row 12).</summary>
    private void AddOtherAsids()
    {
        bool asids = ThingFactory.HasAsids(_context);
        int count = _universe.Things.Count;
        bool anyGlobal = false;
        for (int i = 0; i < count; i++)
        {
            anyGlobal |= _universe.Things[i] is { IsTranslation: true, Global: true };
        }

        if (!asids || !anyGlobal)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            CachedThing thing = _universe.Things[i];
            if (thing is not { IsTranslation: true, Global: false })
            {
                continue;
            }

            ulong other = _universe.Add(thing with { Tag = AsidTag.Other });
            for (int value = 0; value < _universe.WalkedFrom.Count; value++)
            {
                _universe.WalkedFrom[value] |= (_universe.WalkedFrom[value] >> i & 1) != 0 ? other : 0;
            }
        }

        if (_context.OverlapsNonGlobal == true && _universe.WalkedFrom[0] == 0)
        {
            CachedThing global = _universe.Things.First(thing => thing is { IsTranslation: true, Global: true });
            ulong earlier = _universe.Add(global with { Tag = AsidTag.Other, Global = false });
            _universe.InitialP0 |= earlier;
            _universe.InitialP1 |= earlier;
        }
    }

    /// <summary>Row 2: nothing that is defined changes, and P0 has faulted on a copy that is stricter than the entry.</summary>
    private void AddSpuriousFault()
    {
        ulong same = _universe.WalkedFrom[0];
        if (!_context.SpuriousFault || same == 0 || _universe.WalkedFrom[^1] != same)
        {
            return;
        }

        for (int i = _universe.Things.Count - 1; i >= 0; i--)
        {
            CachedThing thing = _universe.Things[i];
            if ((same >> i & 1) != 0 && thing.Form == (_contents is null ? ThingForm.Leaf : ThingForm.Walk))
            {
                _universe.InitialP0 |= _universe.Add(ThingFactory.Faulting(thing));
            }
        }
    }
}
