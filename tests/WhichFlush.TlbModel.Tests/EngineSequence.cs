using System.Text.RegularExpressions;
using WhichFlush.Rules;
using WhichFlush.Rules.Descriptors;
using WhichFlush.Rules.Explanation;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The engine's own sequence, in the words that the model reads.</summary>
internal static partial class EngineSequence
{
    public static string[] Of(in Question question, Answer answer)
    {
        Descriptor old = answer.Old;
        ulong nt = (old.Kind == DescriptorKind.Table ? question.New : question.Old) | 1UL << 16;
        return [.. answer.Sequence.Select(step => step.Kind switch
        {
            Rules.Explanation.StepKind.Store => Store(step.Assembly, nt),
            Rules.Explanation.StepKind.Tlbi => Tlbi(step),
            _ => step.Assembly,
        })];
    }

    public static ModelQuestion Ask(in Question question, IReadOnlyList<string> steps)
    {
        ParsedSequence parsed = StepParser.Parse(steps, question.Old, question.New);
        Assert.True(parsed.IsValid, string.Join('\n', parsed.Errors));
        return new() { Old = question.Old, New = question.New, Context = question.Context, Children = question.Children, Steps = parsed.Steps };
    }

    private static string Store(string assembly, ulong nt) => assembly switch
    {
        "STR X1, [X0]" => "STR new",
        "STLR X1, [X0]" => "STLR new",
        "STR XZR, [X0]" => "STR invalid",
        "STR X5, [X0]" => $"STR 0x{nt:x}",
        "CASAL X2, X1, [X0]" => "CAS old, new",
        "CASAL X2, XZR, [X0]" => "CAS old, invalid",
        "CASAL X2, X5, [X0]" => $"CAS old, 0x{nt:x}",
        _ => throw new InvalidOperationException($"'{assembly}' is a store that this test does not know"),
    };

    private static string Tlbi(in Step step)
    {
        string operation = step.Assembly.Split(',')[0];
        Match operand = Operand().Match(step.Why);
        return operation + (operand.Success ? $", {operand.Groups["x3"].Value}" : "") + (step.Count > 1 ? $" * {step.Count}" : "");
    }

    [GeneratedRegex("X3 = (?<x3>0x[0-9a-f]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operand();
}
