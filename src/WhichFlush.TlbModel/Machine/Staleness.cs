using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>What each PE may still hold at the end, by the final value (MODEL.md, properties 3 and 4).</summary>
internal sealed class Staleness
{
    private enum Verdict
    {
        Fine,
        Tolerated,
        Stricter,
        Stale,
    }

    private readonly Universe _universe;
    private readonly TranslationContext _context;
    private readonly ulong _final;

    public Staleness(Universe universe, ulong finalThings)
    {
        _universe = universe;
        _context = universe.Context;
        _final = universe.Closure(finalThings);
        bool everyPeRetries = !_context.Cnp && _context.Smmu is null && !universe.Broken(ModelSwitches.IgnoreTolerance);
        for (int i = 0; i < universe.Things.Count; i++)
        {
            ulong bit = 1UL << i;
            switch ((_final & bit) != 0 ? Verdict.Fine : Judge(universe.Things[i]))
            {
                case Verdict.Stale:
                    StaleP0 |= bit;
                    StaleP1 |= bit;
                    break;
                case Verdict.Stricter:
                    StuckP0 |= bit;
                    StaleP1 |= everyPeRetries ? 0 : bit;
                    break;
                case Verdict.Tolerated:
                    Tolerated |= bit;
                    break;
            }
        }
    }

    /// <summary>P0 must not hold these at the end.</summary>
    public ulong StaleP0 { get; }

    /// <summary>P1 must not hold these at the end.</summary>
    public ulong StaleP1 { get; }

    /// <summary>P0 would fault on these for ever.</summary>
    public ulong StuckP0 { get; }

    /// <summary>Stale, but of no harm until the old table or page is reused: only the size differs, and the level allows it.</summary>
    public ulong Tolerated { get; }

    private Verdict Judge(in CachedThing thing) => thing.IsTranslation ? JudgeTranslation(thing) : JudgeWalk(thing);

    private Verdict JudgeWalk(in CachedThing walk)
    {
        bool tableAtEnd = false;
        foreach (CachedThing final in Final())
        {
            tableAtEnd |= !final.IsTranslation;
            if (!final.IsTranslation && final.Oa == walk.Oa && final.Attributes == walk.Attributes && !(walk.Accessed && !final.Accessed))
            {
                return Verdict.Fine;
            }
        }

        // A Table that a Block replaced: harmless at level 3 as long as what it leads to is right.
        int index = IndexOf(walk);
        bool leadsRight = _universe.Derived[index] != 0;
        for (ulong rest = _universe.Derived[index]; rest != 0; rest &= rest - 1)
        {
            leadsRight &= JudgeTranslation(_universe.Things[System.Numerics.BitOperations.TrailingZeroCount(rest)]) <= Verdict.Tolerated;
        }

        bool otherAsid = walk.Tag == AsidTag.Other && _universe.Derived[index] == 0;
        return !tableAtEnd && _final != 0 && (leadsRight || otherAsid) && Relations.SizeLevel(_context) == 3 ? Verdict.Tolerated : Verdict.Stale;
    }

    private Verdict JudgeTranslation(in CachedThing thing)
    {
        Verdict worst = Verdict.Fine;
        for (int i = 0; i < _universe.Things.Count; i++)
        {
            // Every address that the machine looks at is where some translation starts.
            CachedThing probe = _universe.Things[i];
            if (probe.IsTranslation && thing.Covers(probe.Base))
            {
                Verdict here = At(thing, probe.Base);
                worst = here > worst ? here : worst;
            }
        }

        return worst;
    }

    private Verdict At(in CachedThing thing, ulong address)
    {
        foreach (CachedThing final in Final())
        {
            if (final.Form == thing.Form && final.Covers(address))
            {
                return Compare(thing, final);
            }
        }

        return Verdict.Stale;
    }

    private Verdict Compare(in CachedThing thing, in CachedThing final)
    {
        // [D]: whether a Block with nT = 1 leaves a trace. The permissive reading lets it, if that is all that is wrong with it.
        bool trace = thing.NoTlb && _context.Reading == Reading.Permissive;
        bool memory = thing.Memory == final.Memory
            || (_context.Reading == Reading.Permissive && Relations.OnlyTagAccessDiffers(thing.Memory, final.Memory));
        if (thing.MapsElsewhere(final) || !memory || thing.Shareability != final.Shareability
            || thing.Attributes != final.Attributes || thing.Global != final.Global || (thing.NoTlb != final.NoTlb && !trace)
            || (thing.Accessed && !final.Accessed) || (thing.Rights & ~final.Rights) != 0)
        {
            return Verdict.Stale;
        }

        if (thing.SizeDiffers(final))
        {
            return (trace || Relations.SizeLevel(_context) == 3) && thing.Rights == final.Rights ? Verdict.Tolerated : Verdict.Stale;
        }

        return thing.Rights != final.Rights ? Verdict.Stricter : Verdict.Fine;
    }

    private IEnumerable<CachedThing> Final()
    {
        for (ulong rest = _final; rest != 0; rest &= rest - 1)
        {
            yield return _universe.Things[System.Numerics.BitOperations.TrailingZeroCount(rest)];
        }
    }

    private int IndexOf(in CachedThing thing)
    {
        for (int i = 0; i < _universe.Things.Count; i++)
        {
            if (_universe.Things[i] == thing)
            {
                return i;
            }
        }

        return -1;
    }
}
