using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules.Sequence;

/// <summary>Cache maintenance that a change requires besides TLB maintenance (RULES.md section 5; manual K11.5.3.4; Linux and KVM practice).</summary>
/// <param name="CleanToPoU">New executable mapping with IDC = 0: clean data caches to PoU before the mapping becomes executable.</param>
/// <param name="InvalidateInstructions">New executable mapping with DIC = 0: invalidate instruction caches before the mapping becomes executable.</param>
/// <param name="CleanBeforeMake">Stage 2 without FWB: clean and invalidate to PoC before a cacheable leaf is installed.</param>
/// <param name="CleanAfterRemoval">Stage 2 without FWB: clean and invalidate to PoC after a cacheable leaf is removed.</param>
/// <param name="BetweenBreakAndMake">Cacheable becomes Non-cacheable or Device: clean and invalidate to PoC between break and make.</param>
internal readonly record struct CacheMaintenance(
    bool CleanToPoU, bool InvalidateInstructions, bool CleanBeforeMake, bool CleanAfterRemoval, bool BetweenBreakAndMake)
{
    /// <summary>The maintenance of one entry, or of all members of a run.</summary>
    public static CacheMaintenance Of(in Transition t)
    {
        if (t.Run is null)
        {
            return OfOne(t);
        }

        CacheMaintenance all = default;
        foreach (Transition member in t.Members)
        {
            all = all.With(OfOne(member));
        }

        return all;
    }

    private CacheMaintenance With(CacheMaintenance other) => new(
        CleanToPoU || other.CleanToPoU,
        InvalidateInstructions || other.InvalidateInstructions,
        CleanBeforeMake || other.CleanBeforeMake,
        CleanAfterRemoval || other.CleanAfterRemoval,
        BetweenBreakAndMake || other.BetweenBreakAndMake);

    private static CacheMaintenance OfOne(in Transition t)
    {
        ref readonly TranslationContext context = ref t.Context;
        bool oldLeaf = t.OldCacheable && IsLeaf(t.OldKind), newLeaf = t.NewCacheable && IsLeaf(t.NewKind);
        bool moved = t.Any(Change.OutputAddress | Change.OutputAddressSameContents | Change.MappingDiffers);
        bool executable = newLeaf && Executable(context, t.New)
            && !t.Any(Change.TableToBlock)
            && (!oldLeaf || moved || !Executable(context, t.Old) || (t.Any(Change.PermissionIndex) && Decoder.RightsUnknown(t.Key)));
        bool unforced = context.Stage == Stage.Two && !context.Fwb;
        bool installs = newLeaf && CanBeCached(context, t.New) && (!oldLeaf || moved || !CanBeCached(context, t.Old)) && !t.Any(Change.TableToBlock);
        bool removes = oldLeaf && CanBeCached(context, t.Old) && t.Any(Change.ToUncacheable);
        bool becomesUncached = oldLeaf && newLeaf && CanBeCached(context, t.Old) && Decoder.MemoryOf(context, t.New).Uncached && !moved;
        return new(
            executable && !context.Idc,
            executable && !context.Dic,
            unforced && installs,
            unforced && removes && !t.Any(Change.OnlyAccessFlagCleared),
            becomesUncached);
    }

    private static bool IsLeaf(DescriptorKind kind) => kind is DescriptorKind.Block or DescriptorKind.Page;

    /// <summary>Whether instructions may be fetched; a leaf whose rights are not known counts as executable.</summary>
    public static bool Executable(in TranslationContext context, ulong raw) => Decoder.RightsUnknown(ContextKeys.Of(context)) || (Decoder.RightsOf(context, ContextKeys.Of(context), raw) & Rights.Execute) != 0;

    /// <summary>Normal memory with inner or outer cacheability.</summary>
    private static bool CanBeCached(in TranslationContext context, ulong raw)
    {
        MemoryAttributes memory = Decoder.MemoryOf(context, raw);
        return memory.Type == MemoryType.Normal && !memory.Uncached;
    }
}
