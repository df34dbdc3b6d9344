namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Requests to the catalogues in which something is wrong.</summary>
internal static class CatalogueProblems
{
    private static readonly string[] Urls =
    [
        "/v1/decode", "/v1/decode?level=3", "/v1/decode?value=0x1", "/v1/decode?value=zz&level=3", "/v1/decode?value=&level=", "/v1/decode?value=-1&level=3",
        "/v1/decode?value=0x1&value=0x2&level=3", "/v1/decode?value=0x1&level=3&level=3", "/v1/decode?value=0x1&level=0&granule=64k", "/v1/decode?value=0x1&level=9",
        "/v1/decode?value=0x1&level=3&old=0x1", "/v1/decode?value=0x1&level=3&stage=3&regime=el1&ds=1&features=x&mair=y", "/v1/decode?value=0x1&level=-1",
        "/v1/rules/99", "/v1/rules/9A9", "/v1/rules/%20", "/v1/rules/RXXXXX", "/v1/rules/a%2Fb", "/v1/rules/6/why",
        "/v1/cpus?capability=fast&implementer=acme&foo=1", "/v1/cpus?implementer=0x100", "/v1/cpus?implementer=", "/v1/cpus?capability=", "/v1/cpus?name=a&name=b", "/v1/cpus?Name=a",
        "/v1/cpus/cortex-x5", "/v1/cpus/Foo", "/v1/cpus/%20", "/v1/cpus/Cortex-A72?verbose=1", "/v1/cpus/0x100000000", "/v1/cpus/Cortex-X4%20r9", "/v1/cpus/identify",
        "/v1/registers", "/v1/registers?name=ID_AA64MMFR2_EL1", "/v1/registers?value=1", "/v1/registers?name=ID_AA64MMFR9_EL1&value=0x1", "/v1/registers?name=&value=",
        "/v1/registers?name=ID_AA64MMFR2_EL1&value=0x10000000000000000", "/v1/registers?name=ID_AA64MMFR2_EL1&value=-1&x=", "/v1/registers?name=a&name=b&value=1",
        "/v1/tlbi?scope=all", "/v1/tlbi?Scope=inner", "/v1/tlbi?operand=va&scope=", "/v1/tlbi?scope=inner&scope=outer",
        "/v1/tlbi/VAE1SI", "/v1/tlbi/FOO", "/v1/tlbi/%20", "/v1/tlbi/VAE1IS?value=1", "/v1/tlbi/VAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE1IS", "/v1/tlbi/VAE1IS/value",
        "/v1/tlbi/VAE1SI/operand?nonsense=1", "/v1/tlbi/VAE1IS/operand?asid=65536&ds=1&granule=4K&level=4&value=0xg&nonsense=1", "/v1/tlbi/VAE1IS/operand?value=-1",
        "/v1/tlbi/VAE1IS/operand?value=", "/v1/tlbi/VAE1IS/operand?value=1&value=2", "/v1/tlbi/RVAE1IS/operand?address=0x1000", "/v1/tlbi/RVAE1IS/operand?pages=0",
        "/v1/tlbi/RVAE1IS/operand?pages=0xffffffffffffffff", "/v1/tlbi/RVAE1IS/operand?pages=1&size=4096", "/v1/tlbi/RVAE1IS/operand?address=0x1000&size=0",
        "/v1/tlbi/VAE1IS/operand?regime=el1", "/v1/tlbi/IPAS2E1IS/operand?address=0x10000000000000&granule=64k&level=0",
    ];

    private static readonly (string Name, string Query, string Body, string? Type)[] Texts =
    [
        ("empty", "", "", "text/plain"), ("no core", "", "hello", "text/plain"), ("JSON", "", "{}", "application/json"), ("no content type", "", "x", null),
        ("a query", "?verbose=1", "hello", "text/plain"),
        ("bad values", "", "processor : 0\nCPU implementer : 0x41\nCPU variant : 0x10\nCPU part : zzz\nCPU revision : 99\n", "text/plain"),
        ("cut", "", "processor : 0\nCPU implementer : 0x41\n", "text/plain"),
        ("many bad lines", "", string.Concat(Enumerable.Range(0, 30).Select(i => $"processor : {i}\nCPU implementer : zz\nCPU variant : 0x0\nCPU part : 0xd40\nCPU revision : 1\n\n")), "text/plain"),
        ("too large", "", new string('\n', (1 << 20) + 1), "text/plain"),
    ];

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        .. Urls.Select(url => CorpusRequest.Get(url, url)),
        .. Texts.Select(each => CorpusRequest.Post($"identify: {each.Name}", $"/v1/cpus/identify{each.Query}", each.Body, each.Type)),
    ];
}
