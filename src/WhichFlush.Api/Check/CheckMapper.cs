using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.RuleBook;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.Api.Check;

/// <summary>Maps results of the model to the contract.</summary>
internal static class CheckMapper
{
    /// <summary>Maps a whole result.</summary>
    public static CheckAnswer Map(Question question, ModelResult result) => new()
    {
        Safe = result.Safe,
        Violations = [.. result.Violations.Select(ViolationMapper.Map)],
        Hazards = result.Hazards,
        Missing = [.. result.Missing.Select(Map)],
        Removable = [.. result.Removable.Where(remark => !MayBeARepeat(remark, question.Context)).Select(Map)],
        Recommended = [.. FlushAdvisor.Explain(question).Sequence.Select(step => step.Notation)],
        States = result.States,
        RulesVersion = RuleTable.Version,
    };

    /// <summary>True if an erratum may need the step: the model knows no errata, and finds the repeated TLBI and DSB removable.</summary>
    private static bool MayBeARepeat(StepRemark remark, TranslationContext context) =>
        (context.Errata & Errata.RepeatInvalidation) != 0
        && remark.Kind is InstructionKind.Tlbi or InstructionKind.Dsb;

    private static StepRemarkAnswer Map(StepRemark remark) => new() { Index = remark.Index, Step = remark.Step, Text = remark.Text };
}
