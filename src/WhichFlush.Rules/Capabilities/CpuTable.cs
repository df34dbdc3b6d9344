using System.Collections.Immutable;
using static WhichFlush.Rules.Capabilities.RevisionRange;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The CPU list as data, from public sources. A test compares it with tests/vectors/cpus.csv. <see cref="ErrataBook"/> has
/// the errata of each part.
/// </summary>
internal static class CpuTable
{
    private const string Advisory = "TF-A security advisory TFV-17 (CVE-2025-10263)";
    private const string LinuxList = "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07";
    private const string Measured = "arm-cpusysregs measured ID registers";
    private const string AdvisoryAndMeasured = "TF-A security advisory TFV-17 (CVE-2025-10263); arm-cpusysregs measured ID registers";
    private const string LinuxErrata = "Linux errata notes; Linux cpufeature.c cpu_supports_bbml3() list, 2026-07";
    private const string LinuxListAndMail = "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07; mail by its maintainers";

    /// <summary>Every row, by implementer and part.</summary>
    public static ImmutableArray<Cpu> Rows { get; } =
    [
        new("Cortex-A72", ["A72"], 0x41, 0xd08, All, Read(0), null, "", Measured),
        new("Cortex-A76", ["A76"], 0x41, 0xd0b, All, Unread, null, "", Advisory),
        new("Neoverse-N1", ["N1"], 0x41, 0xd0c, All, Read(0), null, "", AdvisoryAndMeasured),
        new("Cortex-A77", ["A77"], 0x41, 0xd0d, All, Unread, null, "", Advisory),
        new("Cortex-A76AE", ["A76AE"], 0x41, 0xd0e, All, Unread, null, "", Advisory),
        new("Neoverse-V1", ["V1"], 0x41, 0xd40, All, Read(2), null, "", AdvisoryAndMeasured),
        new("Cortex-A78", ["A78"], 0x41, 0xd41, All, Unread, null, "", Advisory),
        new("Cortex-A78AE", ["A78AE"], 0x41, 0xd42, All, Unread, null, "", Advisory),
        new("Cortex-X1", ["X1"], 0x41, 0xd44, All, Unread, null, "", Advisory),
        new("Cortex-A710", ["A710"], 0x41, 0xd47, All, Unread, null, "", Advisory),
        new("Cortex-X2", ["X2"], 0x41, 0xd48, All, Unread, null, "", Advisory),
        new("Neoverse-N2", ["N2"], 0x41, 0xd49, All, ReadInGuest(0), null, "", AdvisoryAndMeasured),
        new("Cortex-A78C", ["A78C"], 0x41, 0xd4b, All, Unread, null, "", Advisory),
        new("Cortex-X1C", ["X1C"], 0x41, 0xd4c, All, Unread, null, "", Advisory),
        new("Cortex-A715", ["A715"], 0x41, 0xd4d, All, Unread, true, "", LinuxList),
        new("Cortex-X3", ["X3"], 0x41, 0xd4e, All, Unread, null, "", Advisory),
        new("Neoverse-V2", ["V2"], 0x41, 0xd4f, All, Unread, null, "", Advisory),
        new("Cortex-X4", ["X4"], 0x41, 0xd82, UpTo(0, 2), Unread, false, "", LinuxErrata),
        new("Cortex-X4", ["X4"], 0x41, 0xd82, From(0, 3), Unread, true, "", LinuxList),
        new("Neoverse-V3AE", ["V3AE"], 0x41, 0xd83, UpTo(0, 1), Unread, false, "", LinuxErrata),
        new("Neoverse-V3AE", ["V3AE"], 0x41, 0xd83, From(0, 2), Unread, true, "", LinuxList),
        new("Neoverse-V3", ["V3"], 0x41, 0xd84, UpTo(0, 1), Unread, false, "", LinuxErrata),
        new("Neoverse-V3", ["V3"], 0x41, 0xd84, From(0, 2), Unread, true, "", LinuxList),
        new("Cortex-X925", ["X925"], 0x41, 0xd85, All, Unread, null, "", Advisory),
        new("Cortex-A725", ["A725"], 0x41, 0xd87, All, Unread, true, "", LinuxList),
        new("Cortex-A520AE", ["A520AE"], 0x41, 0xd88, All, Unread, true, "", LinuxList),
        new("Cortex-A720AE", ["A720AE"], 0x41, 0xd89, All, Unread, true, "", LinuxList),
        new("C1-Nano", [], 0x41, 0xd8a, All, Unread, true, "", LinuxList),
        new("C1-Pro", [], 0x41, 0xd8b, All, Unread, true, "", LinuxList),
        new("C1-Ultra", [], 0x41, 0xd8c, UpTo(1, 0), Unread, false, "", LinuxErrata),
        new("C1-Ultra", [], 0x41, 0xd8c, From(1, 1), Unread, true, "", LinuxList),
        new("Neoverse-N3", ["N3"], 0x41, 0xd8e, All, Unread, true, "", LinuxList),
        new("C1-Premium", [], 0x41, 0xd90, UpTo(1, 0), Unread, false, "", LinuxErrata),
        new("C1-Premium", [], 0x41, 0xd90, From(1, 1), Unread, true, "", LinuxList),
        new("NVIDIA Olympus", ["Olympus"], 0x4e, 0x010, All, Unread, true, "", LinuxList),
        new("AmpereOne (AMPERE1)", ["AmpereOne", "AMPERE1"], 0xc0, 0xac3, All, Understated, true, "behaves as level 2 without conflict aborts, but the ID register does not say so", LinuxListAndMail),
        new("AmpereOne A (AMPERE1A)", ["AmpereOneA", "AMPERE1A"], 0xc0, 0xac4, All, Understated, true, "as AMPERE1", LinuxList),
        new("Apple M1", ["M1", "Firestorm"], 0x61, 0x023, All, Read(0), null, "", Measured),
        new("Apple M3", ["M3"], 0x61, 0x043, All, Read(0), null, "", Measured),
    ];

    private static RegisterBbm Unread => default;

    private static RegisterBbm Understated => new(null, IsUnderstated: true);

    private static RegisterBbm Read(int level) => new(level);

    private static RegisterBbm ReadInGuest(int level) => new(level, MayBeMasked: true);
}
