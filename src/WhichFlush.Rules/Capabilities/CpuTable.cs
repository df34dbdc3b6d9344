using System.Collections.Immutable;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The CPU list as data: what is known of parts in public sources. A test holds it against tests/vectors/cpus.csv. Which
/// errata a part has stands in <see cref="ErrataBook"/>.
/// </summary>
internal static class CpuTable
{
    private const string Advisory = "TF-A security advisory TFV-17 (CVE-2025-10263)";
    private const string LinuxList = "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07";
    private const string Measured = "arm-cpusysregs measured ID registers";
    private const string AdvisoryAndMeasured = "TF-A security advisory TFV-17 (CVE-2025-10263); arm-cpusysregs measured ID registers";
    private const string LinuxErrata = "Linux errata notes; Linux cpufeature.c cpu_supports_bbml3() list, 2026-07";
    private const string LinuxListAndMail = "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07; mail by its maintainers";

    /// <summary>Name, aliases, implementer, part, first and last revision, register, no conflict abort, note, source; by implementer and part.</summary>
    public static ImmutableArray<Cpu> Rows { get; } =
    [
        new("Cortex-A72", ["A72"], 0x41, 0xd08, null, null, "0", null, "", Measured),
        new("Cortex-A76", ["A76"], 0x41, 0xd0b, null, null, "", null, "", Advisory),
        new("Neoverse-N1", ["N1"], 0x41, 0xd0c, null, null, "0", null, "", AdvisoryAndMeasured),
        new("Cortex-A77", ["A77"], 0x41, 0xd0d, null, null, "", null, "", Advisory),
        new("Cortex-A76AE", ["A76AE"], 0x41, 0xd0e, null, null, "", null, "", Advisory),
        new("Neoverse-V1", ["V1"], 0x41, 0xd40, null, null, "2", null, "", AdvisoryAndMeasured),
        new("Cortex-A78", ["A78"], 0x41, 0xd41, null, null, "", null, "", Advisory),
        new("Cortex-A78AE", ["A78AE"], 0x41, 0xd42, null, null, "", null, "", Advisory),
        new("Cortex-X1", ["X1"], 0x41, 0xd44, null, null, "", null, "", Advisory),
        new("Cortex-A710", ["A710"], 0x41, 0xd47, null, null, "", null, "", Advisory),
        new("Cortex-X2", ["X2"], 0x41, 0xd48, null, null, "", null, "", Advisory),
        new("Neoverse-N2", ["N2"], 0x41, 0xd49, null, null, "0 (seen inside a VM; may be masked)", null, "", AdvisoryAndMeasured),
        new("Cortex-A78C", ["A78C"], 0x41, 0xd4b, null, null, "", null, "", Advisory),
        new("Cortex-X1C", ["X1C"], 0x41, 0xd4c, null, null, "", null, "", Advisory),
        new("Cortex-A715", ["A715"], 0x41, 0xd4d, null, null, "", true, "", LinuxList),
        new("Cortex-X3", ["X3"], 0x41, 0xd4e, null, null, "", null, "", Advisory),
        new("Neoverse-V2", ["V2"], 0x41, 0xd4f, null, null, "", null, "", Advisory),
        new("Cortex-X4", ["X4"], 0x41, 0xd82, null, new(0, 2), "", false, "", LinuxErrata),
        new("Cortex-X4", ["X4"], 0x41, 0xd82, new(0, 3), null, "", true, "", LinuxList),
        new("Neoverse-V3AE", ["V3AE"], 0x41, 0xd83, null, new(0, 1), "", false, "", LinuxErrata),
        new("Neoverse-V3AE", ["V3AE"], 0x41, 0xd83, new(0, 2), null, "", true, "", LinuxList),
        new("Neoverse-V3", ["V3"], 0x41, 0xd84, null, new(0, 1), "", false, "", LinuxErrata),
        new("Neoverse-V3", ["V3"], 0x41, 0xd84, new(0, 2), null, "", true, "", LinuxList),
        new("Cortex-X925", ["X925"], 0x41, 0xd85, null, null, "", null, "", Advisory),
        new("Cortex-A725", ["A725"], 0x41, 0xd87, null, null, "", true, "", LinuxList),
        new("Cortex-A520AE", ["A520AE"], 0x41, 0xd88, null, null, "", true, "", LinuxList),
        new("Cortex-A720AE", ["A720AE"], 0x41, 0xd89, null, null, "", true, "", LinuxList),
        new("C1-Nano", [], 0x41, 0xd8a, null, null, "", true, "", LinuxList),
        new("C1-Pro", [], 0x41, 0xd8b, null, null, "", true, "", LinuxList),
        new("C1-Ultra", [], 0x41, 0xd8c, null, new(1, 0), "", false, "", LinuxErrata),
        new("C1-Ultra", [], 0x41, 0xd8c, new(1, 1), null, "", true, "", LinuxList),
        new("Neoverse-N3", ["N3"], 0x41, 0xd8e, null, null, "", true, "", LinuxList),
        new("C1-Premium", [], 0x41, 0xd90, null, new(1, 0), "", false, "", LinuxErrata),
        new("C1-Premium", [], 0x41, 0xd90, new(1, 1), null, "", true, "", LinuxList),
        new("NVIDIA Olympus", ["Olympus"], 0x4e, 0x010, null, null, "", true, "", LinuxList),
        new("AmpereOne (AMPERE1)", ["AmpereOne", "AMPERE1"], 0xc0, 0xac3, null, null, "not advertised", true, "behaves as level 2 without conflict aborts, but the ID register does not say so", LinuxListAndMail),
        new("AmpereOne A (AMPERE1A)", ["AmpereOneA", "AMPERE1A"], 0xc0, 0xac4, null, null, "not advertised", true, "as AMPERE1", LinuxList),
        new("Apple M1", ["M1", "Firestorm"], 0x61, 0x023, null, null, "0", null, "", Measured),
        new("Apple M3", ["M3"], 0x61, 0x043, null, null, "0", null, "", Measured),
    ];
}
