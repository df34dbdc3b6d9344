namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Operands of TLBI operations: built from their parts, and values that are taken apart and judged.</summary>
internal static class OperandQueries
{
    private static readonly string[] Built =
    [
        "VAE1IS", "VMALLE1", "VMALLS12E1OS?asid=7", "ASIDE1IS", "ASIDE1IS?asid=65535",
        "VAE1IS?address=0xffff800080000000", "VAE1IS?asid=7", "VAE1IS?address=0xffff800080000000&asid=7",
        "VAE1IS?address=18446603338368679936&asid=7&level=3", "VAE1IS?address=0xffff800080000000&asid=7&level=3&ttl=false",
        "VAE1?address=0x400000&asid=1&level=2&granule=16k", "VALE1OS?address=0x400000&asid=1&level=3&granule=64k",
        "VALE1ISNXS?address=0x400000&asid=1&level=1", "VAE1IS?address=0x400000&asid=1&level=0&ds=true",
        "VAALE1IS?address=0x7fff12345000&level=3", "VAE1IS?address=0x7fff12345678&asid=7",
        "VAE2?address=0x1000&asid=7", "VAE2?address=0x1000&asid=7&regime=el20", "VALE2IS?address=0x1000&regime=el2", "VAE3?address=0x1000&level=3",
        "IPAS2E1IS?address=0x1000", "IPAS2E1IS?address=0x1000&ns=true", "IPAS2LE1IS?address=0x8000000&level=2", "IPAS2LE1?address=0x8000000&level=3&granule=64k&ns=false",
        "RVALE1IS?address=0x200000000000&pages=16&asid=7&level=3", "RVALE1IS?address=0x200000000000&size=0x10000&asid=7&level=3",
        "RVALE1IS?address=0x200000000000&pages=3&asid=7&level=3&granule=16k", "RVAE1IS?pages=512", "RVAE1IS?address=0x200000000000&pages=1&asid=7",
        "RVAAE1IS?address=0x200000000000&pages=1000000", "RVAE1IS?address=0x10000&pages=4&asid=7&granule=64k&ds=true",
        "RIPAS2LE1IS?address=0x8000000&pages=1024&level=3", "RIPAS2E1OS?address=0x8000000&size=0x200000&ns=true", "RVAE2IS?address=0x200000000000&pages=2",
        "RPAOS?address=0x80000000&size=0x1000", "RPALOS?address=0x80000000", "PAALL",
    ];

    private static readonly string[] Judged =
    [
        "VAE1IS?value=0xffff800080000000", "VAE1IS?value=0x7700200000000", "VAE1IS?value=0x7700200000000&granule=16k",
        "VAE1IS?value=0x7700200000000&asid=8&level=2", "VAE1IS?value=0x70ff800080000&address=0xffff800080000000&asid=7",
        "VAE1IS?value=0x400&address=0x400000", "VAE1IS?value=0x400000&address=0x400000", "VAE1IS?value=0", "VAE1IS?value=0xffffffffffffffff",
        "VAE1IS?value=0x100&address=0x400000&granule=16k", "VALE1?value=0x7f00200000000&level=3&granule=64k", "ASIDE1IS?value=0x7", "ASIDE1IS?value=0x7000000000000&asid=7",
        "VMALLE1?value=0x1000", "VAE2IS?value=0x7000000001000", "VAE2IS?value=0x7000000001000&regime=el20", "IPAS2E1IS?value=0x8000000000000001&ns=false",
        "IPAS2LE1IS?value=0x8000000", "RVAE1IS?value=0x743e200000000&pages=17&address=0x200000000000", "RVAE1IS?value=0x743e200000000&pages=16&address=0x200000000000&asid=7",
        "RVAE1IS?value=0x200000000000", "RVALE1IS?value=0x7806080000000&granule=16k&level=3", "RIPAS2E1IS?value=0x800043e200000000", "RPAOS?value=0x80000",
        "RPALOS?value=0xf00000080000",
    ];

    /// <summary>The URLs.</summary>
    public static IEnumerable<string> All { get; } = Built.Concat(Judged).Select(query => query.Split('?', 2)).Select(parts =>
        $"/v1/tlbi/{parts[0]}/operand{(parts.Length > 1 ? $"?{parts[1]}" : "")}");
}
