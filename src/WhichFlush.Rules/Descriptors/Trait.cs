namespace WhichFlush.Rules.Descriptors;

/// <summary>What a descriptor's context must have, or must not have, for a field to stand where its row says.</summary>
[Flags]
internal enum Trait : uint
{
    None = 0,
    Stage1 = 1 << 0,
    Stage2 = 1 << 1,
    Leaf = 1 << 2,
    Table = 1 << 3,
    Block = 1 << 4,
    TwoPrivileges = 1 << 5,
    El3 = 1 << 6,
    NonSecureBit = 1 << 7,
    Realm = 1 << 8,
    WideBy9To8 = 1 << 9,
    NtDefined = 1 << 10,
    RunPossible = 1 << 11,
    ForcedWriteBack = 1 << 12,
    TagPermission = 1 << 13,
    Xs = 1 << 14,
    Xnx = 1 << 15,
    Pie = 1 << 16,
    Poe = 1 << 17,
    Aie = 1 << 18,
    Pbha = 1 << 19,
    The = 1 << 20,
    Haft = 1 << 21,
}

/// <summary>Derives the traits of a context and a kind.</summary>
internal static class Traits
{
    public static Trait Of(in TranslationContext context, DescriptorKind kind)
    {
        bool stage1 = context.Stage == Stage.One;
        bool realm = context.Security == SecurityState.Realm;
        Features f = context.Features;
        Trait traits = (stage1 ? Trait.Stage1 : Trait.Stage2)
            | (kind == DescriptorKind.Table ? Trait.Table : Trait.Leaf)
            | When(kind == DescriptorKind.Block, Trait.Block)
            | When(stage1 && context.TwoPrivileges, Trait.TwoPrivileges)
            | When(stage1 && context.Regime == Regime.El3, Trait.El3)
            | When(stage1 && NonSecureBit(context), Trait.NonSecureBit)
            | When(realm, Trait.Realm)
            | When(Geometry.WideBy9To8(context), Trait.WideBy9To8)
            | When(context.NtDefined, Trait.NtDefined)
            | When(Geometry.ContiguousEntries(context) > 1, Trait.RunPossible)
            | When(context.Fwb, Trait.ForcedWriteBack)
            | When((f & Features.FEAT_MTE_PERM) != 0, Trait.TagPermission)
            | When((f & Features.FEAT_XS) != 0, Trait.Xs)
            | When((f & Features.FEAT_XNX) != 0, Trait.Xnx)
            | When((f & (stage1 ? Features.FEAT_S1PIE : Features.FEAT_S2PIE)) != 0, Trait.Pie)
            | When((f & (stage1 ? Features.FEAT_S1POE : Features.FEAT_S2POE)) != 0, Trait.Poe)
            | When((f & Features.FEAT_AIE) != 0, Trait.Aie)
            | When((f & Features.FEAT_HPDS2) != 0, Trait.Pbha)
            | When((f & Features.FEAT_THE) != 0, Trait.The)
            | When(HaftActive(context), Trait.Haft);
        return traits;
    }

    /// <summary>FEAT_HAFT is in effect only with HA = 1 (RULES.md 1.6).</summary>
    public static bool HaftActive(in TranslationContext context) => context.Ha && context.Has(Features.FEAT_HAFT);

    private static bool NonSecureBit(in TranslationContext context) => context.Regime == Regime.El3 || context.Security switch
    {
        SecurityState.Secure or SecurityState.Root => true,
        SecurityState.Realm => context.Regime is Regime.El2 or Regime.El20,
        _ => false,
    };

    private static Trait When(bool condition, Trait trait) => condition ? trait : Trait.None;
}
