namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Changes whose answers differ in what there is to say about them: verdict, stage, regime, granule, disputes, hazards, errata.</summary>
internal static class FlushBodies
{
    private const string Split = "old=0x400100080007c5&new=0x4000005003&level=2";
    private const string Remap1 = "old=0x60000040000f83&new=0x60000041000f83&level=3&stage=1";

    private static readonly (string Name, string Query)[] Queries =
    [
        ("stage 2: no change", "old=0x600007ff&new=0x600007ff&level=3&bbm=0"),
        ("stage 2: software bits only", "old=0x600007ff&new=0x800000600007ff&level=3&bbm=2"),
        ("stage 2: an invalid entry is mapped", "old=0x0&new=0x400100080007c5&level=2&bbm=1"),
        ("stage 2: write permission is lost", "old=0x4001050000f7ff&new=0x4001050000f77f&level=3&bbm=2&address=0x8000000000"),
        ("stage 2: write permission is gained", "old=0x6000077f&new=0x600007ff&level=3&bbm=2&address=0x8000000000"),
        ("stage 2: an unmap", "old=0x600007ff&new=0x0&level=3&bbm=2&address=0x8000000000&vmid=3"),
        ("stage 2: a remap", "old=0x600007ff&new=0x700007ff&level=3&bbm=2&address=0x8000000000"),
        ("stage 2: a remap in a shared walk", "old=0x600007ff&new=0x700007ff&level=3&bbm=0&address=0x8000000000&sharedWalk=true"),
        ("stage 2: a split at level 0 of BBM", $"{Split}&bbm=0&address=0x8002000000"),
        ("stage 2: a split by way of nT", $"{Split}&bbm=1&address=0x8002000000&features=FEAT_XNX"),
        ("stage 2: a direct split that may abort", $"{Split}&bbm=2&address=0x8002000000&sameMapping=true"),
        ("stage 2: a direct split that cannot abort", $"{Split}&bbm=3&address=0x8002000000&sameMapping=true&sharedWalk=true"),
        ("stage 2: a split that is said to map otherwise", $"{Split}&bbm=2&sameMapping=false"),
        ("stage 2: a fold by range", "old=0x4000005003&new=0x400100080007c5&level=2&bbm=2&address=0x8002000000&features=FEAT_TTL,FEAT_TLBIRANGE"),
        ("stage 2: a Block of level 1, with a range", "old=0x4001050000077d&new=0x105000007fd&level=1&bbm=2&address=0x8100000000&features=FEAT_XNX,FEAT_TLBIRANGE,FEAT_TTL"),
        ("stage 2: a memory type with FWB", "old=0x600007db&new=0x600007c3&level=3&bbm=2&fwb=true"),
        ("stage 2: the Contiguous bit", "old=0x100000600007ff&new=0x600007ff&level=3&bbm=2&address=0x8000000000"),
        ("stage 2: reserved bits, granule 16k", "old=0x3f00600007ff&new=0x600107ff&level=3&bbm=0&granule=16k"),
        ("stage 2: granule 64k, no address, outer", "old=0x600007ff&new=0x6000077f&level=3&bbm=2&granule=64k&sharing=outer&features=FEAT_TLBIOS,FEAT_TTL"),
        ("stage 2: an owner in an invalid entry", "old=0x600007ff&new=0x2000000000000200&level=3&bbm=2"),
        ("stage 2: AMEC in realm", "old=0x600007ff&new=0x80000000600007ff&level=3&bbm=2&security=realm&features=FEAT_RME"),
        ("stage 2: permission indirection and overlays", "old=0x600007ff&new=0x20000600007bf&level=3&bbm=2&features=FEAT_S2PIE,FEAT_S2POE"),
        ("stage 2: DS, level -1", "old=0x4000005003&new=0x0&level=-1&bbm=2&ds=true&features=FEAT_LPA2"),
        ("stage 2: an SMMU walks the table", $"{Split}&bbm=2&smmu=0"),
        ("stage 2: nT is cleared", "old=0x400100080107c5&new=0x400100080007c5&level=2&bbm=1&address=0x8002000000"),
        ("stage 2: a range with DS", "old=0x4000005003&new=0x0&level=2&bbm=2&ds=true&address=0x8002000000&features=FEAT_LPA2,FEAT_TLBIRANGE"),
        ("stage 2: NoTagAccess", "old=0x600007db&new=0x600007fb&level=3&bbm=2&fwb=true&features=FEAT_MTE_PERM,FEAT_MTE2"),
        ("stage 1: memory type by MAIR", "old=0x60000040000f83&new=0x60000040000f87&level=3&bbm=0&stage=1&mair=0xeeff"),
        ("stage 1: hints only, read permissively", "old=0x60000040000f83&new=0x60000040000f87&level=3&bbm=0&stage=1&mair=0xeeff&reading=permissive"),
        ("stage 1: several disputes", "old=0xf60000040000f83&new=0x8060000040000783&level=3&bbm=1&stage=1"),
        ("stage 1: shareability of Device memory", "old=0x60000040000f8b&new=0x60000040000c8b&level=3&bbm=0&stage=1&mair=0x40044f0ff&address=0x400000&asid=7"),
        ("stage 1: remap with dirty state managed by hardware", $"{Remap1}&bbm=0&ha=true&hd=true&sharedWalk=true&address=0x400000&asid=7"),
        ("stage 1: remap, a single PE", $"{Remap1}&bbm=0&sharing=single&address=0x400000&asid=7"),
        ("stage 1: remap, a single PE, read permissively", $"{Remap1}&bbm=0&sharing=single&reading=permissive"),
        ("stage 1: remap with the same contents", $"{Remap1}&bbm=0&sameContents=true&address=0x400000&asid=7"),
        ("stage 1: access flag is cleared", "old=0x60000040000f83&new=0x60000040000b83&level=3&bbm=0&stage=1&ha=true&address=0x400000&asid=7"),
        ("stage 1: access flag is set", "old=0x60000040000b83&new=0x60000040000f83&level=3&bbm=0&stage=1"),
        ("stage 1: becomes global", "old=0x60000040000f83&new=0x60000040000783&level=3&bbm=0&stage=1&address=0x400000&asid=7"),
        ("stage 1: becomes global, overlaps none", "old=0x0&new=0x60000040000783&level=3&bbm=0&stage=1&overlapsNonGlobal=true"),
        ("stage 1: made executable", "old=0x60000040000f83&new=0x20000040000f83&level=3&bbm=0&stage=1&idc=false&dic=false"),
        ("stage 1: made executable, caches are coherent", "old=0x60000040000f83&new=0x20000040000f83&level=3&bbm=0&stage=1&idc=true&dic=true"),
        ("stage 1: software bit of a global page", "old=0x60000040000783&new=0x460000040000783&level=3&bbm=0&stage=1"),
        ("stage 1: spurious fault", "old=0x60000040000f83&new=0x60000040000f03&level=3&bbm=0&stage=1&spuriousFault=true&address=0x400000&asid=7"),
        ("stage 1: a Table goes", "old=0x40003003&new=0x60000040200f81&level=2&bbm=2&stage=1&address=0x400000&asid=7&sharing=outer&features=FEAT_TLBIOS"),
        ("stage 1: a Table goes, with HAFT and CnP", "old=0x40003003&new=0x0&level=2&bbm=0&stage=1&address=0x400000&asid=7&ha=true&cnp=true&features=FEAT_HAFT"),
        ("stage 1: el2", $"{Remap1}&bbm=2&regime=el2&address=0x400000"),
        ("stage 1: el20 with and without TGE", $"{Remap1}&bbm=2&regime=el20&tge=false&address=0x400000&asid=7&cnp=true"),
        ("stage 1: el3, root", $"{Remap1}&bbm=2&regime=el3&security=root&address=0x400000"),
        ("stage 1: granule 16k, XS", "old=0x60000040000f83&new=0x0&level=3&bbm=2&stage=1&granule=16k&address=0x400000&asid=7&features=FEAT_XS,FEAT_TTL"),
        ("stage 1: WXN", "old=0x20000040000f83&new=0x20000040000f03&level=3&bbm=0&stage=1&wxn=true"),
        ("cpu: an erratum takes the level away", $"{Split}&cpu=0x410fd831"),
        ("cpu: never aborts", $"{Split}&cpu=AmpereOne"),
        ("cpu: weakest of two", $"{Split}&cpu=Neoverse-V1,Neoverse-N1"),
        ("cpu: unknown part", $"{Split}&cpu=0x410f0000"),
        ("cpu: revision is not given", $"{Split}&cpu=Cortex-X4&address=0x8002000000"),
        ("registers tell the level", $"{Split}&idAa64mmfr2=0x0010000000000000&idAa64isar0=0x200000000000000"),
    ];

    private static readonly (string Name, string Body)[] Posts =
    [
        ("children: all map the same", """{"old":"0x4000005003","new":"0x400100080007c5","level":2,"bbm":2,"children":["0x400100080007c7","0x400100080017c7"]}"""),
        ("children: one maps otherwise", """{"old":"0x4000005003","new":"0x400100080007c5","level":2,"bbm":2,"children":["0x400100080007c7","0x0"]}"""),
        ("children: of the new Table, decimal numbers", """{"old":18014402804451269,"new":"274877927427","level":2,"bbm":2,"children":[]}"""),
        ("escapes, spaces and a member's name in escapes", "{ \"\\u006fld\" : \"0x60\\u0030007ff\",\n\t\"new\":\"0x0\", \"level\":3 , \"cpu\":\"Cortex-A72\"}"),
    ];

    private static readonly (string Name, string Query)[] Witnessed =
    [
        ("witness: remap", "old=0x600007ff&new=0x700007ff&level=3&bbm=2&witness=true"),
        ("witness: the TLBI left out", "old=0x600007ff&new=0x6000077f&level=3&bbm=2&witness=true"),
        ("witness: nothing to leave out", "old=0x0&new=0x6000077f&level=3&bbm=2&witness=true"),
        ("witness: a split", "old=0xc00100000007fd&new=0x400100140007fd&level=2&bbm=3&address=0x8000000000&witness=true"),
    ];

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        .. Queries.Concat(Witnessed).Select(each => CorpusRequest.Get(each.Name, $"/v1/flush?{each.Query}")),
        .. Posts.Select(each => CorpusRequest.Post(each.Name, "/v1/flush", each.Body)),
        .. Queries.Where((_, i) => i % 9 == 3).Concat(Witnessed[..1]).Select(each => CorpusRequest.Get($"report: {each.Name}", $"/v1/flush?{each.Query}", "text/plain")),
    ];
}
