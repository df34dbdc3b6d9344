using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Machine;

/// <summary>Decides which TLB entries a TLBI removes (RULES.md 4.1 and 4.3). A given operand is taken literally.</summary>
internal readonly record struct TlbiMatcher(TranslationContext Context, TableEntry TableEntry, int? OperandAsid, ModelSwitches Switches)
{
    /// <summary>The translation granule as operands encode it: TG and TTL[3:2].</summary>
    private int EncodedGranule => ((int)Context.Granule - 10) / 2;

    /// <summary>The TLBI is certain to remove the entry from a PE that it reaches.</summary>
    public bool Removes(in SequenceStep step, in TlbEntry entry)
    {
        TlbiOperation op = step.Tlbi;
        bool walk = entry.Kind == TlbEntryKind.Walk;
        return (TargetsRegime(op, entry) || Switches.HasFlag(ModelSwitches.IgnoreTarget))
            && !(op.NoXs && !entry.XsClear)
            && !(op.LastLevel && walk && !Switches.HasFlag(ModelSwitches.LastLevelRemovesWalks))
            && (MatchesAsid(step, entry) || Switches.HasFlag(ModelSwitches.IgnoreAsid))
            && MatchesAddress(step, entry);
    }

    private bool TargetsRegime(in TlbiOperation op, in TlbEntry entry)
    {
        if (Context.Stage == Stage.Two)
        {
            return op.Target == TlbiTarget.BothStages
                || (entry.Kind == TlbEntryKind.Combined
                    ? FindsCombined(op) || (op.Target == TlbiTarget.Stage2 && Switches.HasFlag(ModelSwitches.IpaRemovesCombined))
                    : op.Target == TlbiTarget.Stage2);
        }

        return Context.Regime switch
        {
            Regime.El10 => op.Target is TlbiTarget.Stage1 or TlbiTarget.BothStages,
            Regime.El20 => op.Target == TlbiTarget.El2 || (op.Target == TlbiTarget.Stage1 && Context.Tge),
            Regime.El2 => op.Target == TlbiTarget.El2,
            _ => op.Target == TlbiTarget.El3,
        };
    }

    /// <summary>
    /// The operation finds the combined entries of every VA and ASID that lead to the IPA. Those are not known here, so a form by VA or
    /// by ASID is not certain to find them all.
    /// </summary>
    private static bool FindsCombined(in TlbiOperation op) => op.Target == TlbiTarget.Stage1 && op.Match == TlbiMatch.All;

    private bool MatchesAsid(in SequenceStep step, in TlbEntry entry)
    {
        if (!step.Tlbi.ComparesAsid(Context))
        {
            return true;
        }

        int named = step.Operand is ulong operand ? (int)(operand >> 48) : OperandAsid ?? Context.Asid ?? 0;
        bool asid = named == (Context.Asid ?? 0);
        bool walk = entry.Kind == TlbEntryKind.Walk;
        if (step.Tlbi.Match == TlbiMatch.Asid)
        {
            // RFKSVM speaks of last-level entries; in the permissive reading ASIDE1 removes the walk entries of the ASID, too.
            return asid && (walk ? Context.Reading == Reading.Permissive : entry.Tag == AsidTag.Own);
        }

        return entry.Tag switch
        {
            AsidTag.Any => true,
            AsidTag.Own => asid,
            _ => false,
        };
    }

    private bool MatchesAddress(in SequenceStep step, in TlbEntry entry)
    {
        TlbiOperation op = step.Tlbi;
        if (!op.TakesAddress || Switches.HasFlag(ModelSwitches.IgnoreAddress))
        {
            return true;
        }

        if (entry.Kind == TlbEntryKind.Combined)
        {
            return Switches.HasFlag(ModelSwitches.IpaRemovesCombined);
        }

        if (step.Operand is not ulong operand)
        {
            ulong from = step.Count > 1 ? TableEntry.Spread(step.Count).Base : TableEntry.Base;
            return op.Range
                ? entry.Base < TableEntry.SpanBase + TableEntry.SpanSize && TableEntry.SpanBase < entry.End
                : AnyPoint(from, step.Count, entry);
        }

        return op.Range ? InRange(step, operand, entry) : AtAddress(step, operand, entry);
    }

    private bool AtAddress(in SequenceStep step, ulong operand, in TlbEntry entry)
    {
        ulong field = step.Tlbi.Match == TlbiMatch.Ipa ? operand & ((1UL << 40) - 1) : operand & ((1UL << 44) - 1);
        ulong address = (field << 12) & ~((1UL << (int)Context.Granule) - 1) & TableEntry.AddressMask;
        return HintAllows((int)(operand >> 44) & 15, entry) && AnyPoint(address, step.Count, entry);
    }

    /// <summary>The TTL hint lets the TLBI find the entry. With another granule or level, or for a Table, nothing need be invalidated (RSQXYZ).</summary>
    private bool HintAllows(int ttl, in TlbEntry entry)
    {
        int granule = ttl >> 2, level = ttl & 3;
        bool lpa2 = Context.Ds || (Context.Features & Features.FEAT_LPA2) != 0;
        bool reserved = granule == 0
            || (granule == 1 && level == 0 && !lpa2)
            || (granule == 2 && (level == 0 || (level == 1 && !lpa2)))
            || (granule == 3 && level == 0);
        return reserved || Switches.HasFlag(ModelSwitches.IgnoreTtl)
            || (entry.IsTranslation && granule == EncodedGranule && level == entry.Level);
    }

    private bool InRange(in SequenceStep step, ulong operand, in TlbEntry entry)
    {
        int granule = (int)(operand >> 46) & 3, scale = (int)(operand >> 44) & 3, num = (int)(operand >> 39) & 31, ttl = (int)(operand >> 37) & 3;
        if (granule != EncodedGranule || !HintAllows(ttl == 0 ? 0 : (granule << 2) | ttl, entry))
        {
            return false;
        }

        int shift = Context.Ds ? 16 : (int)Context.Granule;
        ulong field = (1UL << 37) - 1;
        ulong mask = (field << shift) | ((1UL << shift) - 1);
        ulong start = (operand & field) << shift;
        ulong size = (ulong)(num + 1) << ((5 * scale) + 1 + (int)Context.Granule);
        if (!BaseIsAligned(start, ttl))
        {
            return false;
        }

        // Several TLBIs are spread evenly; without a gap between them they are one range.
        ulong each = step.Count > 1 ? TableEntry.Spread(step.Count).Size / (ulong)step.Count : 0;
        ulong length = step.Count > 1 && each <= size ? (each * ((ulong)step.Count - 1)) + size : size;
        ulong first = entry.Base & mask;
        return first < start + length && start < first + (entry.End - entry.Base);
    }

    /// <summary>
    /// With a hint the base is aligned to an entry of that level. Without a hint, with DS = 1 and 4K, the strict reading asks for
    /// alignment to 512 GiB (RULES.md 4.3).
    /// </summary>
    private bool BaseIsAligned(ulong start, int ttl)
    {
        int align = ttl != 0 ? Geometry.EntryShift(Context.Granule, ttl)
            : Context.Ds && Context.Granule == Granule.Size4K && Context.Reading == Reading.Strict ? 39
            : 0;
        return (start & ((1UL << align) - 1)) == 0;
    }

    /// <summary>The entry covers one of <paramref name="count"/> addresses that are spread evenly.</summary>
    private bool AnyPoint(ulong first, int count, in TlbEntry entry)
    {
        if (count <= 1)
        {
            return entry.Covers(first);
        }

        ulong step = Math.Max(1, TableEntry.Spread(count).Size / (ulong)count);
        ulong index = first >= entry.Base ? 0 : (entry.Base - first + step - 1) / step;
        return index < (ulong)count && entry.Covers(first + (index * step));
    }
}
