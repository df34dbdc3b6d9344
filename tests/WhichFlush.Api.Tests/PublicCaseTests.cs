using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests;

/// <summary>Changes, sequences, operands and parts from public bug reports: the answer has the members that each case expects.</summary>
public sealed class PublicCaseTests(Service service) : IClassFixture<Service>
{
    private static readonly string[] NotYetAnswered = ["mimiker941", "nuttx4149-fix-loses-bit55", "tlbirange-buggy"];

    /// <summary>Lists that an answer has to give as they are. Of other lists a case names what matters.</summary>
    private static readonly string[] WholeLists = ["missing", "tlbi"];

    /// <summary>The members that name an element of a list in answers.</summary>
    private static readonly string[] Names = ["property", "step", "code", "op", "id"];

    [Fact]
    public async Task Are_answered_as_their_reports_found()
    {
        using HttpClient client = service.CreateClient();
        var failures = new List<string>();
        IReadOnlyList<Vector> cases = Vectors.Read("public-cases");
        foreach (Vector one in cases.Where(one => !NotYetAnswered.Contains(one.Id, StringComparer.Ordinal)))
        {
            using HttpResponseMessage reply = await Ask(client, one);
            string text = await reply.Content.ReadAsStringAsync();
            if (reply.StatusCode != HttpStatusCode.OK)
            {
                failures.Add($"{one.Id}: {reply.StatusCode} {text}");
                continue;
            }

            JsonNode answer = JsonNode.Parse(text)!;
            failures.AddRange(one.Expect.EnumerateObject()
                .Where(expected => !Matches(expected.Name, expected.Value, Find(answer, expected.Name)))
                .Select(expected => $"{one.Id}: {expected.Name} should be {expected.Value}, is {Find(answer, expected.Name)?.ToJsonString()}"));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(58, cases.Count);
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient client, Vector one)
    {
        string[] endpoint = one.Member("endpoint").GetString()!.Split(' ');
        if (endpoint[0] == "POST")
        {
            return await client.PostAsync(endpoint[1], new StringContent(one.Request.GetRawText(), Encoding.UTF8, "application/json"));
        }

        IEnumerable<string> query = one.Request.EnumerateObject().Select(member => $"{member.Name}={Uri.EscapeDataString(member.Value.ToString())}");
        return await client.GetAsync($"{endpoint[1]}?{string.Join('&', query)}");
    }

    /// <summary>The member at a path such as <c>update.operation</c>.</summary>
    private static JsonNode? Find(JsonNode? answer, string path) =>
        path.Split('.').Aggregate(answer, (node, name) => node is JsonObject member ? member[name] : null);

    private static bool Matches(string member, JsonElement expected, JsonNode? answer)
    {
        if (expected.ValueKind != JsonValueKind.Array || answer is not JsonArray list)
        {
            return answer is not null && JsonNode.DeepEquals(JsonNode.Parse(expected.GetRawText()), answer);
        }

        string[] wanted = [.. expected.EnumerateArray().Select(one => one.ToString())], given = [.. list.Select(NameOf)];
        return WholeLists.Contains(member, StringComparer.Ordinal) ? wanted.SequenceEqual(given, StringComparer.Ordinal) : wanted.All(given.Contains);
    }

    private static string NameOf(JsonNode? element) =>
        element is JsonObject one ? Names.Where(one.ContainsKey).Select(name => one[name]!.ToString()).First() : element!.ToString();
}
