namespace WhichFlush.Rules.Architecture;

/// <summary>
/// The properties of a context that decide the meaning of descriptor bits, the position of fields, and the choice of TLBI
/// operations. Contexts with equal keys share their <see cref="ContextTables"/>. A feature keeps its bit of <see cref="Features"/>;
/// <see cref="ContextKeys"/> names the bit fields above.
/// </summary>
[Flags]
internal enum ContextKey : ulong
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

    /// <summary>All feature bits of the key.</summary>
    FeatureMask = TagPermission | Xs | Xnx | Stage1Pie | Stage2Pie | Stage1Poe | Stage2Poe | Aie | Pbha | The | TlbiRange | Ttl,

    /// <summary>The descriptor is a Block. Part of a key that was made for one kind of descriptor only.</summary>
    Block = 1UL << 32,

    /// <summary>Stage 1 with two privilege levels: AP[1], PXN and nG are defined.</summary>
    TwoPrivileges = 1UL << 33,

    /// <summary>Stage 1 of EL3: NSE is defined.</summary>
    El3 = 1UL << 34,

    /// <summary>NS and NSTable of stage 1 are defined.</summary>
    NonSecureBit = 1UL << 35,
    Realm = 1UL << 36,

    /// <summary>52-bit addresses in bits 9:8 and 49:48: DS = 1 with the 4K or 16K granule.</summary>
    WideBy9To8 = 1UL << 37,
    NtDefined = 1UL << 38,

    /// <summary>The Contiguous bit has an effect at the level.</summary>
    RunPossible = 1UL << 39,
    ForcedWriteBack = 1UL << 40,

    /// <summary>FEAT_HAFT with HA = 1; without HA it has no effect (RULES.md 1.6).</summary>
    Haft = 1UL << 41,
    Stage1 = 1UL << 42,
    LastLevel = 1UL << 43,
    BlockPossible = 1UL << 44,
    Ha = 1UL << 45,
    Hd = 1UL << 46,
    Wxn = 1UL << 47,
    Tge = 1UL << 48,
}

/// <summary>Derives keys from contexts.</summary>
internal static class ContextKeys
{
    /// <summary>Shift of the stage 1 regime, bits 53:52.</summary>
    public const int RegimeShift = 52;

    /// <summary>Shift of <see cref="Sharing"/>, bits 55:54.</summary>
    public const int SharingShift = 54;

    /// <summary>Shift of the index into the table of <see cref="Geometry"/>, bits 63:58: granule, level and size of addresses.</summary>
    public const int GeometryShift = 58;

    private static readonly ContextKey[] ByTranslation = [.. Enumerable.Range(0, 64)
        .Select(i => OfTranslation((Stage)(i >> 4), (Regime)((i >> 2) & 3), (SecurityState)(i & 3)))];

    /// <summary>The key for descriptors of one kind.</summary>
    public static ContextKey Of(in TranslationContext context, DescriptorKind kind) =>
        Of(context) | If(kind == DescriptorKind.Block, ContextKey.Block);

    /// <summary>The key that descriptors of all kinds share.</summary>
    public static ContextKey Of(in TranslationContext context) =>
        ((ContextKey)context.Features & ContextKey.FeatureMask)
        | ByTranslation[(((int)context.Stage & 3) << 4) | (((int)context.Regime & 3) << 2) | ((int)context.Security & 3)]
        | Geometry.At(context).Key
        | If(context.NtDefined, ContextKey.NtDefined)
        | If(context.Fwb, ContextKey.ForcedWriteBack)
        | If(context.Ha, ContextKey.Ha)
        | If(context.Ha && context.Has(Features.FEAT_HAFT), ContextKey.Haft)
        | If(context.Hd, ContextKey.Hd)
        | If(context.Wxn, ContextKey.Wxn)
        | If(context.Tge, ContextKey.Tge)
        | (ContextKey)((ulong)((int)context.Sharing & 3) << SharingShift);

    private static ContextKey OfTranslation(Stage stage, Regime regime, SecurityState security)
    {
        ContextKey realm = If(security == SecurityState.Realm, ContextKey.Realm);
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
            | ContextKey.Stage1
            | (ContextKey)((ulong)regime << RegimeShift)
            | If(regime is Regime.El10 or Regime.El20, ContextKey.TwoPrivileges)
            | If(regime == Regime.El3, ContextKey.El3)
            | If(nonSecureBit, ContextKey.NonSecureBit);
    }

    private static ContextKey If(bool has, ContextKey bit) => has ? bit : ContextKey.None;
}
