using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>Batches whole or in pieces, with good and bad items.</summary>
public sealed class BatchTests(Service service) : IClassFixture<Service>
{
    private const string Lines = "application/x-ndjson";
    private const string Good = """{"old":"0x600007ff","new":"0x6000077f","level":3,"bbm":2,"address":"0x8000000000"}""";
    private const string Wrong = """{"old":"0x600007ff","new":"0x6000077f","level":9,"bbm":2}""";

    [Theory]
    [InlineData(Lines, Good + "\n" + Wrong + "\r\n\n" + "{\"old\":\"\u00e9\\u0030\"}\n" + Good)]
    [InlineData("application/json", " [ " + Good + " , " + Wrong + " ,\"a\\\"]\",[1,{\"b\":\"}\"}], " + Good + "\r\n] ")]
    public async Task Where_the_body_is_cut_into_pieces_makes_no_difference(string mediaType, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        string whole = Encoding.UTF8.GetString(await BatchRunner.Answer(body, mediaType));

        for (int chunk = 1; chunk < body.Length; chunk++)
        {
            Assert.Equal(whole, Encoding.UTF8.GetString(await BatchRunner.Answer(body, mediaType, chunk: chunk)));
        }

        Assert.EndsWith("[\"RGPPYH\"],\"conditionCount\":3,\"warningCount\":0}", whole.TrimEnd('\n', ']'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 32)]
    [InlineData("?layout=1", 32)]
    [InlineData("?layout=2", 48)]
    public async Task Records_may_be_cut_anywhere_and_the_last_one_short(string query, int size)
    {
        byte[] record = Convert.FromHexString("fff7005001004000" + "7ff7005001004000" + "0000000080000000" + "0000" + "0100" + "03020000");
        byte[] wrong = [.. record[..28], 9, .. record[29..]];
        byte[] body = [.. record, .. wrong, .. record, 1, 2, 3];
        byte[] whole = await BatchRunner.Answer(body, "application/octet-stream", query);
        for (int chunk = 1; chunk < body.Length; chunk++)
        {
            Assert.Equal(whole, await BatchRunner.Answer(body, "application/octet-stream", query, chunk));
        }

        Assert.Equal(4 * size, whole.Length);
        Assert.Equal((0, 1, 0, 2), (whole[0], whole[size], whole[2 * size], whole[3 * size]));
        Assert.Equal(1UL << 2, BitConverter.ToUInt64(whole, size + 8));
        Assert.All(whole[(size + 16)..(2 * size)], value => Assert.Equal(0, value));
        Assert.All(whole[((3 * size) + 1)..], value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task Line_ends_and_blank_lines_are_no_items()
    {
        JsonNode[] answers = await AnswerLines($"\n{Good}\r\n\r\n  \n\t{Good}\n\n{Good}");

        Assert.Equal([0, 1, 2], answers.Select(answer => answer["index"]!.GetValue<int>()));
        Assert.All(answers, answer => Assert.Equal("writeThenInvalidate", answer["verdict"]!.GetValue<string>()));
        Assert.Empty(await AnswerLines(""));
        Assert.Empty(await AnswerLines("\r\n"));
        Assert.Equal("[]", Encoding.UTF8.GetString(await BatchRunner.Answer("[ ]"u8.ToArray(), "application/json")));
    }

    [Fact]
    public async Task Bad_items_are_answered_in_their_place_and_the_rest_goes_on()
    {
        byte[] invalid = [.. "{\"old\":\""u8, 0xff, .. "\"}\n"u8];
        byte[] body = [.. Encoding.UTF8.GetBytes(Wrong + "\nnonsense\n"), .. invalid, .. Encoding.UTF8.GetBytes("{}{}\n[]\n" + Good)];

        JsonNode[] answers = Parse(await BatchRunner.Answer(body, Lines));

        Assert.Equal(6, answers.Length);
        Assert.Contains("-1 to 3", Message(answers[0], "level"), StringComparison.Ordinal);
        Assert.Contains("Not JSON", Message(answers[1], "body"), StringComparison.Ordinal);
        Assert.Contains("UTF-8", Message(answers[2], "body"), StringComparison.Ordinal);
        Assert.Contains("Not JSON", Message(answers[3], "body"), StringComparison.Ordinal);
        Assert.Contains("an object", Message(answers[4], "body"), StringComparison.Ordinal);
        Assert.Equal(5, answers[5]["index"]!.GetValue<int>());
        Assert.True(answers[5]["mayProceed"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(3 << 20)]
    public async Task A_line_of_a_mebibyte_is_an_error_and_not_the_end(int length)
    {
        JsonNode[] answers = await AnswerLines($"{Good}\n{new string('x', length)}\n{Good}\n", chunk: 4096);

        Assert.Equal(3, answers.Length);
        Assert.Contains(length > 1 << 20 ? "Longer than 1048576" : "Not JSON", Message(answers[1], "body"), StringComparison.Ordinal);
        Assert.NotNull(answers[2]["verdict"]);
    }

    [Fact]
    public async Task A_long_item_of_an_array_is_an_error_and_not_the_end()
    {
        string body = $"[{Good},\"{new string('x', 2 << 20)}\",{Good}]";

        JsonArray answers = JsonNode.Parse(await BatchRunner.Answer(Encoding.UTF8.GetBytes(body), "application/json", chunk: 4096))!.AsArray();

        Assert.Equal(3, answers.Count);
        Assert.Contains("Longer than", Message(answers[1]!, "body"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1,]", 2)]
    [InlineData("[1", 1)]
    [InlineData("[1}]", 2)]
    [InlineData("[1],", 2)]
    [InlineData("[1,{\"a\":", 2)]
    public async Task What_is_no_array_any_more_ends_with_an_error(string body, int items)
    {
        JsonArray answers = JsonNode.Parse(await BatchRunner.Answer(Encoding.UTF8.GetBytes(body), "application/json"))!.AsArray();

        Assert.Equal(items, answers.Count);
        Assert.Contains("belongs to no item", Message(answers[^1]!, "body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_members_stand_in_the_query_and_only_there()
    {
        JsonNode[] answers = Parse(await BatchRunner.Answer(Encoding.UTF8.GetBytes("""{"old":"0x600007ff","new":"0x0","level":3}""" + "\n" + Good), Lines, "?bbm=2"));

        Assert.Equal("writeThenInvalidate", answers[0]["verdict"]!.GetValue<string>());
        Assert.Contains("in the query string and in the item", Message(answers[1], "bbm"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_in_an_item_is_as_not_given()
    {
        JsonNode[] answers = Parse(await BatchRunner.Answer(Encoding.UTF8.GetBytes("""
            {"old":"0x600007ff","new":"0x0","level":3,"bbm":null,"asid":null}
            {"old":"0x600007ff","new":"0x0","level":null}
            """), Lines, "?bbm=2"));

        Assert.Equal("writeThenInvalidate", answers[0]["verdict"]!.GetValue<string>());
        Assert.Equal("Required. Accepted: an integer, -1 to 3.", Message(answers[1], "level"));
    }

    [Theory]
    [InlineData("?detail=long", Lines, HttpStatusCode.BadRequest)]
    [InlineData("?detail=", Lines, HttpStatusCode.BadRequest)]
    [InlineData("?detail=full&detail=full", Lines, HttpStatusCode.BadRequest)]
    [InlineData("?detail=full", "application/octet-stream", HttpStatusCode.BadRequest)]
    [InlineData("?layout=2", Lines, HttpStatusCode.BadRequest)]
    [InlineData("?layout=1", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("?layout=0", "application/octet-stream", HttpStatusCode.BadRequest)]
    [InlineData("?layout=3", "application/octet-stream", HttpStatusCode.BadRequest)]
    [InlineData("?layout=", "application/octet-stream", HttpStatusCode.BadRequest)]
    [InlineData("?bbm=7", Lines, HttpStatusCode.BadRequest)]
    [InlineData("?nonsense=1", Lines, HttpStatusCode.BadRequest)]
    [InlineData("", "text/csv", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    public async Task A_request_that_is_wrong_as_a_whole_is_a_problem(string query, string mediaType, HttpStatusCode expected)
    {
        using var client = service.CreateClient();

        using var answer = await client.PostAsync("/v1/flush/batch" + query, new StringContent("{}", Encoding.UTF8, mediaType));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Over_HTTP_the_answer_has_the_media_type_of_the_request()
    {
        using var client = service.CreateClient();

        using var answer = await client.PostAsync("/v1/flush/batch", new StringContent(Good, Encoding.UTF8, Lines));

        Assert.Equal(Lines, answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("{\"index\":0,\"mayProceed\":true", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<JsonNode[]> AnswerLines(string body, int chunk = int.MaxValue) =>
        Parse(await BatchRunner.Answer(Encoding.UTF8.GetBytes(body), Lines, chunk: chunk));

    private static JsonNode[] Parse(byte[] lines) =>
        [.. Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static string Message(JsonNode answer, string member)
    {
        JsonObject errors = answer["error"]!["errors"]!.AsObject();
        Assert.True(errors.ContainsKey(member), errors.ToJsonString(new JsonSerializerOptions()));
        return errors[member]![0]!.GetValue<string>();
    }
}
