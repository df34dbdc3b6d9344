using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Questions;

/// <summary>The translations that an operation invalidates (manual D8.17.5).</summary>
public enum TlbiTarget : byte
{
    /// <summary>EL1&amp;0 stage 1, entries that combine both stages included; EL2&amp;0 where HCR_EL2.TGE = 1.</summary>
    Stage1,

    /// <summary>EL1&amp;0, both stages: VMALLS12E1, ALLE1.</summary>
    BothStages,

    /// <summary>EL2 or EL2&amp;0.</summary>
    El2,

    /// <summary>EL3.</summary>
    El3,

    /// <summary>Stage 2 by IPA, without entries that combine both stages.</summary>
    Stage2,

    /// <summary>No TLB entry of an old value for certain: VMALLWS2E1 and the granule protection forms.</summary>
    Other,
}

/// <summary>The part of a TLB entry that an operation compares.</summary>
public enum TlbiMatch : byte
{
    /// <summary>Nothing: every entry of the target matches.</summary>
    All,

    /// <summary>The ASID.</summary>
    Asid,

    /// <summary>VA and ASID.</summary>
    VaAndAsid,

    /// <summary>The VA, for all ASIDs.</summary>
    Va,

    /// <summary>The IPA.</summary>
    Ipa,
}

/// <summary>A TLBI operation as its mnemonic describes it.</summary>
/// <param name="Mnemonic">The mnemonic in upper case, suffixes included.</param>
/// <param name="Target">The translations that it invalidates.</param>
/// <param name="Match">The part of a TLB entry that it compares.</param>
/// <param name="LastLevel">An L form: last-level entries only.</param>
/// <param name="Range">A range form (FEAT_TLBIRANGE).</param>
/// <param name="Scope">The domain of the PEs that it reaches.</param>
/// <param name="NoXs">An nXS form (FEAT_XS).</param>
public readonly record struct TlbiOperation(
    string Mnemonic, TlbiTarget Target, TlbiMatch Match, bool LastLevel, bool Range, Domain Scope, bool NoXs)
{
    /// <summary>The operation reads Xt.</summary>
    public bool TakesOperand => Match != TlbiMatch.All || (Target == TlbiTarget.Other && Range);

    /// <summary>The lowest Exception level where the operation is not UNDEFINED, on a PE that has every Exception level (RULES.md 4.1).</summary>
    public ExceptionLevel LowestLevel => Target switch
    {
        TlbiTarget.Stage1 => ExceptionLevel.El1,
        TlbiTarget.El3 => ExceptionLevel.El3,
        TlbiTarget.Other => Mnemonic.StartsWith("VMALLWS2E1", StringComparison.Ordinal) ? ExceptionLevel.El2 : ExceptionLevel.El3,
        _ => ExceptionLevel.El2,
    };

    /// <summary>Xt holds an address.</summary>
    public bool TakesAddress => Match is TlbiMatch.Va or TlbiMatch.VaAndAsid or TlbiMatch.Ipa;

    /// <summary>The operation compares the ASID of Xt in this context.</summary>
    /// <param name="context">The context of the table entry.</param>
    public bool ComparesAsid(in TranslationContext context) =>
        Match is TlbiMatch.Asid or TlbiMatch.VaAndAsid && Target != TlbiTarget.El3 && context.HasAsids();
}
