using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Rules;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.RuleBook;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.Api.Check;

/// <summary>Maps results of the model to the contract.</summary>
internal static class CheckMapper
{
    /// <summary>Maps a whole result.</summary>
    /// <param name="question">The change.</param>
    /// <param name="steps">The caller's own sequence.</param>
    /// <param name="capabilities">The conditions that come with the named parts.</param>
    /// <param name="result">The verdict on the sequence.</param>
    public static CheckAnswer Map(in Question question, IReadOnlyList<SequenceStep> steps, IReadOnlyList<Condition> capabilities, ModelResult result)
    {
        Answer answer = FlushAdvisor.Explain(question);
        return new()
        {
            Safe = result.Safe,
            Violations = [.. result.Violations.Select(ViolationMapper.Map)],
            Conditions = [.. CheckConditions.Of(answer.Conditions, question, steps).Concat(capabilities).Select(FlushAnswerMapper.Condition)],
            Hazards = result.Hazards,
            Missing = [.. result.Missing.Select(Map)],
            Removable = [.. result.Removable.Select(Map)],
            Recommended = [.. answer.Sequence.Select(step => step.Notation)],
            States = result.States,
            RulesVersion = RuleTable.Version,
        };
    }

    private static StepRemarkAnswer Map(StepRemark remark) => new() { Index = remark.Index, Step = remark.Step, Text = remark.Text };
}
