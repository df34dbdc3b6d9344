using System.Net;
using System.Text.Json;

namespace WhichFlush.Api.Tests;

public sealed class TlbiTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task All_operations_are_listed()
    {
        var list = await Get("/v1/tlbi");

        Assert.Equal(166, list.GetArrayLength());
        Assert.All(list.EnumerateArray(), each =>
        {
            Assert.NotEmpty(each.GetProperty("op").GetString()!);
            Assert.NotEmpty(each.GetProperty("regime").GetString()!);
            Assert.NotEmpty(each.GetProperty("removes").GetString()!);
            Assert.Equal(JsonValueKind.Array, each.GetProperty("features").ValueKind);
        });
    }

    [Theory]
    [InlineData("scope=outer&operand=physical", 2)]
    [InlineData("operand=asid", 6)]
    [InlineData("scope=local&operand=physical", 0)]
    public async Task The_list_can_be_filtered(string query, int count) => Assert.Equal(count, (await Get($"/v1/tlbi?{query}")).GetArrayLength());

    [Theory]
    [InlineData("VAE1IS")]
    [InlineData("vae1is")]
    public async Task An_operation_is_found_in_any_case(string op)
    {
        var found = await Get($"/v1/tlbi/{op}");

        Assert.Equal("VAE1IS", found.GetProperty("op").GetString());
        Assert.Equal("""{"op0":1,"op1":0,"crn":8,"crm":3,"op2":1}""", found.GetProperty("encoding").GetRawText());
        Assert.Equal("address", found.GetProperty("operand").GetString());
        Assert.Equal("inner", found.GetProperty("scope").GetString());
        Assert.Equal("0xd5088320", found.GetProperty("word").GetString());
    }

    [Theory]
    [InlineData("/v1/tlbi/VAE1SI")]
    [InlineData("/v1/tlbi/VAE1SI/operand?nonsense=1")]
    public async Task An_unknown_operation_is_a_404_that_names_the_nearest(string path)
    {
        var problem = await Get(path, HttpStatusCode.NotFound);

        Assert.Contains("'VAE1SI'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("VAE1IS", problem.GetProperty("nearest")[0].GetString());
    }

    [Fact]
    public async Task A_raw_address_is_recognized_and_put_right()
    {
        var answer = await Get("/v1/tlbi/VAE1IS/operand?value=0xffff800080000000");

        Assert.False(answer.GetProperty("valid").GetBoolean());
        Assert.Equal(["rawAddress", "addressBitsInAsid", "addressBitsInTtl"], Strings(answer, "faults", "code"));
        Assert.Equal(["", "63:48", "47:44"], Strings(answer, "faults", "bits"));
        Assert.Equal(["ASID<<48 | 0xff800080000"], Strings(answer, "operands", "operand"));
    }

    [Theory]
    [InlineData("VAE1IS", "address=0xffff800080000000&asid=7", "0x70ff800080000")]
    [InlineData("VAE1IS", "address=18446603338368679936&asid=7&level=3", "0x77ff800080000")]
    [InlineData("VAE1IS", "address=0xffff800080000000&asid=7&level=3&ttl=false", "0x70ff800080000")]
    [InlineData("VAE2", "address=0x1000&asid=7", "0x1")]
    [InlineData("VAE2", "address=0x1000&asid=7&regime=el20", "0x7000000000001")]
    [InlineData("IPAS2E1IS", "address=0x1000&ns=true", "0x8000000000000001")]
    [InlineData("RVALE1IS", "address=0x200000000000&pages=16&asid=7&level=3", "0x743e200000000")]
    [InlineData("RVALE1IS", "address=0x200000000000&size=0x10000&asid=7&level=3", "0x743e200000000")]
    [InlineData("RVALE1IS", "address=0x200000000000&pages=3&asid=7&level=3&granule=16k", "0x7806080000000 0x7b00200000008")]
    [InlineData("VMALLE1", "", "")]
    public async Task Operands_are_built(string op, string query, string expected)
    {
        var answer = await Get($"/v1/tlbi/{op}/operand?{query}");

        Assert.True(answer.GetProperty("valid").GetBoolean());
        Assert.Equal(expected, string.Join(' ', Strings(answer, "operands", "value")));
        Assert.Equal(expected.Split(' ')[0], answer.GetProperty("value").GetString() ?? "");
    }

    [Fact]
    public async Task What_is_not_known_is_left_symbolic()
    {
        var answer = await Get("/v1/tlbi/VAE1IS/operand");

        Assert.Equal(["ASID<<48 | VA[55:12]"], Strings(answer, "operands", "operand"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("operands")[0].GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task A_value_is_judged_by_the_parts_that_are_given()
    {
        const string Value = "/v1/tlbi/VAE1IS/operand?value=0x7700200000000";

        Assert.True((await Get(Value)).GetProperty("valid").GetBoolean());
        Assert.Equal(["hintForOtherGranule"], Strings(await Get($"{Value}&granule=16k"), "faults", "code"));
        Assert.Equal(["wrongAsid", "hintForOtherLevel"], Strings(await Get($"{Value}&asid=8&level=2"), "faults", "code"));
        Assert.Equal(["rangeTooShort"], Strings(await Get("/v1/tlbi/RVAE1IS/operand?value=0x743e200000000&pages=17&address=0x200000000000"), "faults", "code"));
    }

    [Theory]
    [InlineData("/v1/tlbi?scope=all", "scope")]
    [InlineData("/v1/tlbi?Scope=inner", "Scope")]
    [InlineData("/v1/tlbi/VAE1IS?value=1", "value")]
    [InlineData("/v1/tlbi/VAE1IS/operand?asid=65536&ds=1&granule=4K&level=4&value=0xg&nonsense=1", "asid ds granule level nonsense value")]
    [InlineData("/v1/tlbi/VAE1IS/operand?value=-1", "value")]
    [InlineData("/v1/tlbi/VAE1IS/operand?value=", "value")]
    [InlineData("/v1/tlbi/VAE1IS/operand?value=1&value=2", "value")]
    [InlineData("/v1/tlbi/RVAE1IS/operand?address=0x1000", "pages")]
    [InlineData("/v1/tlbi/RVAE1IS/operand?pages=0", "pages")]
    [InlineData("/v1/tlbi/RVAE1IS/operand?pages=0xffffffffffffffff", "pages")]
    [InlineData("/v1/tlbi/RVAE1IS/operand?pages=1&size=4096", "size")]
    [InlineData("/v1/tlbi/IPAS2E1IS/operand?address=0x10000000000000&granule=64k&level=0", "address level")]
    public async Task Everything_that_is_wrong_is_named_at_once(string path, string members)
    {
        var problem = await Get(path, HttpStatusCode.BadRequest);

        var errors = problem.GetProperty("errors").EnumerateObject().ToList();
        Assert.Equal(members, string.Join(' ', errors.Select(error => error.Name).Order(StringComparer.Ordinal)));
        Assert.All(errors, error => Assert.Contains("Accepted", error.Value[0].GetString(), StringComparison.Ordinal));
    }

    private static string[] Strings(JsonElement answer, string list, string member) =>
        [.. answer.GetProperty(list).EnumerateArray().Select(each => each.GetProperty(member).GetString()!)];

    private async Task<JsonElement> Get(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = service.CreateClient();
        using var answer = await client.GetAsync(path);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }
}
