using System.Net;
using System.Text;
using System.Text.Json;
using WhichFlush.Api.Tests.Operations;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests.Capabilities;

public sealed class CapabilitiesTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("/v1/cpus", 86)]
    [InlineData("/v1/cpus?name=cortex-x4", 2)]
    [InlineData("/v1/cpus?implementer=0xc0", 4)]
    [InlineData("/v1/cpus?implementer=ampere", 4)]
    [InlineData("/v1/cpus?implementer=qualcomm&name=kryo", 9)]
    [InlineData("/v1/cpus?capability=repeatInvalidation&implementer=Arm", 29)]
    [InlineData("/v1/cpus?implementer=0x99", 0)]
    [InlineData("/v1/cpus?capability=noConflictAbort", 15)]
    [InlineData("/v1/cpus?capability=alwaysBreak", 5)]
    [InlineData("/v1/cpus?capability=level2", 1)]
    [InlineData("/v1/cpus?capability=level3&implementer=Arm&name=C1", 4)]
    public async Task Lists_the_parts_that_pass_every_filter(string path, int expected)
    {
        var list = await Get(path, HttpStatusCode.OK);

        Assert.Equal(expected, list.GetArrayLength());
        Assert.All(list.EnumerateArray(), row => Assert.StartsWith("0x", row.GetProperty("midr").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/cpus?capability=fast&implementer=acme&foo=1", "capability,foo,implementer")]
    [InlineData("/v1/cpus?implementer=0x100", "implementer")]
    [InlineData("/v1/cpus?name=a&name=b", "name")]
    [InlineData("/v1/cpus?name=&implementer=&capability=", "capability,implementer,name")]
    [InlineData("/v1/cpus/Cortex-A72?verbose=1", "verbose")]
    [InlineData("/v1/cpus/0x100000000", "cpu")]
    [InlineData("/v1/registers", "name,value")]
    [InlineData("/v1/registers?name=ID_AA64MMFR9_EL1&value=0x1", "name")]
    [InlineData("/v1/registers?name=ID_AA64MMFR2_EL1&value=0x10000000000000000", "value")]
    [InlineData("/v1/registers?name=ID_AA64MMFR2_EL1&value=-1&x=", "value,x")]
    public async Task Reports_every_wrong_member(string path, string members)
    {
        var problem = await Get(path, HttpStatusCode.BadRequest);

        var errors = problem.GetProperty("errors").EnumerateObject().ToList();
        Assert.Equal(members.Split(','), errors.Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.Contains("Accepted", error.Value[0].GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Cortex-X4%20r0p2", 0, "erratum")]
    [InlineData("cortex-x4%20r0p3", 3, "noConflictAbort")]
    [InlineData("0x410fd823", 3, "noConflictAbort")]
    [InlineData("Neoverse-V1", 2, "register")]
    [InlineData("0x410f0000", 0, "unknown")]
    [InlineData("0x410fd034", null, "unknown")]
    [InlineData("Cortex-A76%20r4p0", null, "unknown")]
    [InlineData("AmpereOne%20(AMPERE1)", 3, "noConflictAbort")]
    public async Task Answers_one_part(string cpu, int? bbm, string basis)
    {
        var answer = await Get($"/v1/cpus/{cpu}", HttpStatusCode.OK);

        Assert.Equal(bbm, LevelOf(answer));
        Assert.Equal(basis, answer.GetProperty("basis").GetString());
        Assert.Equal(cpu != "0x410f0000", answer.GetProperty("known").GetBoolean());
        Assert.Equal(basis == "unknown" ? 1 : 0, answer.GetProperty("conditions").GetArrayLength());
    }

    [Fact]
    public async Task An_unknown_name_is_a_404_problem_with_the_nearest_names()
    {
        var problem = await Get("/v1/cpus/cortex-x5", HttpStatusCode.NotFound);

        Assert.Contains("'cortex-x5'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, problem.GetProperty("nearest").GetArrayLength());
    }

    [Theory]
    [InlineData("ID_AA64MMFR2_EL1", "0x20000000000000", "BBM", "55:52", 2)]
    [InlineData("idAa64isar0", "0x200000000000000", "TLB", "59:56", 2)]
    [InlineData("id_aa64mmfr0_el1", "1125899906842624", "TGran4", "31:28", 0)]
    [InlineData("idAa64mmfr4", "0xf000000", "E2H0", "27:24", 15)]
    [InlineData("ID_AA64PFR0_EL1", "0x10000000000000", "RME", "55:52", 1)]
    [InlineData("id_aa64pfr1", "0x300", "MTE", "11:8", 3)]
    [InlineData("idAa64isar3", "0x100", "TLBIW", "11:8", 1)]
    public async Task Decodes_a_register(string name, string value, string field, string bits, int expected)
    {
        var answer = await Get($"/v1/registers?name={name}&value={value}", HttpStatusCode.OK);

        var decoded = Assert.Single(answer.GetProperty("fields").EnumerateArray(), entry => entry.GetProperty("name").GetString() == field);
        Assert.Equal(bits, decoded.GetProperty("bits").GetString());
        Assert.Equal(expected, decoded.GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Tells_granules_in_the_contracts_names()
    {
        var answer = await Get("/v1/registers?name=ID_AA64MMFR0_EL1&value=0x0", HttpStatusCode.OK);

        Assert.Equal(
            ["4k1True", "16k1False", "64k1True", "4k2True", "16k2False", "64k2True"],
            answer.GetProperty("granules").EnumerateArray().Select(entry =>
                $"{entry.GetProperty("granule").GetString()}{entry.GetProperty("stage").GetInt32()}{entry.GetProperty("supported").GetBoolean()}"));
    }

    [Fact]
    public async Task Identifies_the_system_of_a_cpuinfo()
    {
        string text = await File.ReadAllTextAsync(Repository.PathOf("openapi", "examples", "identifyCpus", "request.bigLittle.txt"));

        var answer = await Post(text, "text/plain", HttpStatusCode.OK);

        Assert.Equal(["Cortex-A725", "Cortex-X4"], answer.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("cpu").GetProperty("name").GetString()));
        var system = answer.GetProperty("system");
        Assert.Equal(0, system.GetProperty("bbm").GetInt32());
        Assert.False(system.GetProperty("noConflictAbort").GetBoolean());
        Assert.Equal(["CVE-2025-10263", "3053180"], system.GetProperty("errata").EnumerateArray().Select(erratum => erratum.GetProperty("id").GetString()));
    }

    /// <summary>An RK3588: four Cortex-A55 r2p0 and four Cortex-A76 r4p0, as its Linux describes them.</summary>
    [Fact]
    public async Task Identifies_an_RK3588()
    {
        const string Features = "BogoMIPS\t: 48.00\nFeatures\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp\n";
        string text = string.Concat(Enumerable.Range(0, 8).Select(core =>
            $"processor\t: {core}\n{Features}CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: {(core < 4 ? "0x2" : "0x4")}\n"
            + $"CPU part\t: {(core < 4 ? "0xd05" : "0xd0b")}\nCPU revision\t: 0\n\n")) + "Serial\t\t: 0123456789abcdef\n";

        var answer = await Post(text, "text/plain", HttpStatusCode.OK);

        var parts = answer.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(["Cortex-A55", "Cortex-A76"], parts.Select(part => part.GetProperty("cpu").GetProperty("name").GetString()));
        Assert.All(parts, part => Assert.True(part.GetProperty("cpu").GetProperty("known").GetBoolean()));
        Assert.Equal(["r2p0", "r4p0"], parts.Select(part => part.GetProperty("cpu").GetProperty("revision").GetString()));
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7]], parts.Select(part => part.GetProperty("cores").EnumerateArray().Select(core => core.GetInt32()).ToArray()));
        var system = answer.GetProperty("system");
        Assert.Null(LevelOf(system));
        Assert.Equal(["CVE-2025-10263", "2441007", "1530923"], system.GetProperty("errata").EnumerateArray().Select(erratum => erratum.GetProperty("id").GetString()));
        Assert.Equal(["unknownLevel", "unknownLevel"], system.GetProperty("conditions").EnumerateArray().Select(condition => condition.GetProperty("code").GetString()));
        Assert.Equal(0, answer.GetProperty("ignored").GetArrayLength());
    }

    [Theory]
    [InlineData("NVIDIA%20Olympus", "T410-OLY-1029")]
    [InlineData("Azure%20Cobalt%20100", "4193789")]
    [InlineData("Neoverse-N1", null)]
    public async Task Names_the_makers_own_id_of_an_erratum(string cpu, string? id)
    {
        var answer = await Get($"/v1/cpus/{cpu}", HttpStatusCode.OK);

        Assert.Equal(id, Assert.Single(answer.GetProperty("errata").EnumerateArray()).GetProperty("makersId").GetString());
    }

    [Fact]
    public async Task Tells_the_part_numbers_of_a_row_with_several()
    {
        var rows = (await Get("/v1/cpus?name=Qualcomm Kryo", HttpStatusCode.OK)).EnumerateArray().ToList();

        Assert.Equal(("0x200", "0x2ff"), (rows[0].GetProperty("part").GetString(), rows[0].GetProperty("lastPart").GetString()));
        Assert.All(rows.Skip(1), row => Assert.Null(row.GetProperty("lastPart").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("processor : 0\nCPU implementer : 0x41\nCPU variant : 0x0\nCPU part : zzz\nCPU revision : 1\n")]
    public async Task A_text_that_describes_no_core_is_a_400_problem(string text)
    {
        var problem = await Post(text, "text/plain", HttpStatusCode.BadRequest);

        Assert.Equal("body", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_text_without_bounds_is_a_413_problem()
    {
        await using var server = new SocketService();
        using var client = server.CreateClient();
        using var body = new StringContent(new string('\n', (1 << 20) + 1), Encoding.UTF8, "text/plain");

        using var answer = await client.PostAsync("/v1/cpus/identify", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_that_is_no_text_is_a_415_problem() => await Post("{}", "application/json", HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Many_malformed_lines_are_reported_up_to_a_limit()
    {
        var problem = await Post(string.Concat(Enumerable.Repeat("processor : x\n", 100)), "text/plain", HttpStatusCode.BadRequest);

        Assert.Equal(21, problem.GetProperty("errors").GetProperty("body").GetArrayLength());
    }

    private static int? LevelOf(JsonElement answer) =>
        answer.GetProperty("bbm") is { ValueKind: not JsonValueKind.Null } bbm ? bbm.GetInt32() : null;

    private async Task<JsonElement> Get(string path, HttpStatusCode expected)
    {
        using var client = service.CreateClient();
        using var answer = await client.GetAsync(path);
        return await Read(answer, expected);
    }

    private async Task<JsonElement> Post(string text, string mediaType, HttpStatusCode expected)
    {
        using var client = service.CreateClient();
        using var body = new StringContent(text, Encoding.UTF8, mediaType);
        using var answer = await client.PostAsync("/v1/cpus/identify", body);
        return await Read(answer, expected);
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }
}
