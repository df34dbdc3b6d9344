namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Descriptors of every kind, as <c>/v1/decode</c> tells their fields.</summary>
internal static class DecodeQueries
{
    private static readonly string[] Values =
    [
        "0x0", "0x2", "0x1", "0x3", "0x600007ff", "0x4001050000f7ff", "0x400100080007c5", "0x4000005003", "0x60000040000f83", "0xf60000040000f83",
        "0xffffffffffffffff", "0xe8000080000703",
    ];

    private static readonly string[] Places =
    [
        "level=3", "level=2&stage=2&bbm=1", "level=3&stage=1&mair=0x40044f0ff", "level=1&stage=1&regime=el2&granule=16k",
    ];

    private static readonly string[] Single =
    [
        "value=0x4001050000f7ff&level=3&features=FEAT_XNX", "value=0x600107fd&level=2&bbm=1", "value=0x600007ff&level=3&fwb=true",
        "value=0x600007ff&level=3&granule=64k&features=FEAT_LPA", "value=0x60000003ff&level=3&granule=16k&ds=true&features=FEAT_LPA2",
        "value=0x60000003ff&level=-1&ds=true&features=FEAT_LPA2", "value=0x4000005003&level=0", "value=0xf800000040005003&level=1&stage=1",
        "value=0xf800000040005003&level=1&stage=1&features=FEAT_HPDS2,FEAT_HAFT", "value=0x60000040000f83&level=3&stage=1&security=secure",
        "value=0x60000040000f83&level=3&stage=1&security=realm", "value=0x60000040000f83&level=3&stage=1&security=root&regime=el3",
        "value=0x60000040000f83&level=3&stage=1&ha=true&hd=true", "value=0x68000040000f03&level=3&stage=1&wxn=true",
        "value=0x7868000040000f03&level=3&stage=1&features=FEAT_S1PIE,FEAT_S1POE", "value=0x7868000040000f03&level=3&features=FEAT_S2PIE,FEAT_S2POE",
        "value=0x60000040000f83&level=3&stage=1&regime=el20&features=FEAT_BTI", "value=18014398509481985&level=2", "value=0X7&level=3",
        "value=0x60000040000f83&level=3&stage=1&mair=0xf0", "value=0x60000040000f83&level=3&stage=1&features=FEAT_MTE2,FEAT_THE",
    ];

    /// <summary>The URLs.</summary>
    public static IEnumerable<string> All { get; } =
    [
        .. Values.SelectMany(value => Places.Select(place => $"/v1/decode?value={value}&{place}")),
        .. Single.Select(query => $"/v1/decode?{query}"),
    ];
}
