namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Whole answers of the operations beside <c>/v1/flush</c>, one or a few of each.</summary>
internal static class OtherBodies
{
    private const string Remap = "\"old\":\"0x600007ff\",\"new\":\"0x700007ff\",\"level\":3,\"bbm\":2,\"address\":\"0x8000000000\"";
    private const string Two = "{\"old\":\"0x600007ff\",\"new\":\"0x0\",\"level\":3}\n{\"old\":\"0x0\",\"new\":\"0x600007ff\",\"level\":3}\n";

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        Check("check: safe", """ "STR invalid", "DSB ISHST", "TLBI IPAS2E1IS", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH", "STR new" """),
        Check("check: unsafe", """ "CAS old, new" """),
        Check("check: every kind of step", """ "stlr 0x0", "DMB ISHST", "DSB ISHST", "TLBI IPAS2E1IS, 0x8000000", "DSB ISHnXS", "TLBI VMALLS12E1", "dsb", "STLR new", "DC CVAU", "IC IALLUIS", "ISB" """),
        Check("check: repeated TLBI", """ "STR invalid", "DSB ISHST", "TLBI IPAS2E1IS * 16", "DSB ISH", "TLBI VMALLE1IS", "DSB ISH", "STR new", "ISB" """),
        Check("check: no steps", ""),
        CorpusRequest.Post("batch: lines", "/v1/flush/batch?bbm=2", Two, "application/x-ndjson"),
        CorpusRequest.Post("batch: array", "/v1/flush/batch?bbm=2", "[" + Two.TrimEnd().Replace('\n', ',') + "]"),
        CorpusRequest.Post("batch: lines in full", "/v1/flush/batch?bbm=2&detail=full", Two, "application/x-ndjson; charset=utf-8", "*/*"),
        CorpusRequest.Post("batch: records", "/v1/flush/batch", BatchProblems.Record(0, 3, 2), "application/octet-stream"),
        CorpusRequest.Post("batch: long records", "/v1/flush/batch?layout=2", BatchProblems.Record(0, 3, 2), "application/octet-stream"),
        CorpusRequest.Post("batch: nothing in lines", "/v1/flush/batch", "", "application/x-ndjson"),
        CorpusRequest.Post("batch: nothing in an array", "/v1/flush/batch", " [ ] "),
        CorpusRequest.Get("a rule", "/v1/rules/9a"),
        CorpusRequest.Get("a rule by what it cites", "/v1/rules/RKHRBC"),
        CorpusRequest.Get("a part", "/v1/cpus/Cortex-X4%20r0p2"),
        CorpusRequest.Get("parts", "/v1/cpus?implementer=ampere"),
        CorpusRequest.Post("parts of a system", "/v1/cpus/identify", IdentifyRequests.All[1].Body!, "text/plain"),
        CorpusRequest.Get("a register", "/v1/registers?name=ID_AA64MMFR2_EL1&value=0x1221011112101011"),
        CorpusRequest.Get("an operation", "/v1/tlbi/RVAE1IS"),
        CorpusRequest.Get("an operand is built", "/v1/tlbi/RVALE1IS/operand?address=0x200000000000&pages=3&asid=7&level=3&granule=16k"),
        CorpusRequest.Get("an operand is judged", "/v1/tlbi/VAE1IS/operand?value=0xffff800080000000"),
        CorpusRequest.Get("a descriptor of stage 1", "/v1/decode?value=0x60000040000f83&level=3&stage=1&mair=0x40044f0ff"),
        CorpusRequest.Get("a descriptor of stage 2", "/v1/decode?value=0x4001050000f7ff&level=3&features=FEAT_XNX"),
    ];

    private static CorpusRequest Check(string name, string steps) => CorpusRequest.Post(name, "/v1/check", $"{{{Remap},\"steps\":[{steps}]}}");
}
