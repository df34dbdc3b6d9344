using WhichFlush.Rules;
using WhichFlush.Rules.Explanation;
using WhichFlush.TlbModel.Questions;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The engine's sequence in the notation that the model parses.</summary>
internal static class EngineSequence
{
    public static string[] Of(Answer answer) => [.. answer.Sequence.Select(step => step.Notation)];

    public static ModelQuestion Ask(in Question question, IReadOnlyList<string> steps)
    {
        ParsedSequence parsed = StepParser.Parse(steps, question.Old, question.New);
        Assert.True(parsed.IsValid, string.Join('\n', parsed.Errors));
        return new() { Old = question.Old, New = question.New, Context = question.Context, Children = question.Children, Steps = parsed.Steps };
    }
}
