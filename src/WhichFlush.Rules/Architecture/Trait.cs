namespace WhichFlush.Rules.Architecture;

/// <summary>
/// What of a context decides what its descriptors mean, where their fields stand, and which operations invalidate them. A feature
/// is a trait as it is, in the same bit. Bits 53:52 hold the regime at stage 1, 55:54 who shares the table, and 63:58 the place of
/// granule and level among the <see cref="Geometry"/>.
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
    TlbiRange = Features.FEAT_TLBIRANGE,
    Ttl = Features.FEAT_TTL,

    /// <summary>The features above.</summary>
    OfFeatures = TagPermission | Xs | Xnx | Stage1Pie | Stage2Pie | Stage1Poe | Stage2Poe | Aie | Pbha | The | TlbiRange | Ttl,
    Block = 1UL << 32,

    /// <summary>Stage 1 with two privilege levels: AP[1], PXN and nG mean something.</summary>
    TwoPrivileges = 1UL << 33,

    /// <summary>Stage 1 of EL3: NSE means something.</summary>
    El3 = 1UL << 34,

    /// <summary>NS and NSTable of stage 1 mean something.</summary>
    NonSecureBit = 1UL << 35,
    Realm = 1UL << 36,

    /// <summary>Addresses of 52 bits in bits 9:8 and 49:48: DS = 1 with the 4K or 16K granule.</summary>
    WideBy9To8 = 1UL << 37,
    NtDefined = 1UL << 38,
    RunPossible = 1UL << 39,
    ForcedWriteBack = 1UL << 40,

    /// <summary>FEAT_HAFT, which is in effect only with HA = 1 (RULES.md 1.6).</summary>
    Haft = 1UL << 41,
    Stage1 = 1UL << 42,
    LastLevel = 1UL << 43,
    BlockPossible = 1UL << 44,
    Ha = 1UL << 45,
    Hd = 1UL << 46,
    Wxn = 1UL << 47,
    Tge = 1UL << 48,
}

/// <summary>Derives the traits of a context and a kind.</summary>
internal static class Traits
{
    private const int RegimeAt = 52, SharingAt = 54;

    private static readonly Trait[] ByTranslation = [.. Enumerable.Range(0, 64)
        .Select(i => OfTranslation((Stage)(i >> 4), (Regime)((i >> 2) & 3), (SecurityState)(i & 3)))];

    /// <summary>Every trait of a descriptor of this kind.</summary>
    public static Trait Of(in TranslationContext context, DescriptorKind kind) => Of(context) | If(kind == DescriptorKind.Block, Trait.Block);

    /// <summary>Every trait that descriptors of all kinds share.</summary>
    public static Trait Of(in TranslationContext context) =>
        ((Trait)context.Features & Trait.OfFeatures)
        | ByTranslation[(((int)context.Stage & 3) << 4) | (((int)context.Regime & 3) << 2) | ((int)context.Security & 3)]
        | Geometry.At(context).Traits
        | If(context.NtDefined, Trait.NtDefined)
        | If(context.Fwb, Trait.ForcedWriteBack)
        | If(context.Ha, Trait.Ha)
        | If(context.Ha && context.Has(Features.FEAT_HAFT), Trait.Haft)
        | If(context.Hd, Trait.Hd)
        | If(context.Wxn, Trait.Wxn)
        | If(context.Tge, Trait.Tge)
        | (Trait)((ulong)((int)context.Sharing & 3) << SharingAt);

    private static Trait OfTranslation(Stage stage, Regime regime, SecurityState security)
    {
        Trait realm = If(security == SecurityState.Realm, Trait.Realm);
        if (stage != Stage.One)
        {
            return realm;
        }

        bool nonSecureBit = regime == Regime.El3 || security switch
        {
            SecurityState.Secure or SecurityState.Root => true,
            SecurityState.Realm => regime is Regime.El2 or Regime.El20,
            _ => false,
        };
        return realm
            | Trait.Stage1
            | (Trait)((ulong)regime << RegimeAt)
            | If(regime is Regime.El10 or Regime.El20, Trait.TwoPrivileges)
            | If(regime == Regime.El3, Trait.El3)
            | If(nonSecureBit, Trait.NonSecureBit);
    }

    private static Trait If(bool has, Trait trait) => has ? trait : Trait.None;
}
