using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Sequence;

/// <summary>
/// The values of all members of a Contiguous run: as given, or derived from one member. Members of a run map consecutive output
/// addresses, and a run is aligned in input and output addresses (RULES.md 1.5).
/// </summary>
internal static class RunValues
{
    /// <summary>The old values; <c>null</c> if one member does not tell them.</summary>
    public static StoredValues? Old(in Transition t) => t.Run is { } run ? Given(run.Old.Span, 0)
        : IsRun(t, t.OldKind, t.Old) || (IsRun(t, t.NewKind, t.New) && SameAddress(t)) ? Derived(t, t.OldKind, t.Old)
        : null;

    /// <summary>The new values; <c>null</c> if one member does not tell them.</summary>
    public static StoredValues? New(in Transition t) => t.Run is { } run ? Given(run.New.Span, 0)
        : IsRun(t, t.NewKind, t.New) || (IsRun(t, t.OldKind, t.Old) && SameAddress(t)) ? Derived(t, t.NewKind, t.New)
        : null;

    /// <summary>Values with more bits set, the same ones in each.</summary>
    public static StoredValues? With(StoredValues? values, ulong bits) => values is null ? null
        : values.Step is null ? Given([.. values.List], bits)
        : values with { First = values.First | bits };

    /// <summary>The input address of the first member; <c>null</c> if no address is known.</summary>
    public static ulong? FirstAddress(in TranslationContext context) =>
        context.Address & ~((1UL << (Geometry.At(context).EntryShift + Geometry.At(context).RunShift)) - 1);

    private static StoredValues Given(ReadOnlySpan<ulong> values, ulong bits)
    {
        ulong[] all = values.ToArray();
        for (int i = 0; i < all.Length; i++)
        {
            all[i] |= bits;
        }

        return StoredValues.Of(all);
    }

    private static StoredValues? Derived(in Transition t, DescriptorKind kind, ulong raw)
    {
        ref readonly LevelGeometry level = ref Geometry.At(t.Context);
        ulong address = Geometry.Address(t.Context, kind, raw), members = 1UL << level.RunShift;
        ulong place = t.Context.Address ?? (IsRun(t, t.OldKind, t.Old) ? Geometry.Address(t.Context, t.OldKind, t.Old) : Geometry.Address(t.Context, t.NewKind, t.New));
        ulong before = ((place >> level.EntryShift) & (members - 1)) << level.EntryShift;
        if (address < before)
        {
            return null;
        }

        ulong[] values = new ulong[members];
        for (int i = 0; i < values.Length; i++)
        {
            ulong own = address - before + ((ulong)i << level.EntryShift);
            values[i] = Geometry.WithAddress(t.Context, kind, raw, own);
            if (Geometry.Address(t.Context, kind, values[i]) != own)
            {
                return null;
            }
        }

        return StoredValues.Of(values);
    }

    private static bool IsRun(in Transition t, DescriptorKind kind, ulong raw) => IsLeaf(kind) && Decoder.IsContiguous(t.Key, raw);

    private static bool SameAddress(in Transition t) => IsLeaf(t.OldKind) && t.OldKind == t.NewKind
        && Geometry.Address(t.Context, t.OldKind, t.Old) == Geometry.Address(t.Context, t.NewKind, t.New);

    private static bool IsLeaf(DescriptorKind kind) => kind is DescriptorKind.Block or DescriptorKind.Page;
}
