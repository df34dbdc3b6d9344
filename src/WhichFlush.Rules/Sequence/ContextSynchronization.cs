using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Sequence;

/// <summary>Decides whether the PE that runs the sequence needs an ISB (RBLDZX).</summary>
internal static class ContextSynchronization
{
    /// <summary>With FEAT_ETS2 the DSB suffices where neither the old nor the new translation is executable.</summary>
    public static bool IsNeeded(in Transition t) => !t.Context.Has(Features.FEAT_ETS2)
        || MayExecute(t, t.OldKind, t.Old) || MayExecute(t, t.NewKind, t.New);

    /// <summary>The value is an executable leaf, or a Table that may have one below.</summary>
    private static bool MayExecute(in Transition t, DescriptorKind kind, ulong value) => kind switch
    {
        DescriptorKind.Invalid => false,
        DescriptorKind.Table => MayExecuteBelow(t),
        _ => CacheMaintenance.Executable(t.Context, value),
    };

    private static bool MayExecuteBelow(in Transition t)
    {
        ReadOnlySpan<ulong> children = t.ChildDescriptors;
        if (children.Length < Geometry.EntriesPerTable(t.Context.Granule))
        {
            return true;
        }

        TranslationContext below = t.Context with { Level = t.Context.Level + 1 };
        foreach (ulong child in children)
        {
            DescriptorKind kind = Decoder.KindOf(below, child);
            if (kind == DescriptorKind.Table || (kind != DescriptorKind.Invalid && CacheMaintenance.Executable(below, child)))
            {
                return true;
            }
        }

        return false;
    }
}
