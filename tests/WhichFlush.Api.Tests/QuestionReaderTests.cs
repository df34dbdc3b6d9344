using System.Text;
using System.Text.Json;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Tests;

/// <summary>The reader of JSON questions against a plain one over a document.</summary>
public sealed class QuestionReaderTests
{
    private static readonly string[] Names = ["old", "new", "level", "bbm", "stage", "features", "cpu", "children", "address", "asid", "fwb", "regime", "granule", "witness", "idAa64mmfr2", "nonsense", "\\u006fld", ""];

    private static readonly string[] Values =
    [
        "0", "1", "2", "-1", "3", "1.5", "1e3", "18446744073709551615", "18446744073709551616", "\"0x4001050000f7ff\"", "\"0X1F\"", "\"0x\"", "\"12\"", "\"\"", "\"\\u0030x1\"",
        "\"el2\"", "\"e\\u006c2\"", "\"16k\"", "true", "false", "null", "\"true\"", "[]", "[\"FEAT_TTL\"]", "[\"FEAT_TTL\",\"F\\u0045AT_XNX\", \"FEAT_PAN\"]", "[\"FEAT_TTL\",null]", "[\"FEAT_TTL,FEAT_XNX\"]",
        "[\"0x1\", 2]", "[[1],{\"a\":[\"]\"]}]", "{\"a\":{\"b\":[1]}}", "\"Cortex-X4\"", "[\"Cortex-X4 r0p3\", \"0x410fd820\"]", "\"é😀\"", "\"\\ud83d\\ude00\"", "[1 , 2 ]", "\"a\\\"b\\\\\"",
        "\"012345678901234567890123456789012345678901234567890123456789😀123456789\"",
    ];

    [Fact]
    public void Any_object_is_read_as_a_document_would_be()
    {
        var random = new Random(20261130);
        int right = 0;
        for (int i = 0; i < 6_000; i++)
        {
            string json = i % 2 == 0 ? Plain(random) : Any(random);
            var binder = new QuestionBinder();
            JsonQuestionReader.Read(binder, Encoding.UTF8.GetBytes(json));
            var slow = new QuestionBinder();
            Requests.ReadDocument(slow, JsonElement.Parse(json));
            binder.Complete();
            slow.Complete();

            Assert.Equal((json, JsonSerializer.Serialize(slow.Errors.ToProblem())), (json, JsonSerializer.Serialize(binder.Errors.ToProblem())));
            Assert.Equal((json, slow.Present, slow.Witness), (json, binder.Present, binder.Witness));
            Assert.Equal((slow.Old, slow.New, slow.Question.Context), (binder.Old, binder.New, binder.Question.Context));
            Assert.Equal(slow.Children.ToArray(), binder.Children.ToArray());
            Assert.Equal(slow.Cpus, binder.Cpus);
            right += binder.HasErrors ? 0 : 1;
        }

        Assert.InRange(right, 300, 5_700);
    }

    [Theory]
    [InlineData("[{\"old\":1}]", "Given a JSON array. Accepted: an object with the members of the question.")]
    [InlineData("\"x\"", "Given a JSON string. Accepted: an object with the members of the question.")]
    [InlineData("null", "Given a JSON null. Accepted: an object with the members of the question.")]
    [InlineData("7", "Given a JSON number. Accepted: an object with the members of the question.")]
    [InlineData("[1}", "Not JSON, at line 1, byte 3. Accepted: a JSON object with the members of the question.")]
    [InlineData("{}\n{}", "Not JSON, at line 2, byte 1. Accepted: a JSON object with the members of the question.")]
    [InlineData("{\"old\":\"\\ud800\"}", "Has a text that is not Unicode. Accepted: UTF-8, and surrogates in pairs.")]
    [InlineData("{\"cpu\":[\"\\ud800\"]}", "Has a text that is not Unicode. Accepted: UTF-8, and surrogates in pairs.")]
    [InlineData("{\"\\ud800\":1}", "Has a text that is not Unicode. Accepted: UTF-8, and surrogates in pairs.")]
    public void Of_a_text_that_is_no_object_only_that_is_said(string json, string message)
    {
        var binder = new QuestionBinder();
        JsonQuestionReader.Read(binder, Encoding.UTF8.GetBytes(json));
        binder.Complete();

        Assert.Equal([message], binder.Errors.ToProblem()["body"]);
        Assert.Equal(["body"], binder.Errors.Members);
    }

    [Fact]
    public void A_value_is_repeated_in_a_message_up_to_60_characters()
    {
        string message = Requests.OfQuery($"?old={new string('x', 1000)}").Errors.ToProblem()["old"][0];

        Assert.StartsWith($"Given {new string('x', 57)}.... Accepted: a 64-bit value", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_those_of_the_engine()
    {
        var without = new QuestionBinder();
        var with = new QuestionBinder();
        foreach (var member in QuestionMembers.All.Where(member => member.Default is not null))
        {
            member.Bind(with, new MemberValue(member.Default!.GetValueKind() == JsonValueKind.String ? member.Default.GetValue<string>() : member.Default.ToJsonString()));
        }

        Assert.False(with.HasErrors);
        // A stage that was given is not assumed, though it be the default.
        Assert.Equal(without.Context with { StageAssumed = false }, with.Context);
    }

    private static string Plain(Random random) =>
        $"{{\"old\":\"0x{random.Next():x}\",\"level\":{random.Next(1, 4)},\"new\":{random.Next()},\"bbm\":{random.Next(4)}{(random.Next(2) == 0 ? "" : $",\"{Names[random.Next(Names.Length)]}\": {Values[random.Next(Values.Length)]}")}}}";

    private static string Any(Random random)
    {
        string separator = random.Next(2) == 0 ? "," : " ,\n\t";
        return $" {{ {string.Join(separator, Enumerable.Range(0, random.Next(8)).Select(_ => $"\"{Names[random.Next(Names.Length)]}\"{(random.Next(2) == 0 ? " : " : ":")}{Values[random.Next(Values.Length)]}"))} }} ";
    }
}
