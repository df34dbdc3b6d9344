using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Machine;

/// <summary>What a TLBI removes (RULES.md 4.1 and 4.3): the operand is taken at its word.</summary>
internal readonly record struct Matching(TranslationContext Context, EntryPlace Place, ModelSwitches Switches)
{
    /// <summary>The operation compares an ASID in this regime.</summary>
    public static bool ComparesAsid(in TlbiOperation op, in TranslationContext context) =>
        op.Match is TlbiMatch.Asid or TlbiMatch.VaAndAsid && op.Target != TlbiTarget.El3 && ThingFactory.HasAsids(context);

    /// <summary>Whether the operation is certain to remove the thing from a PE that it reaches.</summary>
    public bool Removes(in SequenceStep step, in CachedThing thing)
    {
        TlbiOperation op = step.Tlbi;
        bool walk = thing.Form == ThingForm.Walk;
        return (TargetsRegime(op, thing) || Broken(ModelSwitches.IgnoreTarget))
            && !(op.NoXs && !thing.XsClear)
            && !(op.LastLevel && walk && !Broken(ModelSwitches.LastLevelRemovesWalks))
            && (MatchesAsid(step, thing) || Broken(ModelSwitches.IgnoreAsid))
            && MatchesAddress(step, thing);
    }

    private bool Broken(ModelSwitches one) => (Switches & one) != 0;

    private bool TargetsRegime(in TlbiOperation op, in CachedThing thing)
    {
        if (Context.Stage == Stage.Two)
        {
            return op.Target == TlbiTarget.BothStages
                || (thing.Form == ThingForm.Combined
                    ? op.Target == TlbiTarget.Stage1 || (op.Target == TlbiTarget.Stage2 && Broken(ModelSwitches.IpaRemovesCombined))
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

    private bool MatchesAsid(in SequenceStep step, in CachedThing thing)
    {
        if (!ComparesAsid(step.Tlbi, Context))
        {
            return true;
        }

        bool asid = step.Operand is not ulong operand || operand >> 48 == (ulong)(Context.Asid ?? 0);
        bool walk = thing.Form == ThingForm.Walk;
        if (step.Tlbi.Match == TlbiMatch.Asid)
        {
            // RFKSVM speaks of last-level entries; the permissive reading lets the ASID's walk entries go, too.
            return asid && (walk ? Context.Reading == Reading.Permissive : thing.Tag == AsidTag.Own);
        }

        return thing.Tag switch
        {
            AsidTag.Any => true,
            AsidTag.Own => asid,
            _ => false,
        };
    }

    private bool MatchesAddress(in SequenceStep step, in CachedThing thing)
    {
        TlbiOperation op = step.Tlbi;
        if (!op.TakesAddress || Broken(ModelSwitches.IgnoreAddress))
        {
            return true;
        }

        if (thing.Form == ThingForm.Combined)
        {
            // Found by VA. Which VAs lead to the IPA is not known here, so only the operand "as it should be" finds it.
            return step.Operand is null || Broken(ModelSwitches.IpaRemovesCombined);
        }

        if (step.Operand is not ulong operand)
        {
            ulong from = step.Count > 1 ? Place.Spread(step.Count).Base : Place.Entry;
            return op.Range
                ? thing.Base < Place.SpanBase + Place.SpanSize && Place.SpanBase < thing.End
                : AnyPoint(from, step.Count, thing);
        }

        return op.Range ? InRange(step, operand, thing) : AtAddress(step, operand, thing);
    }

    private bool AtAddress(in SequenceStep step, ulong operand, in CachedThing thing)
    {
        ulong field = step.Tlbi.Match == TlbiMatch.Ipa ? operand & ((1UL << 40) - 1) : operand & ((1UL << 44) - 1);
        ulong address = (field << 12) & ~((1UL << (int)Context.Granule) - 1) & Place.AddressMask;
        return HintAllows((int)(operand >> 44) & 15, thing) && AnyPoint(address, step.Count, thing);
    }

    /// <summary>A hint that names another granule or level, and any hint for a Table: nothing need be invalidated (RSQXYZ).</summary>
    private bool HintAllows(int ttl, in CachedThing thing)
    {
        int granule = ttl >> 2, level = ttl & 3;
        bool reserved = granule == 0
            || (granule == 1 && level == 0 && !Context.Ds)
            || (granule == 2 && (level == 0 || (level == 1 && !Context.Ds)))
            || (granule == 3 && level == 0);
        return reserved || Broken(ModelSwitches.IgnoreTtl)
            || (thing.IsTranslation && granule == ((int)Context.Granule - 10) / 2 && level == thing.Level);
    }

    private bool InRange(in SequenceStep step, ulong operand, in CachedThing thing)
    {
        int granule = (int)(operand >> 46) & 3, scale = (int)(operand >> 44) & 3, num = (int)(operand >> 39) & 31, ttl = (int)(operand >> 37) & 3;
        if (granule != ((int)Context.Granule - 10) / 2 || !HintAllows(ttl == 0 ? 0 : (granule << 2) | ttl, thing))
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

        // Several in a row lie evenly over the span; without a gap they are one range.
        ulong each = step.Count > 1 ? Place.Spread(step.Count).Size / (ulong)step.Count : 0;
        ulong length = step.Count > 1 && each <= size ? (each * ((ulong)step.Count - 1)) + size : size;
        ulong first = thing.Base & mask;
        return first < start + length && start < first + (thing.End - thing.Base);
    }

    /// <summary>With a hint the base lies on a boundary of that level; with DS = 1 and 4K without one, strictly on 512 GiB (RULES.md 4.3).</summary>
    private bool BaseIsAligned(ulong start, int ttl)
    {
        int align = ttl != 0 ? Geometry.EntryShift(Context.Granule, ttl)
            : Context.Ds && Context.Granule == Granule.Size4K && Context.Reading == Reading.Strict ? 39
            : 0;
        return (start & ((1UL << align) - 1)) == 0;
    }

    /// <summary>One of <paramref name="count"/> addresses, evenly over the span, lies in what the thing maps.</summary>
    private bool AnyPoint(ulong first, int count, in CachedThing thing)
    {
        if (count <= 1)
        {
            return thing.Covers(first);
        }

        ulong step = Math.Max(1, Place.Spread(count).Size / (ulong)count);
        ulong turn = first >= thing.Base ? 0 : (thing.Base - first + step - 1) / step;
        return turn < (ulong)count && thing.Covers(first + (turn * step));
    }
}
