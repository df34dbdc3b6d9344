using WhichFlush.Api.Contract;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.RuleBook;
using WhichFlush.TlbModel;

namespace WhichFlush.Api.Check;

/// <summary>Maps results of the model to the contract.</summary>
internal static class CheckMapper
{
    /// <summary>Maps a whole result.</summary>
    public static CheckAnswer Map(Question question, ModelResult result) => new()
    {
        Safe = result.Safe,
        Violations = [.. result.Violations.Select(Map)],
        Hazards = result.Hazards,
        Missing = [.. result.Missing.Select(Map)],
        Removable = [.. result.Removable.Where(remark => !MayBeARepeat(remark, question.Context)).Select(Map)],
        Recommended = [.. FlushAdvisor.Explain(question).Sequence.Select(step => step.Notation)],
        States = result.States,
        RulesVersion = RuleTable.Version,
    };

    /// <summary>Maps a violation.</summary>
    public static ViolationAnswer Map(Violation violation) => new()
    {
        Property = (ViolatedProperty)violation.Property,
        Text = violation.Text,
        Interleaving =
        [
            .. violation.Interleaving.Select(happened => new EventAnswer
            {
                Actor = (WhoActs)happened.Actor,
                Text = happened.Text,
                Tlbs = new() { P0 = happened.P0, P1 = happened.P1 },
            }),
        ],
    };

    /// <summary>True if an erratum may need the step: the model knows no errata, and finds the repeated TLBI and DSB removable.</summary>
    private static bool MayBeARepeat(StepRemark remark, TranslationContext context) =>
        (context.Errata & Errata.RepeatInvalidation) != 0
        && (remark.Step.StartsWith("TLBI", StringComparison.OrdinalIgnoreCase) || remark.Step.StartsWith("DSB", StringComparison.OrdinalIgnoreCase));

    private static StepRemarkAnswer Map(StepRemark remark) => new() { Index = remark.Index, Step = remark.Step, Text = remark.Text };
}
