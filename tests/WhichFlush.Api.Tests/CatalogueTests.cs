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

    /// <summary>The same mistake reads alike on every endpoint.</summary>
    [Theory]
    [InlineData("/v1/rules?foo=1", "foo", "Unknown member. Accepted: none.")]
    [InlineData("/v1/rules/6?foo=1", "foo", "Unknown member. Accepted: none.")]
    [InlineData("/v1/tlbi?foo=1", "foo", "Unknown member. Accepted: scope, operand.")]
    [InlineData("/v1/tlbi/VAE1IS?foo=1", "foo", "Unknown member. Accepted: none.")]
    [InlineData("/v1/tlbi/VAE1IS/operand?foo=1", "foo", "Unknown member. Accepted: value, address, asid, level, granule, ds, ns, ttl, pages, size, regime.")]
    [InlineData("/v1/cpus?foo=1", "foo", "Unknown member. Accepted: name, implementer, capability.")]
    [InlineData("/v1/cpus/Cortex-X4?foo=1", "foo", "Unknown member. Accepted: none.")]
    [InlineData("/v1/registers?foo=1", "foo", "Unknown member. Accepted: name, value.")]
    [InlineData("/v1/decode?foo=1", "foo", "Unknown member. Accepted: value, level, stage, regime, security, granule, features, bbm, ds, ha, hd, fwb, wxn, mair, hpd, pnch, pir, pire0, s2pir.")]
    [InlineData("/v1/tlbi?scope=local&scope=inner", "scope", "Given more than once. Accepted: once.")]
    [InlineData("/v1/cpus?name=a&name=b", "name", "Given more than once. Accepted: once.")]
    [InlineData("/v1/registers?name=ID_AA64MMFR2_EL1&value=1&value=2", "value", "Given more than once. Accepted: once.")]
    [InlineData("/v1/decode?value=1&level=3&features=FEAT_TTL&features=FEAT_XNX", "features", "Given more than once. Accepted: once; lists are comma-separated.")]
    [InlineData("/v1/tlbi?scope=", "scope", "Empty. Accepted: local, inner, outer.")]
    [InlineData("/v1/cpus?name=", "name", "Empty. Accepted: part of a name.")]
    [InlineData("/v1/tlbi/VAE1IS/operand?asid=", "asid", "Empty. Accepted: an integer, 0 to 65535.")]
    [InlineData("/v1/registers?name=ID_AA64MMFR2_EL1&value=", "value", "Empty. Accepted: a 64-bit value, 0x0 to 0xffffffffffffffff, as a \"0x…\" string or a decimal integer.")]
    [InlineData("/v1/decode?value=&level=3", "value", "Empty. Accepted: a 64-bit value, 0x0 to 0xffffffffffffffff, as a \"0x…\" string or a decimal integer.")]
    [InlineData("/v1/registers?value=1", "name", "Required. Accepted: ID_AA64MMFR0_EL1, ID_AA64MMFR1_EL1, ID_AA64MMFR2_EL1, ID_AA64MMFR3_EL1, ID_AA64ISAR0_EL1, ID_AA64ISAR1_EL1, ID_AA64MMFR4_EL1, ID_AA64PFR0_EL1, ID_AA64PFR1_EL1, ID_AA64ISAR3_EL1.")]
    [InlineData("/v1/decode?value=1", "level", "Required. Accepted: an integer, -1 to 3.")]
    [InlineData("/v1/tlbi/VAE1IS/operand?ds=yes", "ds", "Given yes. Accepted: true or false.")]
    [InlineData("/v1/decode?value=1&level=3&ds=yes", "ds", "Given yes. Accepted: true or false.")]
    public async Task A_wrong_query_reads_alike_on_every_endpoint(string path, string member, string message)
    {
        using var client = service.CreateClient();
        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal([message], JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![member]!.AsArray().Select(Text));
    }

    private async Task<JsonNode> Get(string path)
    {
        using var client = service.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync(path))!;
    }

    private static JsonNode Field(JsonNode answer, string name) => answer["fields"]!.AsArray().Single(field => Text(field!["field"]) == name)!;

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
