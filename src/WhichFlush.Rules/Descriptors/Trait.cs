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
    private static readonly Trait[] All = [.. Enum.GetValues<Trait>().Where(trait => trait != Trait.None)];

    /// <summary>Every trait of a descriptor of this kind.</summary>
    public static Trait Of(in TranslationContext context, DescriptorKind kind)
    {
        var traits = Trait.None;
        foreach (Trait trait in All)
        {
            traits |= Has(context, kind, trait) ? trait : Trait.None;
        }

        return traits;
    }

    /// <summary>Whether a descriptor of this kind has one trait.</summary>
    public static bool Has(in TranslationContext context, DescriptorKind kind, Trait trait) => trait switch
    {
        Trait.Stage1 => context.Stage == Stage.One,
        Trait.Stage2 => context.Stage == Stage.Two,
        Trait.Leaf => kind != DescriptorKind.Table,
        Trait.Table => kind == DescriptorKind.Table,
        Trait.Block => kind == DescriptorKind.Block,
        Trait.TwoPrivileges => context.Stage == Stage.One && context.TwoPrivileges,
        Trait.El3 => context.Stage == Stage.One && context.Regime == Regime.El3,
        Trait.NonSecureBit => context.Stage == Stage.One && NonSecureBit(context),
        Trait.Realm => context.Security == SecurityState.Realm,
        Trait.WideBy9To8 => Geometry.WideBy9To8(context),
        Trait.NtDefined => context.NtDefined,
        Trait.RunPossible => Geometry.ContiguousEntries(context) > 1,
        Trait.ForcedWriteBack => context.Fwb,
        Trait.TagPermission => context.Has(Features.FEAT_MTE_PERM),
        Trait.Xs => context.Has(Features.FEAT_XS),
        Trait.Xnx => context.Has(Features.FEAT_XNX),
        Trait.Pie => context.Has(context.Stage == Stage.One ? Features.FEAT_S1PIE : Features.FEAT_S2PIE),
        Trait.Poe => context.Has(context.Stage == Stage.One ? Features.FEAT_S1POE : Features.FEAT_S2POE),
        Trait.Aie => context.Has(Features.FEAT_AIE),
        Trait.Pbha => context.Has(Features.FEAT_HPDS2),
        Trait.The => context.Has(Features.FEAT_THE),
        Trait.Haft => HaftActive(context),
        _ => false,
    };

    /// <summary>FEAT_HAFT is in effect only with HA = 1 (RULES.md 1.6).</summary>
    public static bool HaftActive(in TranslationContext context) => context.Ha && context.Has(Features.FEAT_HAFT);

    private static bool NonSecureBit(in TranslationContext context) => context.Regime == Regime.El3 || context.Security switch
    {
        SecurityState.Secure or SecurityState.Root => true,
        SecurityState.Realm => context.Regime is Regime.El2 or Regime.El20,
        _ => false,
    };
}
