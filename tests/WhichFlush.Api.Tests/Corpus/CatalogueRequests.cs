using System.Text;
using System.Text.Json;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Every GET of the catalogues. What they list tells what else there is to get.</summary>
internal static class CatalogueRequests
{
    private static readonly string[] Filters =
    [
        "/v1/cpus?name=cortex-x4", "/v1/cpus?name=C1", "/v1/cpus?name=nothing", "/v1/cpus?implementer=0xc0", "/v1/cpus?implementer=ampere",
        "/v1/cpus?implementer=Arm", "/v1/cpus?implementer=0x99", "/v1/cpus?capability=noConflictAbort", "/v1/cpus?capability=alwaysBreak",
        "/v1/cpus?capability=level0", "/v1/cpus?capability=level1", "/v1/cpus?capability=level2", "/v1/cpus?capability=level3",
        "/v1/cpus?capability=unknown", "/v1/cpus?capability=repeatInvalidation", "/v1/cpus?capability=errata",
        "/v1/cpus?capability=level3&implementer=Arm&name=C1",
        "/v1/tlbi?scope=local", "/v1/tlbi?scope=inner", "/v1/tlbi?scope=outer", "/v1/tlbi?operand=none", "/v1/tlbi?operand=address",
        "/v1/tlbi?operand=asid", "/v1/tlbi?operand=ipa", "/v1/tlbi?operand=range", "/v1/tlbi?operand=ipaRange", "/v1/tlbi?operand=physical",
        "/v1/tlbi?scope=outer&operand=physical", "/v1/tlbi?scope=local&operand=physical",
    ];

    /// <summary>Parts that are no row of the list by its own name: revisions, aliases, values of MIDR_EL1.</summary>
    private static readonly string[] Parts =
    [
        "Cortex-X4 r0p2", "cortex-x4 r0p3", "CORTEX X4", "X4", "M1", "AmpereOne", "0x410fd823", "0x410fd821", "0x410fd034", "0x0", "1091556384",
    ];

    private static readonly string[] Registers =
        ["ID_AA64MMFR0_EL1", "ID_AA64MMFR1_EL1", "ID_AA64MMFR2_EL1", "ID_AA64MMFR3_EL1", "ID_AA64ISAR0_EL1", "ID_AA64ISAR1_EL1"];

    private static readonly string[] RegisterValues =
        ["0x0", "0x1111111111111111", "0x2222222222222222", "0x3333333333333333", "0x1221011112101011", "0xffffffffffffffff", "0x7777777777777777", "1125899906842624"];

    /// <summary>All of them, each named by its own URL.</summary>
    public static async Task<CorpusRequest[]> All(HttpClient client)
    {
        JsonElement rules = (await Json(client, "/v1/rules")).GetProperty("rules");
        string[] rows = Texts(rules, "id");
        string[] cites = [.. rules.EnumerateArray().SelectMany(rule => Texts(rule.GetProperty("cites"), "rule")).Distinct().Order(StringComparer.Ordinal)];
        string[] cpus = [.. Texts(await Json(client, "/v1/cpus"), "name").Distinct(), .. Parts];
        string[] operations = Texts(await Json(client, "/v1/tlbi"), "op");
        string[] urls =
        [
            "/v1/rules", .. rows.Concat(cites).Select(id => $"/v1/rules/{id}"),
            "/v1/cpus", .. cpus.Select(name => $"/v1/cpus/{Uri.EscapeDataString(name)}"),
            "/v1/tlbi", .. operations.Select(op => $"/v1/tlbi/{op}"), "/v1/tlbi/vae1is",
            .. Filters,
            .. Registers.SelectMany(name => RegisterValues.Select(value => $"/v1/registers?name={name}&value={value}")),
            "/v1/registers?name=idAa64mmfr2&value=0x20000000000000", "/v1/registers?name=id_aa64isar0&value=0x200000000000000",
            .. OperandQueries.All, .. DecodeQueries.All, "/health/live", "/health/ready",
        ];
        return [.. urls.Select(url => CorpusRequest.Get(url, url))];
    }

    private static async Task<JsonElement> Json(HttpClient client, string url)
    {
        CorpusAnswer answer = await client.Ask(CorpusRequest.Get(url, url));
        return JsonElement.Parse(Encoding.UTF8.GetString(answer.Body.Span));
    }

    private static string[] Texts(JsonElement list, string member) => [.. list.EnumerateArray().Select(each => each.GetProperty(member).GetString()!)];
}
