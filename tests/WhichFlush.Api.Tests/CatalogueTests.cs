using System.Net;
using System.Text.Json.Nodes;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.Tests;

/// <summary>The rule book and the decoder over HTTP.</summary>
public sealed class CatalogueTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task The_rule_book_is_served_row_by_row()
    {
        JsonNode book = await Get("/v1/rules");

        Assert.Equal(RuleTable.Version, book["rulesVersion"]!.GetValue<string>());
        Assert.Equal(RuleTable.Rules.Select(rule => rule.Id), book["rules"]!.AsArray().Select(rule => rule!["id"]!.GetValue<string>()));
        Assert.All(book["rules"]!.AsArray(), rule => Assert.NotEmpty(rule!["cites"]!.AsArray()));
    }

    [Theory]
    [InlineData("9a", "9a")]
    [InlineData("9A", "9a")]
    [InlineData("RKHRBC", "15")]
    public async Task A_rule_is_found_by_row_and_by_citation(string id, string row) =>
        Assert.Equal(row, (await Get($"/v1/rules/{id}"))["id"]!.GetValue<string>());

    [Fact]
    public async Task An_unknown_rule_is_a_404_that_lists_the_rows()
    {
        using var client = service.CreateClient();
        using var answer = await client.GetAsync("/v1/rules/99");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Given '99'. Accepted: a row, 1, 2, 3", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_descriptor_is_decoded_field_by_field_with_its_traps()
    {
        JsonNode page = await Get("/v1/decode?value=0x4001050000f7ff&level=3&features=FEAT_XNX");

        Assert.Equal(("Page", "0x1050000f000", "0x1000"), (Text(page["kind"]), Text(page["address"]), Text(page["maps"])));
        JsonNode xn = Field(page, "XN[1:0]"), oa = Field(page, "SH");
        Assert.Equal(("54:53", "0x2", "execute-never"), (Text(xn["bits"]), Text(xn["raw"]), Text(xn["text"])));
        Assert.Contains("OA[51:50] with DS = 1 (4K and 16K)", oa["elsewhere"]!.AsArray().Select(Text));
        JsonNode block = await Get("/v1/decode?value=0x600107fd&level=2&bbm=1");
        Assert.Equal("not to be cached", Text(Field(block, "nT")["text"]));
        Assert.Equal("Invalid", Text((await Get("/v1/decode?value=0x2&level=3"))["kind"]));
    }

    [Theory]
    [InlineData("level=3", "value")]
    [InlineData("value=0x1", "level")]
    [InlineData("value=zz&level=3", "value")]
    [InlineData("value=0x1&value=0x2&level=3", "value")]
    [InlineData("value=0x1&level=0&granule=64k", "level")]
    [InlineData("value=0x1&level=3&old=0x1", "old")]
    public async Task A_wrong_question_to_decode_names_its_member(string query, string member)
    {
        using var client = service.CreateClient();
        using var answer = await client.GetAsync("/v1/decode?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject().ContainsKey(member));
    }

    private async Task<JsonNode> Get(string path)
    {
        using var client = service.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync(path))!;
    }

    private static JsonNode Field(JsonNode answer, string name) => answer["fields"]!.AsArray().Single(field => Text(field!["field"]) == name)!;

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
