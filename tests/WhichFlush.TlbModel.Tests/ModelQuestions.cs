using System.Text.Json;
using WhichFlush.Rules.Architecture;
using WhichFlush.Tests;
using WhichFlush.TlbModel.Questions;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Makes questions to the model.</summary>
internal static class ModelQuestions
{
    /// <summary>Two writable stage 1 Pages at level 3 with different output addresses.</summary>
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
        var context = new TranslationContext();
        foreach (JsonProperty member in request.EnumerateObject())
        {
            JsonElement value = member.Value;
            context = member.Name switch
            {
                "old" or "new" or "steps" => context,
                "level" => context with { Level = value.GetInt32() },
                "bbm" => context with { Bbm = value.GetInt32() },
                "stage" => context with { Stage = (Stage)value.GetInt32() },
                "regime" => context with { Regime = Enum.Parse<Regime>(value.GetString()!, ignoreCase: true) },
                "granule" => context with { Granule = Enum.Parse<Granule>("Size" + value.GetString(), ignoreCase: true) },
                "address" => context with { Address = Hex(value) },
                "mair" => context with { Mair = Hex(value) },
                "asid" => context with { Asid = value.GetInt32() },
                "sameContents" => context with { SameContents = value.GetBoolean() },
                _ => throw new InvalidOperationException($"a vector has the member {member.Name}, which this test does not read"),
            };
        }

        string[] steps = [.. request.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!)];
        return Ask(Hex(request.GetProperty("old")), Hex(request.GetProperty("new")), context, steps);
    }

    private static ulong Hex(JsonElement value) => Hex64.TryParse(value.GetString(), out ulong parsed) ? parsed : throw new InvalidOperationException($"{value} is no 64-bit value");
}
