using System.Text.Json.Nodes;

namespace WhichFlush.Api.Tests;

/// <summary><c>GET /v1/decode</c>: the inputs that decide what bits mean.</summary>
public sealed class DecodeTests(Service service) : IClassFixture<Service>
{
    /// <summary>The stage has a default, whatever bits are set: one value does not change.</summary>
    [Theory]
    [InlineData("value=0x60000090001f53&level=3")]
    [InlineData("value=0x2000000040005003&level=2")]
    public async Task A_value_needs_no_stage(string query) => Assert.NotNull((await Decode(query))["fields"]);

    [Theory]
    [InlineData("value=0x6000000040005003&level=2&stage=1&bbm=0", "APTable")]
    [InlineData("value=0x6000000040005003&level=2&stage=1&hpd=false", "APTable")]
    [InlineData("value=0x6000000040005003&level=2&stage=1&hpd=true", "ignored")]
    [InlineData("value=0x6000000040005003&level=2&stage=1&features=FEAT_S1PIE", "ignored")]
    [InlineData("value=0x6000000040005003&level=2&stage=1&features=FEAT_S1POE", "ignored")]
    public async Task Limits_that_are_off_are_ignored(string query, string field) => Assert.Equal(field, FieldAt(await Decode(query), 62));

    [Theory]
    [InlineData("features=FEAT_THE", "Contiguous")]
    [InlineData("features=FEAT_THE&pnch=false", "Contiguous")]
    [InlineData("features=FEAT_THE&pnch=true", "Protected")]
    public async Task Bit_52_is_what_PnCH_says(string context, string field) => Assert.Equal(field, FieldAt(await Decode($"value=0x10000040000f43&level=3&stage=1&{context}"), 52));

    [Theory]
    [InlineData("stage=1&features=FEAT_S1PIE", "1")]
    [InlineData("stage=1&features=FEAT_S1PIE&pir=0xe0&pire0=0x10", "1: EL1 rwx, EL0 r--")]
    [InlineData("stage=1&features=FEAT_S1PIE&pir=0x90&pire0=0x00", "1: EL1 r-- and GCS, EL0 ---")]
    [InlineData("stage=2&features=FEAT_S2PIE&s2pir=0x20", "1: r-, execute at no level; table walks may write")]
    [InlineData("stage=2&features=FEAT_S2PIE&s2pir=0xd0", "1: rw, execute at EL0")]
    public async Task A_permission_index_is_told_as_rights_where_the_registers_are_known(string context, string text)
    {
        JsonNode index = (await Decode($"value=0x400007c3&level=3&{context}"))["fields"]!.AsArray().Single(field => field!["field"]!.GetValue<string>() == "PIIndex")!;
        Assert.Equal(text, index["text"]!.GetValue<string>());
    }

    private static string FieldAt(JsonNode answer, int bit) => answer["fields"]!.AsArray()
        .Single(field => field!["bits"]!.GetValue<string>().Split(',').Any(range => Covers(range, bit)))!["field"]!.GetValue<string>();

    private static bool Covers(string range, int bit)
    {
        int[] ends = [.. range.Split(':').Select(int.Parse)];
        return bit <= ends[0] && bit >= ends[^1];
    }

    private async Task<JsonNode> Decode(string query)
    {
        using HttpClient client = service.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync($"/v1/decode?{query}"))!;
    }
}
