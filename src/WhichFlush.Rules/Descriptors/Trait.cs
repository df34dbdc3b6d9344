namespace WhichFlush.Rules.Descriptors;

/// <summary>
/// What a descriptor's context must have, or must not have, for a field to stand where its row says. A feature is a trait as it
/// is, in the same bit.
/// </summary>
[Flags]
internal enum Trait : ulong
{
    None = 0,
    TagPermission = Features.FEAT_MTE_PERM,
    Xs = Features.FEAT_XS,
    Xnx = Features.FEAT_XNX,
    Stage1Pie = Features.FEAT_S1PIE,
    Stage2Pie = Features.FEAT_S2PIE,
    Stage1Poe = Features.FEAT_S1POE,
    Stage2Poe = Features.FEAT_S2POE,
    Aie = Features.FEAT_AIE,
    Pbha = Features.FEAT_HPDS2,
    The = Features.FEAT_THE,

    /// <summary>The features above.</summary>
    OfFeatures = TagPermission | Xs | Xnx | Stage1Pie | Stage2Pie | Stage1Poe | Stage2Poe | Aie | Pbha | The,
    Block = 1UL << 32,
    TwoPrivileges = 1UL << 33,
    El3 = 1UL << 34,
    NonSecureBit = 1UL << 35,
    Realm = 1UL << 36,
    WideBy9To8 = 1UL << 37,
    NtDefined = 1UL << 38,
    RunPossible = 1UL << 39,
    ForcedWriteBack = 1UL << 40,
    Haft = 1UL << 41,
}

/// <summary>Derives the traits of a context and a kind.</summary>
internal static class Traits
{
    /// <summary>Every trait of a descriptor of this kind.</summary>
    public static Trait Of(in TranslationContext context, DescriptorKind kind) =>
        ((Trait)context.Features & Trait.OfFeatures)
        | (context.Stage == Stage.One ? OfStage1(context) : Trait.None)
        | If(kind == DescriptorKind.Block, Trait.Block)
        | If(context.Security == SecurityState.Realm, Trait.Realm)
        | If(Geometry.WideBy9To8(context), Trait.WideBy9To8)
        | If(context.NtDefined, Trait.NtDefined)
        | If(Geometry.HasRuns(context), Trait.RunPossible)
        | If(context.Fwb, Trait.ForcedWriteBack)
        | If(HaftActive(context), Trait.Haft);

    /// <summary>FEAT_HAFT is in effect only with HA = 1 (RULES.md 1.6).</summary>
    public static bool HaftActive(in TranslationContext context) => context.Ha && context.Has(Features.FEAT_HAFT);

    /// <summary>Stage 1 with two privilege levels: AP[1], PXN and nG mean something.</summary>
    public static bool TwoPrivileges(in TranslationContext context) => context.Stage == Stage.One && context.TwoPrivileges;

    /// <summary>Stage 1 of EL3: NSE means something.</summary>
    public static bool El3(in TranslationContext context) => context.Stage == Stage.One && context.Regime == Regime.El3;

    /// <summary>NS and NSTable of stage 1 mean something.</summary>
    public static bool NonSecureBit(in TranslationContext context) => context.Stage == Stage.One
        && (context.Regime == Regime.El3 || context.Security switch
        {
            SecurityState.Secure or SecurityState.Root => true,
            SecurityState.Realm => context.Regime is Regime.El2 or Regime.El20,
            _ => false,
        });

    private static Trait OfStage1(in TranslationContext context) =>
        If(context.TwoPrivileges, Trait.TwoPrivileges)
        | If(context.Regime == Regime.El3, Trait.El3)
        | If(NonSecureBit(context), Trait.NonSecureBit);

    private static Trait If(bool has, Trait trait) => has ? trait : Trait.None;
}
