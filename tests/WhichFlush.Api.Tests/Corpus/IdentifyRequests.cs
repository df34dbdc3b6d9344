namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Texts of <c>/proc/cpuinfo</c>.</summary>
internal static class IdentifyRequests
{
    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        Of("identify:one", Core(0, 0x41, 0, 0xd82, 3)),
        Of("identify:bigLittle", Core(0, 0x41, 0, 0xd87, 1) + Core(1, 0x41, 0, 0xd82, 1)),
        Of("identify:many", string.Concat(Enumerable.Range(0, 64).Select(core => Core(core, 0x41, core % 2, 0xd83, core % 4)))),
        Of("identify:unknown", Core(0, 0x99, 1, 0x123, 4)),
        Of("identify:errata", Core(0, 0x41, 1, 0xd0c, 0) + Core(1, 0x41, 3, 0xd0b, 0)),
        Of("identify:ampere", Core(0, 0xc0, 0, 0xac3, 0)),
        Of("identify:carriageReturns", Core(0, 0x61, 1, 0x23, 0).Replace("\n", "\r\n", StringComparison.Ordinal)),
        Of("identify:otherLines", "Hardware\t: some board\nthis is no line\n\n" + Core(7, 0x41, 0, 0xd40, 1)),
        Of("identify:notAscii", Core(0, 0x41, 0, 0xd40, 1) + "name\t: \u00e9\ufffd\n"),
    ];

    /// <summary>What Linux tells of one core.</summary>
    private static string Core(int number, int implementer, int variant, int part, int revision) =>
        $"processor\t: {number}\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd evtstrm aes\nCPU implementer\t: 0x{implementer:x2}\n"
        + $"CPU architecture: 8\nCPU variant\t: 0x{variant:x}\nCPU part\t: 0x{part:x3}\nCPU revision\t: {revision}\n\n";

    private static CorpusRequest Of(string name, string text) => CorpusRequest.Post(name, "/v1/cpus/identify", text, "text/plain");
}
