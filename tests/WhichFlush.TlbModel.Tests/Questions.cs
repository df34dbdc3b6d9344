using System.Text.Json;
using WhichFlush.Rules.Architecture;
using WhichFlush.Tests;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Questions to the model.</summary>
internal static class Questions
{
    /// <summary>A stage 1 Page at level 3 that goes to another writable page.</summary>
    public const ulong Page = 0x60000040000f43, OtherPage = 0x60000040001f43;

    public static TranslationContext Stage1 { get; } = new()
    {
        Stage = Stage.One, Level = 3, Mair = 0xff, Address = 0x10000, Asid = 1, SameContents = false,
    };

    public static ModelQuestion Ask(ulong old, ulong @new, TranslationContext context, params string[] steps)
    {
        ParsedSequence parsed = StepParser.Parse(steps, old, @new);
        Assert.True(parsed.IsValid, string.Join('\n', parsed.Errors));
        var question = new ModelQuestion { Old = old, New = @new, Context = context, Steps = parsed.Steps };
        Assert.Empty(question.Validate());
        return question;
    }

    public static ModelQuestion Of(Vector vector)
    {
        JsonElement request = vector.Request;
        string[] steps = [.. request.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!)];
        return Ask(VectorRequest.DescriptorOf(request, "old"), VectorRequest.DescriptorOf(request, "new"), VectorRequest.ContextOf(request), steps);
    }
}
