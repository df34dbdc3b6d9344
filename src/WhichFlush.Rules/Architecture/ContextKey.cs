namespace WhichFlush.Rules.Architecture;

/// <summary>
/// The properties of a context that decide the meaning of descriptor bits, the position of fields, and the choice of TLBI
/// operations. Contexts with equal keys share their <see cref="ContextTables"/>. Feature bits are those of <see cref="Features"/>;
/// <see cref="ContextKeys"/> names the shifts of the fields from bit 52 on.
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
    The = Features.FEAT_THE,
    TlbiRange = Features.FEAT_TLBIRANGE,
    Ttl = Features.FEAT_TTL,

    /// <summary>All feature bits of the key.</summary>
    FeatureMask = TagPermission | Xs | Xnx | Stage1Pie | Stage2Pie | Stage1Poe | Stage2Poe | Aie | The | TlbiRange | Ttl,

    /// <summary>PBHA is defined, or must count as defined (RJVMMH, RTDLFM).</summary>
    Pbha = 1UL << 22,

    /// <summary>Stage 1: the hierarchical limits of a Table have no effect (HPDn = 1, PIE, POE or AIE).</summary>
    LimitsOff = 1UL << 23,

    /// <summary>Stage 1: bit 52 of a leaf is Protected, not Contiguous (PnCH = 1).</summary>
    LeafProtected = 1UL << 24,

    /// <summary>Stage 1: bit 52 of a Table is Protected, or must count as Protected.</summary>
    TableProtected = 1UL << 25,

    /// <summary>AMEC is defined (FEAT_MEC; Realm state; at stage 1 EL2 and EL2&amp;0 only).</summary>
    Amec = 1UL << 26,

    /// <summary>Stage 1 with two privilege levels: PEs run with PSTATE.PAN = 1.</summary>
    Pan = 1UL << 27,

    /// <summary>EPAN is known to be 0.</summary>
    EpanClear = 1UL << 28,

    /// <summary>EPAN is known to be 1.</summary>
    EpanSet = 1UL << 29,

    /// <summary>Permissions are indirect, and the registers that the index selects from are known.</summary>
    IndirectKnown = 1UL << 30,

    /// <summary>Stage 1: NSTable is defined (Secure state).</summary>
    SecureTable = 1UL << 31,

    /// <summary>The descriptor is a Block. Set only in keys for one kind of descriptor.</summary>
    Block = 1UL << 32,

    /// <summary>Stage 1 with two privilege levels: AP[1], PXN and nG are defined.</summary>
    TwoPrivileges = 1UL << 33,

    /// <summary>Stage 1 of EL3 with FEAT_RME: NSE is defined.</summary>
    El3 = 1UL << 34,

    /// <summary>NS of stage 1 is defined.</summary>
    NonSecureBit = 1UL << 35,
    Realm = 1UL << 36,

    /// <summary>52-bit addresses in bits 9:8 and 49:48: DS = 1 with the 4K or 16K granule.</summary>
    WideBy9To8 = 1UL << 37,
    NtDefined = 1UL << 38,

    /// <summary>The level has Contiguous runs: the Contiguous bit has an effect (RULES.md 1.5).</summary>
    RunPossible = 1UL << 39,
    ForcedWriteBack = 1UL << 40,

    /// <summary>FEAT_HAFT with HA = 1; FEAT_HAFT alone has no effect (RULES.md 1.6).</summary>
    Haft = 1UL << 41,
    Stage1 = 1UL << 42,
    LastLevel = 1UL << 43,
    BlockPossible = 1UL << 44,
    Ha = 1UL << 45,

    /// <summary>HD = 1 with HA = 1; HD alone has no effect.</summary>
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

    /// <summary>Shift of the index into the level table of <see cref="Geometry"/>, bits 63:58: granule, level and address size.</summary>
    public const int GeometryShift = 58;

    private static readonly ContextKey[] ByTranslation = [.. Enumerable.Range(0, 64)
        .Select(i => OfTranslation((Stage)(i >> 4), (Regime)((i >> 2) & 3), (SecurityState)(i & 3)))];

    /// <summary>The key of a context for descriptors of one kind.</summary>
    public static ContextKey Of(in TranslationContext context, DescriptorKind kind) =>
        Of(context) | If(kind == DescriptorKind.Block, ContextKey.Block);

    /// <summary>The key of a context for descriptors of every kind.</summary>
    public static ContextKey Of(in TranslationContext context) =>
        ((ContextKey)context.Features & ContextKey.FeatureMask)
        | ByTranslation[(((int)context.Stage & 3) << 4) | (((int)context.Regime & 3) << 2) | ((int)context.Security & 3)]
        | Geometry.At(context).Key
        | If(context.NtDefined, ContextKey.NtDefined)
        | If(context.Fwb, ContextKey.ForcedWriteBack)
        | If(context.Ha, ContextKey.Ha)
        | If(context.Ha && context.Has(Features.FEAT_HAFT), ContextKey.Haft)
        | If(context.Ha && context.Hd, ContextKey.Hd)
        | If(context.Wxn, ContextKey.Wxn)
        | If(context.Tge, ContextKey.Tge)
        | (context.Stage == Stage.One ? OfStage1(context) : OfStage2(context))
        | (ContextKey)((ulong)((int)context.Sharing & 3) << SharingShift);

    /// <summary>The bits that several members decide together (RULES.md 1.3).</summary>
    private static ContextKey OfStage1(in TranslationContext context)
    {
        bool pie = context.Has(Features.FEAT_S1PIE), overlaid = context.Has(Features.FEAT_S1POE | Features.FEAT_AIE);
        bool two = context.Regime is Regime.El10 or Regime.El20;
        bool root = context.Has(Features.FEAT_RME) || context.Security == SecurityState.Root;
        return If(context.Has(Features.FEAT_HPDS2) && (pie || context.Hpd != false) && !overlaid, ContextKey.Pbha)
            | If(context.Hpd == true || pie || overlaid, ContextKey.LimitsOff)
            | If(context.Pnch == true, ContextKey.LeafProtected)
            | If(context.Pnch ?? context.Has(Features.FEAT_THE), ContextKey.TableProtected)
            | If(context.Has(Features.FEAT_MEC) && context.Security == SecurityState.Realm && context.Regime is (Regime.El2 or Regime.El20), ContextKey.Amec)
            | If(context.Regime == Regime.El3 ? !root : context.Security == SecurityState.Secure, ContextKey.SecureTable)
            | If(context.Regime == Regime.El3 && root, ContextKey.El3)
            | If(pie && context.Pir is not null && (!two || context.Pire0 is not null), ContextKey.IndirectKnown)
            | If(two && context.Pan == true, ContextKey.Pan)
            | If(two && context.Epan == false, ContextKey.EpanClear)
            | If(two && context.Epan == true, ContextKey.EpanSet);
    }

    private static ContextKey OfStage2(in TranslationContext context) =>
        If(context.Has(Features.FEAT_HPDS2), ContextKey.Pbha)
        | If(context.Has(Features.FEAT_MEC) && context.Security == SecurityState.Realm, ContextKey.Amec)
        | If(context.Has(Features.FEAT_S2PIE) && context.S2pir is not null, ContextKey.IndirectKnown);

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
            | If(nonSecureBit, ContextKey.NonSecureBit);
    }

    private static ContextKey If(bool has, ContextKey bit) => has ? bit : ContextKey.None;
}
