using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests;

/// <summary><c>/v1/flush</c> over HTTP: answers, negotiation, caching, and errors of wrong questions.</summary>
public sealed class FlushTests(Service service) : IClassFixture<Service>
{
    private const string Restrict = "old=0x4001050000f7ff&new=0x4001050000f77f&level=3&bbm=2";

    [Theory]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("aarch64-paging")]
    public async Task A_sample_of_the_vectors_agrees_and_GET_and_POST_say_the_same(string file)
    {
        using var client = service.CreateClient();
        foreach (var vector in Vectors.ReadExpecting(file).Where((_, i) => i % 23 == 0))
        {
            using var posted = await client.PostAsync("/v1/flush", Json(vector.Request.GetRawText()));
            var answer = JsonNode.Parse(await posted.Content.ReadAsStringAsync())!;
            Assert.True(posted.StatusCode == HttpStatusCode.OK, $"{vector.Id}: {answer}");
            string got = await client.GetStringAsync("/v1/flush?" + QueryOf(vector.Request));
            Assert.True(JsonNode.DeepEquals(answer, JsonNode.Parse(got)), vector.Id);

            foreach (var expected in vector.Expect.EnumerateObject())
            {
                string value = expected.Name == "tlbiScope"
                    ? answer["tlbi"]!.AsArray().Select(tlbi => tlbi!["scope"]!.GetValue<string>()).FirstOrDefault("none")
                    : answer[expected.Name]!.ToJsonString();
                Assert.True(value.Equals(expected.Value.ToString(), StringComparison.OrdinalIgnoreCase),
                    $"{vector.Id} {vector.Request}: {expected.Name} expected {expected.Value}, got {value}");
            }
        }
    }

    [Fact]
    public async Task The_seed_story_is_answered_right()
    {
        JsonNode relax = await Ask("old=0x6000077f&new=0x600007ff&level=3&bbm=2");
        Assert.Equal("writeThenInvalidate", Text(relax["verdict"]));
        Assert.Equal(["IPAS2LE1", "VMALLE1"], relax["tlbi"]!.AsArray().Select(tlbi => Text(tlbi!["op"])));
        Assert.Equal("DSB NSH", Text(relax["tlbi"]![0]!["barrierAfter"]));
        Assert.Contains(relax["hazards"]!.AsArray(), hazard => Text(hazard!["code"]) == "spuriousPermissionFault");

        foreach (int bbm in new[] { 0, 1, 2, 3 })
        {
            JsonNode restrict = await Ask($"old=0x600007ff&new=0x6000077f&level=3&bbm={bbm}");
            Assert.All(restrict["tlbi"]!.AsArray(), tlbi => Assert.Equal("inner", Text(tlbi!["scope"])));
            JsonNode moved = await Ask($"old=0x600007ff&new=0x700007ff&level=3&bbm={bbm}");
            Assert.Equal("breakBeforeMake", Text(moved["verdict"]));
            JsonNode split = await Ask($"old=0x600007fd&new=0x40005003&level=2&bbm={bbm}");
            Assert.Equal(new[] { "breakBeforeMake", "viaNt", "writeThenInvalidate", "writeThenInvalidate" }[bbm], Text(split["verdict"]));
        }
    }

    [Fact]
    public async Task Values_are_accepted_in_every_form_of_the_contract()
    {
        using var client = service.CreateClient();
        string expected = await client.GetStringAsync("/v1/flush?old=0x400&new=0x0&level=3&bbm=0");
        foreach (string body in new[]
        {
            """{"old":"0x400","new":"0","level":3,"bbm":0}""",
            """{"old":1024,"new":0,"level":3,"bbm":0}""",
            """{"old":"1024","new":"0x0000000000000000000","level":3,"bbm":0}""",
            """{"old":"\u0030x400","n\u0065w":"0X0","level":3,"bbm":0}""",
            """{"old":"0x400","new":"0","level":3,"bbm":0,"stage":null,"features":null,"cpu":null,"asid":null,"stage":null}""",
            """ {"old" : "0x400" , "new" : "0" , "level" : 3 , "bbm" : 0 } """,
            "\uFEFF" + """{"old":"0x400","new":"0","level":3,"bbm":0}""",
        })
        {
            using var answer = await client.PostAsync("/v1/flush", Json(body));
            Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("new=0x1&level=3&bbm=0", "old", "Required. Accepted: a 64-bit value")]
    [InlineData("old=0xg&new=0x1&level=3&bbm=0", "old", "Given 0xg")]
    [InlineData("old=0x&new=0x1&level=3&bbm=0", "old", "Given 0x")]
    [InlineData("old=-1&new=0x1&level=3&bbm=0", "old", "Given -1")]
    [InlineData("old=0x10000000000000000&new=0x1&level=3&bbm=0", "old", "64-bit")]
    [InlineData("old=18446744073709551616&new=0x1&level=3&bbm=0", "old", "64-bit")]
    [InlineData("old=0x1&old=0x2&new=0x1&level=3&bbm=0", "old", "Given more than once. Accepted: once.")]
    [InlineData("old=0x0&new=0x1&level=3", "bbm", "0 to 3")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=4", "bbm", "Given 4")]
    [InlineData("old=0x0&new=0x1&level=4&bbm=0", "level", "-1 to 3")]
    [InlineData("old=0x0&new=0x1&level=-1&bbm=0", "level", "ds=true")]
    [InlineData("old=0x0&new=0x1&level=0&bbm=0&granule=64k", "level", "1 to 3")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&granule=8k", "granule", "4k, 16k, 64k")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&stage=3", "stage", "Given 3")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&regime=el1", "regime", "el10, el20, el2, el3")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&features=FEAT_TTL,FEAT_NONE", "features", "FEAT_NONE")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&fwb=yes", "fwb", "true or false")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&sharing=outer", "sharing", "FEAT_TLBIOS")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&sharing=single&smmu=1", "sharing", "smmu")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&asid=65536", "asid", "65535")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&address=0x10000000000000", "address", "52 bits")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&children=0x1", "children", "POST")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&run=0x1", "run", "POST")]
    [InlineData("old=&new=0x1&level=3&bbm=0", "old", "Empty. Accepted: a 64-bit value")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&features=FEAT_TTL&features=FEAT_XNX", "features", "Given more than once. Accepted: once; lists are comma-separated.")]
    [InlineData("old=0x0&new=0x1&level=3&bbm=0&nonsense=1", "nonsense", "Unknown member. Accepted: old, new, level")]
    [InlineData("old=0x0&new=0x1&Level=3&bbm=0", "Level", "Unknown member. Accepted: old, new, level")]
    public async Task A_wrong_query_is_a_400_that_names_member_given_and_accepted(string query, string member, string says)
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync("/v1/flush?" + query);

        await IsProblem(answer, HttpStatusCode.BadRequest, member, says);
    }

    [Theory]
    [InlineData("""{"old":1.5,"new":"0x1","level":3,"bbm":0}""", "old", "Given 1.5")]
    [InlineData("""{"old":1e3,"new":"0x1","level":3,"bbm":0}""", "old", "Given 1e3")]
    [InlineData("""{"old":18446744073709551616,"new":"0x1","level":3,"bbm":0}""", "old", "64-bit")]
    [InlineData("""{"old":true,"new":"0x1","level":3,"bbm":0}""", "old", "Given true")]
    [InlineData("""{"old":"0x1","new":null,"level":3,"bbm":0}""", "new", "Required. Accepted: a 64-bit value")]
    [InlineData("""{"old":"0x1","new":"0x1","level":3,"bbm":0,"features":["FEAT_TTL",null]}""", "features", "Given [\"FEAT_TTL\",null]")]
    [InlineData("""{"old":"0x1","new":"0x1","level":3,"bbm":0,"nonsense":null}""", "nonsense", "Unknown member")]
    [InlineData("""{"old":"0x1","new":"0x1","level":"3","bbm":0}""", "level", "an integer")]
    [InlineData("""{"old":"0x1","new":"0x1","level":3,"bbm":0,"fwb":"true"}""", "fwb", "true or false")]
    [InlineData("""{"old":"0x1","new":"0x1","level":3,"bbm":0,"features":"FEAT_TTL"}""", "features", "a list")]
    [InlineData("""{"old":"0x1","old":"0x2","new":"0x1","level":3,"bbm":0}""", "old", "Given more than once. Accepted: once.")]
    [InlineData("""{"old":"0x1","new":"0x1","level":3,"bbm":0,"children":["0x1"]}""", "children", "neither old nor new")]
    [InlineData("""{"old":"0x1","new":"0x1","level":3,"bbm":0,"steps":[]}""", "steps", "Unknown member. Accepted: old, new, level")]
    [InlineData("""[]""", "body", "an object")]
    [InlineData("""{"old":""", "body", "Not JSON")]
    [InlineData("", "body", "Not JSON")]
    public async Task A_wrong_body_is_a_400_that_names_member_given_and_accepted(string body, string member, string says)
    {
        using var client = service.CreateClient();

        using var answer = await client.PostAsync("/v1/flush", Json(body));

        await IsProblem(answer, HttpStatusCode.BadRequest, member, says);
    }

    [Fact]
    public async Task Several_errors_are_reported_together()
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync("/v1/flush?old=xyz&level=7&bbm=9&foo=1");

        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(["bbm", "foo", "level", "new", "old"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Query_members_beside_a_body_and_other_media_types_are_refused()
    {
        using var client = service.CreateClient();
        using var beside = await client.PostAsync("/v1/flush?bbm=2", Json("""{"old":"0x1","new":"0x1","level":3,"bbm":0}"""));
        await IsProblem(beside, HttpStatusCode.BadRequest, "bbm", "in the body only");

        using var csv = await client.PostAsync("/v1/flush", new StringContent("old,new", Encoding.UTF8, "text/csv"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, csv.StatusCode);
        Assert.Equal("application/problem+json", csv.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("text/plain", "text/plain")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/*;q=0.9, application/json;q=0.1", "text/plain")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", "application/json")]
    [InlineData("application/json;q=0, */*", "text/plain")]
    public async Task The_format_is_negotiated(string accept, string expected)
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        using var answer = await client.GetAsync("/v1/flush?" + Restrict);

        Assert.Equal(expected, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Accept", answer.Headers.Vary);
    }

    [Fact]
    public async Task A_format_that_there_is_not_is_a_406_problem()
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "image/png");

        using var answer = await client.GetAsync("/v1/flush?" + Restrict);

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Text_is_a_report_of_80_columns_with_the_verdict_first()
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/plain");
        foreach (var vector in Vectors.Read("linux-kvm-stage2").Where((_, i) => i % 17 == 0))
        {
            string report = await client.GetStringAsync("/v1/flush?" + QueryOf(vector.Request));

            Assert.Matches("^(noChange|writeOnly|writeThenInvalidate|viaNt|breakBeforeMake): ", report);
            Assert.DoesNotContain(report.Split('\n'), line => line.Length > 80);
        }
    }

    [Fact]
    public async Task Answers_to_GET_may_be_cached_and_are_not_sent_twice()
    {
        using var client = service.CreateClient();
        using var first = await client.GetAsync("/v1/flush?" + Restrict);
        Assert.True(first.Headers.CacheControl!.Public);
        Assert.True(first.Headers.CacheControl.MaxAge >= TimeSpan.FromDays(1));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/flush?" + Restrict);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);

        using var other = new HttpRequestMessage(HttpMethod.Get, "/v1/flush?" + Restrict);
        other.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        other.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        using var text = await client.SendAsync(other);
        Assert.Equal(HttpStatusCode.OK, text.StatusCode);

        using var wrong = await client.GetAsync("/v1/flush?old=1");
        Assert.True(wrong.Headers.CacheControl!.NoStore);
        Assert.Null(wrong.Headers.ETag);
    }

    [Fact]
    public async Task What_was_given_is_not_listed_as_assumed()
    {
        JsonNode silent = await Ask(Restrict), said = await Ask(Restrict + "&sharing=inner&stage=2");
        Assert.Contains("sharing", silent["assumed"]!.AsArray().Select(assumed => Text(assumed!["member"])));
        Assert.DoesNotContain("sharing", said["assumed"]!.AsArray().Select(assumed => Text(assumed!["member"])));
    }

    [Fact]
    public async Task Parts_and_registers_tell_the_level_and_errata_act()
    {
        const string Split = "old=0x400100080007c5&new=0x4000005003&level=2";
        JsonNode noAbort = await Ask(Split + "&cpu=AmpereOne");
        Assert.Equal("writeThenInvalidate", Text(noAbort["verdict"]));
        Assert.DoesNotContain(noAbort["hazards"]!.AsArray(), hazard => Text(hazard!["code"]) == "tlbConflictAbort");

        JsonNode early = await Ask(Split + "&cpu=0x410fd831");
        Assert.Equal("breakBeforeMake", Text(early["verdict"]));
        Assert.Contains(early["reasons"]!.AsArray(), reason => Text(reason!["rule"]) == "3053180");
        Assert.Equal([false, true], early["tlbi"]!.AsArray().Select(tlbi => tlbi!["repeat"]!.GetValue<bool>()));
        Assert.Equal(2, early["sequence"]!.AsArray().Count(step => Text(step!["assembly"]) == "TLBI VMALLE1IS"));

        JsonNode mixed = await Ask(Split + "&cpu=Neoverse-V1,Neoverse-N1");
        Assert.Equal("breakBeforeMake", Text(mixed["verdict"]));
        JsonNode register = await Ask(Split + "&idAa64mmfr2=0x0010000000000000");
        Assert.Equal("viaNt", Text(register["verdict"]));
        JsonNode unknown = await Ask(Split + "&cpu=0x410f0000");
        Assert.Contains(unknown["conditions"]!.AsArray(), condition => Text(condition!["code"]) == "unknownCpu");
    }

    [Fact]
    public async Task An_RK3588_is_answered_with_the_errata_of_both_parts()
    {
        const string Moved = "old=0x40000fc3&new=0x40000040000fc3&level=3&stage=1&bbm=0&cpu=Cortex-A55,Cortex-A76";
        JsonNode answer = await Ask(Moved);

        Assert.Equal("writeThenInvalidate", Text(answer["verdict"]));
        Assert.True(answer["tlbi"]![0]!["repeat"]!.GetValue<bool>());
        Assert.Equal(
            ["CVE-2025-10263", "1286807", "2441007"],
            answer["reasons"]!.AsArray().Where(reason => Text(reason!["section"]) == "erratum").Select(reason => Text(reason!["rule"])));
        Assert.Contains(answer["hazards"]!.AsArray(), hazard => Text(hazard!["code"]) == "speculativeAt" && Text(hazard["text"]).Contains("1165522, 1530923", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cpu=Cortex-A55,Cortex-A76", "the level of Cortex-A55 (weakest revision), Cortex-A76 (weakest revision) is not known, and 0 is always correct")]
    [InlineData("cpu=Cortex-A53", "the level of Cortex-A53 is not known")]
    public async Task The_level_has_to_be_given_where_no_source_tells_it(string cpu, string says)
    {
        using var client = service.CreateClient();
        using var answer = await client.GetAsync($"/v1/flush?old=0x0&new=0x1&level=3&{cpu}");

        await IsProblem(answer, HttpStatusCode.BadRequest, "bbm", says);
        for (int bbm = 0; bbm <= 3; bbm++)
        {
            await Ask($"old=0x0&new=0x1&level=3&{cpu}&bbm={bbm}");
        }

        await Ask($"old=0x0&new=0x1&level=3&{cpu}&idAa64mmfr2=0x20000000000000");
        await Ask($"old=0x0&new=0x1&level=3&{cpu},Cortex-A72");
    }

    [Fact]
    public async Task Every_ID_register_is_a_member()
    {
        JsonNode answer = await Ask("old=0x0&new=0x1&level=3&bbm=0&idAa64mmfr4=0x0&idAa64pfr0=0x10000000000000&idAa64pfr1=0x200&idAa64isar3=0x100&idAa64mmfr1=0x2000000000");

        string reason = Assert.Single(answer["reasons"]!.AsArray().Select(reason => Text(reason!["text"])), text => text.Contains("Implemented", StringComparison.Ordinal));
        Assert.All(new[] { "FEAT_RME", "FEAT_MTE2", "FEAT_TLBIW", "FEAT_ETS2" }, feature => Assert.Contains(feature, reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CnP_that_cannot_be_used_is_a_warning()
    {
        JsonNode answer = await Ask("old=0x400000600007c3&new=0x0&level=3&bbm=0&cnp=true&cpu=NVIDIA Carmel");

        Assert.Equal("cnpUnusable", Text(Assert.Single(answer["warnings"]!.AsArray())!["code"]));
    }

    [Theory]
    [InlineData("cpu=Foo", "cpu", "nearest")]
    [InlineData("cpu=", "cpu", "Empty. Accepted: a list of names")]
    [InlineData("cpu=Neoverse-V1&bbm=0", "bbm", "contradicts cpu")]
    [InlineData("cpu=Neoverse-V1&bbm=0", "cpu", "contradicts bbm")]
    [InlineData("bbm=1&idAa64mmfr2=0x20000000000000", "idAa64mmfr2", "contradicts bbm")]
    [InlineData("idAa64isar0=0x0", "bbm", "or cpu or idAa64mmfr2")]
    public async Task Contradictions_between_capabilities_name_both_sides(string query, string member, string says)
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync("/v1/flush?old=0x0&new=0x1&level=3&" + query);

        await IsProblem(answer, HttpStatusCode.BadRequest, member, says);
    }

    [Fact]
    public async Task A_run_is_asked_for_with_all_its_members_and_its_stores_have_values()
    {
        string[] old = [.. Enumerable.Range(0, 16).Select(i => $"0x1000006000{i:x}7c3")], @new = [.. old.Select(raw => raw.Replace("7c3", "743", StringComparison.Ordinal))];
        JsonNode even = await PostRun(old, @new, asked: 2, ""","address":"0x8000002000" """);
        JsonNode store = even["sequence"]![0]!;
        Assert.Equal("16", store["count"]!.ToJsonString());
        Assert.Equal("""{"base":"0x10000060000743","step":"0x1000","count":16}""", store["values"]!.ToJsonString());
        Assert.Equal("0x10000060000743", Text(even["registers"]!["X1"]!["value"]));
        Assert.Null(even["registers"]!["X0"]!["value"]);
        Assert.Contains("0x8000000000", Text(even["registers"]!["X0"]!["meaning"]), StringComparison.Ordinal);

        @new[3] = "0x0";
        JsonNode one = await PostRun(old, @new, asked: 2, "");
        Assert.Equal(16, one["sequence"]![0]!["values"]!["list"]!.AsArray().Count);
        Assert.Null(one["sequence"]![0]!["values"]!["base"]);
        Assert.Contains("run.new[3]", (await PostRun(old, [.. @new[..3], "0x70000743", .. @new[4..]], asked: 2, ""))["warnings"]!.ToJsonString(), StringComparison.Ordinal);

        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/flush") { Content = Json(RunBody(old, @new, 2, ""","address":"0x8000002000" """)) };
        request.Headers.Accept.Add(new("text/plain"));
        using var text = await client.SendAsync(request);
        string report = await text.Content.ReadAsStringAsync();
        Assert.Contains("0x8000000000; it rises by 8", string.Join(' ', report.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain(report.Split('\n'), line => line.Length > 80);
    }

    [Theory]
    [InlineData("""{"old":[],"new":[]}""", "run", "Accepted at level 3 with the 4k granule: 16 of each")]
    [InlineData("""{"old":["0x1"]}""", "run", "two arrays")]
    [InlineData("""{"old":["0x1"],"new":["0x1"],"old":["0x1"]}""", "run", "two arrays")]
    [InlineData("""{"old":["0x1"],"new":["0x1"],"other":1}""", "run", "two arrays")]
    [InlineData("""{"old":["0x1","y"],"new":["0x1"]}""", "run", "old[1]: Given \"y\". Accepted: a 64-bit value")]
    [InlineData("""["0x1"]""", "run", "two arrays")]
    [InlineData("1", "run", "Given 1")]
    public async Task A_wrong_run_is_a_400_that_names_given_and_accepted(string run, string member, string says)
    {
        using var client = service.CreateClient();

        using var answer = await client.PostAsync("/v1/flush", Json($"""{"{"}"old":"0x1","new":"0x1","level":3,"bbm":0,"run":{run}{"}"}"""));

        await IsProblem(answer, HttpStatusCode.BadRequest, member, says);
    }

    private async Task<JsonNode> PostRun(string[] old, string[] @new, int asked, string more)
    {
        using var client = service.CreateClient();
        using var answer = await client.PostAsync("/v1/flush", Json(RunBody(old, @new, asked, more)));
        JsonNode body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private static string RunBody(string[] old, string[] @new, int asked, string more) =>
        $"""{"{"}"old":"{old[asked]}","new":"{@new[asked]}","level":3,"bbm":2,"run":{JsonSerializer.Serialize(new { old, @new })}{more}{"}"}""";

    private async Task<JsonNode> Ask(string query)
    {
        using var client = service.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync("/v1/flush?" + query))!;
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string QueryOf(JsonElement request) => string.Join('&', request.EnumerateObject().Select(member =>
        $"{member.Name}={Uri.EscapeDataString(member.Value.ValueKind == JsonValueKind.Array
            ? string.Join(',', member.Value.EnumerateArray())
            : member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? member.Value.GetRawText() : member.Value.ToString())}"));

    private static async Task IsProblem(HttpResponseMessage answer, HttpStatusCode status, string member, string says)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject();
        Assert.True(errors.ContainsKey(member), $"errors are {errors}");
        Assert.Contains(says, Text(errors[member]![0]), StringComparison.Ordinal);
    }
}
