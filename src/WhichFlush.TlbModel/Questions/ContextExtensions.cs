using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Questions;

/// <summary>Facts about a translation context that the model derives by itself, so that it does not share an error with the rules.</summary>
internal static class ContextExtensions
{
    /// <summary>TLB entries of the regime have an ASID: stage 1 of EL1&amp;0 and EL2&amp;0.</summary>
    public static bool HasAsids(this in TranslationContext context) =>
        context.Stage == Stage.One && context.Regime is Regime.El10 or Regime.El20;

    /// <summary>VA[55] selects the upper half, whose tables are walked under every ASID, because one ASID serves both halves (RSCBSR).</summary>
    public static bool InUpperHalf(this in TranslationContext context) =>
        context.HasAsids() && context.Address is ulong va && (va >> 55 & 1) != 0;

    /// <summary>The question says under which ASIDs the table is walked.</summary>
    public static bool AsidsAreKnown(this in TranslationContext context) => context.AsidList is { Count: > 0 };

    /// <summary>The registers that a permission index selects from are known, so that rights are compared instead of indices.</summary>
    public static bool IndexedRightsKnown(this in TranslationContext context) => context.Stage == Stage.Two
        ? context.S2pir is not null
        : context.Pir is not null && (context.Pire0 is not null || !context.HasAsids());
}
