using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Machine;

/// <summary>TLB entries that each PE must not hold after the last step, by the final value (MODEL.md, properties 3 and 4).</summary>
internal sealed class Staleness
{
    /// <summary>Verdicts on one TLB entry. A greater value is a worse verdict.</summary>
    private enum Verdict
    {
        Correct,
        Tolerated,
        Stricter,
        Stale,
    }

    private readonly TlbEntrySet _entrySet;
    private readonly TranslationContext _context;
    private readonly ulong _final;

    /// <summary>Judges the entries of a set.</summary>
    /// <param name="entrySet">The entries.</param>
    /// <param name="last">The value of the table entry after the last store.</param>
    public Staleness(TlbEntrySet entrySet, ulong last)
    {
        _entrySet = entrySet;
        _context = entrySet.Context;
        _final = entrySet.Closure(entrySet.WalkedFrom[^1]);
        bool everyPeRetries = !_context.Cnp && _context.Smmu is null && !entrySet.Switches.HasFlag(ModelSwitches.IgnoreTolerance);
        for (int i = 0; i < entrySet.Entries.Count; i++)
        {
            ulong bit = 1UL << i;
            switch ((_final & bit) != 0 ? Verdict.Correct : Judge(i))
            {
                case Verdict.Stale:
                    Benign |= OnlyAccessFlagDiffers(entrySet.Entries[i], last) ? bit : 0;
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

    /// <summary>Stale entries of P0.</summary>
    public ulong StaleP0 { get; }

    /// <summary>Stale entries of P1.</summary>
    public ulong StaleP1 { get; }

    /// <summary>Entries on which P0 would fault for ever.</summary>
    public ulong StuckP0 { get; }

    /// <summary>Stale entries that do no harm until the old table or page is reused: only the size differs, and the BBM level allows it.</summary>
    public ulong Tolerated { get; }

    /// <summary>Stale entries whose Access flag is set and that differ by nothing else from what the last value gives.</summary>
    public ulong Benign { get; }

    /// <summary>The entry is what the last value would give if its Access flag were set.</summary>
    private bool OnlyAccessFlagDiffers(in TlbEntry entry, ulong last)
    {
        DescriptorKind kind = Decoder.KindOf(_context, last);
        if (kind == DescriptorKind.Invalid || entry.IsTranslation == (kind == DescriptorKind.Table))
        {
            return false;
        }

        TlbEntry now = kind == DescriptorKind.Table ? TlbEntryFactory.Walk(_context, last, entry.Base, entry.Tag) : TlbEntryFactory.Leaf(_context, last, entry.Base);
        ulong oa = kind == DescriptorKind.Table ? now.Oa : now.Oa + entry.Base - _entrySet.TableEntry.Base;
        return entry.Accessed && !now.Accessed && (now with { Kind = entry.Kind, Tag = entry.Tag, Oa = oa, Accessed = true }) == entry;
    }

    private Verdict Judge(int index) =>
        _entrySet.Entries[index].IsTranslation ? JudgeTranslation(_entrySet.Entries[index]) : JudgeWalk(index);

    private Verdict JudgeWalk(int index)
    {
        TlbEntry walk = _entrySet.Entries[index];
        bool tableAtEnd = false;
        foreach (int i in new BitIndexes(_final))
        {
            TlbEntry final = _entrySet.Entries[i];
            tableAtEnd |= !final.IsTranslation;
            if (!final.IsTranslation && final.Oa == walk.Oa && final.Attributes == walk.Attributes && !(walk.Accessed && !final.Accessed))
            {
                return Verdict.Correct;
            }
        }

        // A Table that a Block has replaced does no harm at level 3 as long as the leaves under it are right.
        ulong leaves = _entrySet.Derived[index];
        bool leavesAreRight = leaves != 0;
        foreach (int i in new BitIndexes(leaves))
        {
            leavesAreRight &= JudgeTranslation(_entrySet.Entries[i]) <= Verdict.Tolerated;
        }

        bool otherAsid = walk.Tag == AsidTag.Other && leaves == 0;
        return !tableAtEnd && _final != 0 && (leavesAreRight || otherAsid) && EntryConflicts.SizeLevel(_context) == 3 ? Verdict.Tolerated : Verdict.Stale;
    }

    private Verdict JudgeTranslation(in TlbEntry entry)
    {
        Verdict worst = Verdict.Correct;
        for (int i = 0; i < _entrySet.Entries.Count; i++)
        {
            // Some translation starts at each address that the model looks at.
            TlbEntry start = _entrySet.Entries[i];
            if (start.IsTranslation && entry.Covers(start.Base))
            {
                Verdict here = JudgeAt(entry, start.Base);
                worst = here > worst ? here : worst;
            }
        }

        return worst;
    }

    private Verdict JudgeAt(in TlbEntry entry, ulong address)
    {
        foreach (int i in new BitIndexes(_final))
        {
            TlbEntry final = _entrySet.Entries[i];
            if (final.Kind == entry.Kind && final.Covers(address))
            {
                return Compare(entry, final);
            }
        }

        return Verdict.Stale;
    }

    private Verdict Compare(in TlbEntry entry, in TlbEntry final)
    {
        // [D] A Block with nT = 1 may leave a TLB entry. The permissive reading tolerates the entry if nothing else is wrong with it.
        bool trace = entry.NoTlb && _context.Reading == Reading.Permissive;
        bool memory = entry.Memory == final.Memory
            || (_context.Reading == Reading.Permissive && EntryConflicts.OnlyTagAccessDiffers(entry.Memory, final.Memory));
        if (entry.OutputDiffers(final) || !memory || entry.Shareability != final.Shareability
            || entry.Attributes != final.Attributes || entry.Global != final.Global || (entry.NoTlb != final.NoTlb && !trace)
            || (entry.Accessed && !final.Accessed) || (entry.Rights & ~final.Rights) != 0)
        {
            return Verdict.Stale;
        }

        if (entry.SizeDiffers(final))
        {
            return (trace || EntryConflicts.SizeLevel(_context) == 3) && entry.Rights == final.Rights ? Verdict.Tolerated : Verdict.Stale;
        }

        return entry.Rights != final.Rights ? Verdict.Stricter : Verdict.Correct;
    }
}
