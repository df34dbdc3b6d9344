using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Tests;
using WhichFlush.TlbModel;
using WhichFlush.TlbModel.Questions;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>A client that knows nothing but a brief answer, and puts its operations into the template of its verdict, is safe in the model.</summary>
public sealed class BriefTemplateTests(Service service) : IClassFixture<Service>
{
    private static readonly string[] Files = ["herd7-bbm", "linux-kvm-stage2", "linux-pgattr", "aarch64-paging"];

    [Fact]
    public async Task Every_vector_is_safe()
    {
        (JsonElement[] requests, JsonElement[] answers) = await Answers();
        var failures = new List<string>();
        for (int i = 0; i < requests.Length; i++)
        {
            string[] steps = Template(answers[i], requests[i]);
            ModelResult result = Check(requests[i], steps);
            if (result is not { Safe: true, Bounded: null, Missing: [] })
            {
                failures.Add($"{requests[i]} {answers[i]}: {string.Join("; ", steps)}: {result.Bounded} "
                    + string.Join(' ', result.Violations.Select(one => one.Text)) + string.Join(' ', result.Missing.Select(one => one.Text)));
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {requests.Length}:\n{string.Join('\n', failures.Take(20))}");
    }

    [Fact]
    public async Task Some_vectors_are_safe_over_HTTP()
    {
        (JsonElement[] requests, JsonElement[] answers) = await Answers();
        using var client = service.CreateClient();
        for (int i = 0; i < requests.Length; i += 17)
        {
            JsonObject body = JsonNode.Parse(requests[i].GetRawText())!.AsObject();
            body["steps"] = new JsonArray([.. Template(answers[i], requests[i]).Select(step => JsonValue.Create(step))]);

            using HttpResponseMessage checkedOver = await client.PostAsJsonAsync("/v1/check", body);
            string answer = await checkedOver.Content.ReadAsStringAsync();

            Assert.True(checkedOver.IsSuccessStatusCode, answer);
            Assert.True(JsonElement.Parse(answer).GetProperty("safe").GetBoolean(), $"{body}\n{answer}");
        }
    }

    /// <summary>The check tells sequences apart: a client that ignores the counts is not safe.</summary>
    [Fact]
    public async Task A_client_that_ignores_the_counts_is_not_safe()
    {
        (JsonElement[] requests, JsonElement[] answers) = await Answers();
        int loops = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            string[] steps = Template(answers[i], requests[i]);
            if (steps.Any(step => step.Contains('*', StringComparison.Ordinal)))
            {
                loops++;
                Assert.False(Check(requests[i], [.. steps.Select(step => step.Split(" *")[0])]).Safe, $"{requests[i]} {string.Join("; ", steps)}");
            }
        }

        Assert.InRange(loops, 20, requests.Length);
    }

    private static async Task<(JsonElement[] Requests, JsonElement[] Answers)> Answers()
    {
        JsonElement[] requests = [.. Files.SelectMany(Vectors.Read).Select(vector => vector.Request)];
        byte[] body = Encoding.UTF8.GetBytes(string.Join('\n', requests.Select(request => request.GetRawText())));
        string lines = Encoding.UTF8.GetString(await BatchRunner.Answer(body, "application/x-ndjson"));
        JsonElement[] answers = [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        Assert.Equal(requests.Length, answers.Length);
        return (requests, answers);
    }

    /// <summary>The template of a verdict; the store that claims the entry is a compare-and-swap where others may store, too. The operations of <c>viaNt</c> serve a longer sequence, so it takes that of break-before-make.</summary>
    private static string[] Template(JsonElement answer, JsonElement request)
    {
        JsonElement[] uses = [.. answer.GetProperty("tlbi").EnumerateArray()];
        string domain = uses.Length == 0 ? "ISH" : uses[0].GetProperty("scope").GetString() switch { "local" => "NSH", "outer" => "OSH", _ => "ISH" };
        string[] invalidation = [.. uses.SelectMany(use => Invalidation(use, $"DSB {domain}"))];
        string[] rivals = ["sharedWalk", "ha"];
        string store = rivals.Any(rival => request.TryGetProperty(rival, out JsonElement given) && given.GetBoolean()) ? "CAS old," : "STR";
        return answer.GetProperty("verdict").GetString() switch
        {
            "noChange" when request.GetProperty("old").GetString() == request.GetProperty("new").GetString() => [],
            "noChange" or "writeOnly" => [$"{store} new", $"DSB {domain}ST", "ISB"],
            "writeThenInvalidate" => [$"{store} new", $"DSB {domain}ST", .. invalidation, "ISB"],
            _ => [$"{store} invalid", $"DSB {domain}ST", .. invalidation, "STR new", $"DSB {domain}ST", "ISB"],
        };
    }

    /// <summary>One operation as often as the answer says, with a DSB behind it.</summary>
    private static IEnumerable<string> Invalidation(JsonElement use, string barrier)
    {
        string op = $"TLBI {use.GetProperty("op").GetString()}", operand = use.GetProperty("operand").GetString() ?? "";
        int count = use.GetProperty("count").GetInt32();
        string once = op + (Hex(operand) ? $", {operand}" : ""), all = count > 1 ? $"{once} * {count}" : once;
        return use.GetProperty("repeat").GetBoolean() ? [all, barrier, once, barrier] : [all, barrier];
    }

    /// <summary>Whether an operand is a value; a formula stands for the correct one.</summary>
    private static bool Hex(string operand) => operand.StartsWith("0x", StringComparison.Ordinal) && !operand.Contains('|', StringComparison.Ordinal);

    private static ModelResult Check(JsonElement request, string[] steps)
    {
        QuestionBinder binder = Requests.OfJson(request.GetRawText());
        ref readonly Question question = ref binder.Question;
        ParsedSequence parsed = StepParser.Parse(steps, question.Old, question.New);
        Assert.True(parsed.IsValid, string.Join('\n', parsed.Errors));
        var asked = new ModelQuestion { Old = question.Old, New = question.New, Context = question.Context, Children = question.Children, Steps = parsed.Steps };
        Assert.Empty(asked.Validate());
        return ModelCheck.Run(asked);
    }
}
