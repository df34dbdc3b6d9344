using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests;

/// <summary>Members of a question that change the verdict of <c>/v1/check</c>, and what <c>/v1/flush</c> says of them.</summary>
public sealed class CheckMemberTests(Service service) : IClassFixture<Service>
{
    private const string Unmap = """ "old":"0x60000090001f43","new":"0x0","level":3,"stage":1,"address":"0x1000123000","asid":7 """;
    private const string Guest = """ "old":"0x600007ff","new":"0x0","level":3,"stage":2,"bbm":0,"address":"0x8000000000" """;
    private const string GuestSteps = """ "steps":["STR new","DSB ISHST","TLBI IPAS2LE1IS","DSB ISH","TLBI VMALLE1IS","DSB ISH","ISB"] """;

    /// <summary>Cases about parts of a span that the model does not look at yet.</summary>
    private static readonly string[] NotYetJudged =
    [
        "hand-table-upper-half-range", "hand-table1-with-tables-below", "hand-run-15-ops-explicit", "hand-s2-run-half", "hand-bbm-table-to-block-partial",
        "hand-run-bbm-partial", "hand-run-two-ops", "hand-granule16k-run-32", "hand-split-oa-behind-invalid-child",
    ];

    [Fact]
    public async Task Sequences_judged_by_herd7_by_litmus_suites_and_by_hand_are_judged_alike()
    {
        var failures = new List<string>();
        IReadOnlyList<Vector> cases = Vectors.Read("check-cases");
        foreach (Vector one in cases.Where(one => !NotYetJudged.Contains(one.Id, StringComparer.Ordinal)))
        {
            JsonNode answer = await Post("/v1/check", one.Request.GetRawText());
            if (answer["safe"]?.GetValue<bool>() != one.Expect.GetProperty("safe").GetBoolean())
            {
                failures.Add($"{one.Id}: {one.Expect}, got {answer.ToJsonString()} ({one.Member("why")})");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(466, cases.Count);
    }

    [Fact]
    public async Task A_missing_repeat_is_unsafe_and_names_the_erratum()
    {
        JsonNode once = await Check($$"""{ {{Unmap}}, "cpu":"Neoverse-N1", "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","ISB"] }""");
        JsonNode twice = await Check($$"""{ {{Unmap}}, "cpu":"Neoverse-N1", "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","TLBI VALE1IS, 0x0","DSB ISH","ISB"] }""");
        JsonNode other = await Check($$"""{ {{Unmap}}, "bbm":0, "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","ISB"] }""");

        JsonNode violation = Assert.Single(once["violations"]!.AsArray())!;
        Assert.False(once["safe"]!.GetValue<bool>());
        Assert.Equal("staleAtEnd", violation["property"]!.GetValue<string>());
        Assert.Contains("CVE-2025-10263", violation["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("CVE-2025-10263", violation["errata"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.True(twice["safe"]!.GetValue<bool>());
        Assert.Empty(twice["removable"]!.AsArray());
        Assert.True(other["safe"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("0x60000090001f43", "0x60000090001fc3", 3)]
    [InlineData("0x60000080000f41", "0x45001003", 2)]
    public async Task A_direct_change_under_3683289_is_unsafe_and_names_it(string old, string @new, int level)
    {
        string steps = """ "steps":["STR new","DSB ISHST","TLBI VMALLE1IS","DSB ISH","TLBI VMALLE1IS","DSB ISH","ISB"] """;
        string change = $$""" "old":"{{old}}","new":"{{@new}}","level":{{level}},"stage":1,"address":"0x80200000","asid":7,"sameMapping":true """;
        JsonNode affected = await Check($$"""{ {{change}}, "cpu":"0x411fd8c0", {{steps}} }""");
        JsonNode other = await Check($$"""{ {{change}}, "bbm":2, {{steps}} }""");

        JsonNode violation = affected["violations"]!.AsArray().Single(one => one!["property"]!.GetValue<string>() == "twoTruthsInTlb")!;
        Assert.Contains("3683289", violation["errata"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Contains("Erratum 3683289", violation["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(other["safe"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_conditions_of_the_change_and_of_the_operations_are_in_the_answer()
    {
        JsonNode one = await Check($$"""{ {{Unmap}}, "bbm":0, "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","ISB"] }""");
        JsonNode all = await Check($$"""{ {{Unmap}}, "bbm":0, "steps":["STR new","DSB ISHST","TLBI VAALE1IS","DSB ISH","ISB"] }""");
        JsonNode named = await Check($$"""{ {{Unmap}}, "bbm":0, "asids":[7], "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","ISB"] }""");

        JsonNode global = await Check($$"""{ {{Unmap.Replace("1f43", "1743", StringComparison.Ordinal)}}, "bbm":0, "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","ISB"] }""");

        Assert.Contains("oneAsid", Codes(one, "conditions"));
        Assert.Contains("lastOfItsKind", Codes(one, "conditions"));
        Assert.DoesNotContain("oneAsid", Codes(all, "conditions"));
        Assert.DoesNotContain("oneAsid", Codes(named, "conditions"));
        Assert.DoesNotContain("oneAsid", Codes(global, "conditions"));
        Assert.DoesNotContain("runsAtEl2", Codes(one, "conditions"));
    }

    [Fact]
    public async Task Where_the_sequence_runs_decides_what_it_may_execute()
    {
        JsonNode unknown = await Check($$"""{ {{Guest}}, {{GuestSteps}} }""");
        JsonNode el1 = await Check($$"""{ {{Guest}}, "runsAt":"el1", {{GuestSteps}} }""");
        JsonNode el2 = await Check($$"""{ {{Guest}}, "runsAt":"el2", {{GuestSteps}} }""");
        JsonNode flush = await Post("/v1/flush", $$"""{ {{Guest}} }""");
        JsonNode flushAtEl1 = await Post("/v1/flush", $$"""{ {{Guest}}, "runsAt":"el1" }""");
        JsonNode flushAtEl2 = await Post("/v1/flush", $$"""{ {{Guest}}, "runsAt":"el2" }""");

        Assert.True(unknown["safe"]!.GetValue<bool>());
        Assert.Contains("runsAtEl2", Codes(unknown, "conditions"));
        Assert.Equal(["undefinedHere"], el1["violations"]!.AsArray().Select(one => one!["property"]!.GetValue<string>()));
        Assert.True(el2["safe"]!.GetValue<bool>());
        Assert.DoesNotContain("runsAtEl2", Codes(el2, "conditions"));
        Assert.Contains("runsAtEl2", Codes(flush, "conditions"));
        Assert.Contains("undefinedHere", Codes(flushAtEl1, "conditions"));
        Assert.DoesNotContain("undefinedHere", Codes(el1, "conditions"));
        Assert.DoesNotContain("runsAtEl2", Codes(flushAtEl2, "conditions"));
    }

    [Fact]
    public async Task A_cleared_Access_flag_is_benign_and_is_not_called_unmapped()
    {
        const string Clear = """ "old":"0x60000090001f53","new":"0x60000090001b53","level":3,"stage":1,"bbm":0,"address":"0x1000123000","asid":7 """;
        JsonNode answer = await Check($$"""{ {{Clear}}, "steps":["STR new","DSB ISHST","ISB"] }""");
        JsonNode flush = await Post("/v1/flush", $$"""{ {{Clear}} }""");

        JsonNode stale = Assert.Single(answer["violations"]!.AsArray())!;
        Assert.False(answer["safe"]!.GetValue<bool>());
        Assert.Equal("staleAtEnd", stale["property"]!.GetValue<string>());
        Assert.True(stale["benign"]!.GetValue<bool>());
        Assert.DoesNotContain("unmap", flush["summary"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("stays due", flush["summary"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_store_is_a_lost_update_where_a_compare_and_swap_is_due()
    {
        JsonNode answer = await Check($$"""{ {{Unmap}}, "bbm":0, "sharedWalk":true, "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","ISB"] }""");

        Assert.Equal(["lostUpdate"], answer["violations"]!.AsArray().Select(one => one!["property"]!.GetValue<string>()));
        Assert.StartsWith("CAS old", answer["recommended"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Walks_that_are_not_coherent_ask_for_a_clean_of_the_entry()
    {
        JsonNode dirty = await Check($$"""{ {{Unmap}}, "bbm":0, "walksCoherent":false, "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH","ISB"] }""");
        JsonNode clean = await Check($$"""{ {{Unmap}}, "bbm":0, "walksCoherent":false, "steps":{{dirty["recommended"]!.ToJsonString()}} }""");

        Assert.False(dirty["safe"]!.GetValue<bool>());
        Assert.Contains("Point of Coherency", dirty["violations"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["STR new", "DC CVAC entry", "DSB ISH"], dirty["recommended"]!.AsArray().Take(3).Select(step => step!.GetValue<string>()));
        Assert.True(clean["safe"]!.GetValue<bool>());
        Assert.Empty(clean["missing"]!.AsArray());
        Assert.Empty(clean["removable"]!.AsArray());
    }

    [Theory]
    [InlineData("0x60000090001f43", "", true)]
    [InlineData("0x60000090001f43", ",\"features\":[\"FEAT_ETS2\"]", false)]
    [InlineData("0x60000090001b43", "", false)]
    public async Task An_entry_that_was_just_made_valid_may_still_fault(string @new, string more, bool hazard)
    {
        JsonNode flush = await Post("/v1/flush", $$"""{ "old":"0x0","new":"{{@new}}","level":3,"stage":1,"bbm":0 {{more}} }""");

        Assert.Equal(hazard, Codes(flush, "hazards").Contains("spuriousTranslationFault"));
    }

    [Fact]
    public async Task With_ETS2_no_ISB_is_recommended_where_nothing_is_executable()
    {
        const string NoExecute = """ "old":"0x60000090001f43","new":"0x0","level":3,"stage":1,"bbm":0,"address":"0x1000123000","asid":7,"features":["FEAT_ETS2"] """;
        JsonNode answer = await Check($$"""{ {{NoExecute}}, "steps":["STR new","DSB ISHST","TLBI VALE1IS","DSB ISH"] }""");

        Assert.True(answer["safe"]!.GetValue<bool>());
        Assert.Empty(answer["missing"]!.AsArray());
        Assert.DoesNotContain("ISB", answer["recommended"]!.AsArray().Select(step => step!.GetValue<string>()));
    }

    private static IEnumerable<string> Codes(JsonNode answer, string member) => answer[member]!.AsArray().Select(one => one!["code"]!.GetValue<string>());

    private Task<JsonNode> Check(string body) => Post("/v1/check", body);

    private async Task<JsonNode> Post(string endpoint, string body)
    {
        using HttpClient client = service.CreateClient();
        using HttpResponseMessage answer = await client.PostAsync(endpoint, new StringContent(body, Encoding.UTF8, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
