using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Questions;

/// <summary>Facts about a translation context that the model derives by itself, so that it does not share an error with the rules.</summary>
internal static class ContextExtensions
{
    /// <summary>TLB entries of the regime have an ASID: stage 1 of EL1&amp;0 and EL2&amp;0.</summary>
    public static bool HasAsids(this in TranslationContext context) =>
        context.Stage == Stage.One && context.Regime is Regime.El10 or Regime.El20;
}
