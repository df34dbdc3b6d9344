using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WhichFlush.Api.Questions;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests;

/// <summary><c>/v1/check</c> over HTTP.</summary>
public sealed class CheckTests(Service service) : IClassFixture<Service>
{
    private const string Remap = """ "old":"0x600007ff","new":"0x700007ff","level":3,"bbm":2,"address":"0x8000000000" """;

    [Fact]
    public async Task Every_sequence_of_the_vectors_is_judged_as_its_peer_judged_it()
    {
        var failures = new List<string>();
        foreach (var vector in Vectors.ReadExpecting("sequences"))
        {
            JsonNode answer = await Check(vector.Request.GetRawText());
            bool expected = vector.Expect.GetProperty("breakBeforeMake").GetBoolean();
            if (answer["safe"]!.GetValue<bool>() != expected)
            {
                failures.Add($"{vector.Id} {vector.Request}: expected {expected}, got {answer["safe"]} ({vector.Note})");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task The_storys_remap_is_unsafe_because_one_PE_still_writes_to_the_old_page()
    {
        JsonNode answer = await Check($$"""{ {{Remap}}, "steps": ["CAS old, new"] }""");

        Assert.False(answer["safe"]!.GetValue<bool>());
        Assert.Contains(answer["violations"]!.AsArray(), violation => violation!["text"]!.GetValue<string>().Contains("still writes to OA 0x60000000", StringComparison.Ordinal));
        Assert.All(answer["violations"]!.AsArray(), violation => Assert.NotEmpty(violation!["interleaving"]!.AsArray()));
    }

    [Fact]
    public async Task What_the_engine_recommends_is_safe_and_nothing_of_it_is_removable()
    {
        JsonNode first = await Check($$"""{ {{Remap}}, "steps": ["STR new"] }""");
        JsonNode again = await Check($$"""{ {{Remap}}, "steps": {{first["recommended"]!.ToJsonString()}} }""");

        Assert.True(again["safe"]!.GetValue<bool>());
        Assert.Empty(again["removable"]!.AsArray());
        Assert.Empty(again["missing"]!.AsArray());
    }

    [Theory]
    [InlineData("\"STR new\", \"FOO\"", "steps", "steps[1]: Given 'FOO'")]
    [InlineData("\"STR new\", \"TLBI VAE9IS\"", "steps", "steps[1]: Given 'TLBI VAE9IS'")]
    [InlineData("7", "steps", "an array of instructions")]
    public async Task Steps_that_do_not_parse_are_named_by_their_index(string steps, string member, string says)
    {
        using var answer = await Post($$"""{ {{Remap}}, "steps": [{{steps}}] }""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![member]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_are_required_and_other_members_are_read_as_by_flush()
    {
        using var answer = await Post("""{"old":"x","new":"0x1","level":3,"bbm":0}""");

        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject();
        Assert.Equal(["old", "steps"], errors.Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"STR new\"")]
    [InlineData("[\"STR new\", null]")]
    [InlineData("[7]")]
    public async Task Steps_that_are_no_array_of_strings_are_an_error(string steps)
    {
        using var answer = await Post($$"""{ {{Remap}}, "steps": {{steps}} }""");

        string message = Assert.Single(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!["steps"]!.AsArray())!.GetValue<string>();
        Assert.Equal($"{(steps == "null" ? "Required" : $"Given {steps}")}. Accepted: an array of instructions, one string each.", message);
    }

    [Fact]
    public async Task An_unknown_member_is_an_error_that_lists_steps_among_the_accepted()
    {
        using var answer = await Post($$"""{ {{Remap}}, "steps": ["STR new"], "step": [] }""");

        Assert.EndsWith($"{QuestionMembers.All[^1].Name}, steps.", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!["step"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"old\":\"\\ud800\"}")]
    public async Task A_body_that_cannot_be_read_is_all_that_is_said(string body)
    {
        using var answer = await Post(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["body"], JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task More_than_64_steps_are_a_422_that_names_the_bound()
    {
        string steps = string.Join(',', Enumerable.Repeat("\"ISB\"", 65));

        using var answer = await Post($$"""{ {{Remap}}, "steps": [{{steps}}] }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("at most 64", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_tells_what_goes_wrong_if_an_answer_is_not_followed()
    {
        using var client = service.CreateClient();
        JsonNode remap = JsonNode.Parse(await client.GetStringAsync("/v1/flush?old=0x600007ff&new=0x700007ff&level=3&bbm=2&witness=true"))!;
        Assert.NotEmpty(remap["witness"]!["violations"]!.AsArray());
        JsonNode restrict = JsonNode.Parse(await client.GetStringAsync("/v1/flush?old=0x600007ff&new=0x6000077f&level=3&bbm=2&witness=true"))!;
        Assert.Contains(restrict["witness"]!["violations"]!.AsArray(), violation => violation!["property"]!.GetValue<string>() == "staleAtEnd");
        JsonNode map = JsonNode.Parse(await client.GetStringAsync("/v1/flush?old=0x0&new=0x6000077f&level=3&bbm=2&witness=true"))!;
        Assert.Null(map["witness"]);
    }

    private async Task<JsonNode> Check(string body)
    {
        using var answer = await Post(body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpResponseMessage> Post(string body)
    {
        using var client = service.CreateClient();
        return await client.PostAsync("/v1/check", new StringContent(body, Encoding.UTF8, "application/json"));
    }
}
