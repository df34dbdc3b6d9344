using System.Collections.Immutable;
using static WhichFlush.Rules.Capabilities.RevisionRange;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The CPU list as data, from public sources. A test compares it with tests/vectors/cpus.csv and cpus-more.csv.
/// <see cref="ErrataBook"/> has the errata of each part.
/// </summary>
internal static class CpuTable
{
    private const string Advisory = "TF-A security advisory TFV-17 (CVE-2025-10263)";
    private const string LinuxList = "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07";
    private const string Measured = "arm-cpusysregs measured ID registers";
    private const string AdvisoryAndMeasured = "TF-A security advisory TFV-17 (CVE-2025-10263); arm-cpusysregs measured ID registers";
    private const string AdvisoryAlone = "TF-A security advisory TFV-17 (CVE-2025-10263); Linux and TF-A do not list 1286807 for it";
    private const string LinuxErrata = "Linux errata notes; Linux cpufeature.c cpu_supports_bbml3() list, 2026-07";
    private const string LinuxListAndMail = "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07; mail by its maintainers";
    private const string Repeats = "Linux arm64_repeat_tlbi_list";
    private const string Silicon = "Linux silicon errata";
    private const string LinuxPart = "Linux cputype.h";
    private const string LinuxSpeculativeAt = "Linux cputype.h; Linux erratum_speculative_at_list";
    private const string Lscpu = "util-linux lscpu";
    private const string Llvm = "LLVM Host.cpp";
    private const string M1N1 = "Asahi m1n1 midr.h";

    /// <summary>Every row, by implementer, part and revision.</summary>
    public static ImmutableArray<Cpu> Rows { get; } =
    [
        Unknown("Cortex-A53", ["A53"], 0x41, 0xd03, All, LinuxPart),
        Unknown("Cortex-A35", ["A35"], 0x41, 0xd04, All, LinuxPart),
        Unknown("Cortex-A55", ["A55"], 0x41, 0xd05, All, Repeats),
        Unknown("Cortex-A57", ["A57"], 0x41, 0xd07, All, "TF-A, Linux"),
        new("Cortex-A72", ["A72"], 0x41, 0xd08, All, Read(0), null, "", Measured),
        Unknown("Cortex-A73", ["A73"], 0x41, 0xd09, All, LinuxPart),
        Unknown("Cortex-A75", ["A75"], 0x41, 0xd0a, All, LinuxPart),
        Unknown("Cortex-A76", ["A76"], 0x41, 0xd0b, All, Advisory),
        new("Neoverse-N1", ["N1", "Ampere Altra"], 0x41, 0xd0c, All, Read(0), null, "", AdvisoryAlone),
        Unknown("Cortex-A77", ["A77"], 0x41, 0xd0d, All, Advisory),
        Unknown("Cortex-A76AE", ["A76AE"], 0x41, 0xd0e, All, Advisory),
        new("Neoverse-V1", ["V1"], 0x41, 0xd40, All, Read(2), null, "", AdvisoryAndMeasured),
        Unknown("Cortex-A78", ["A78"], 0x41, 0xd41, All, Advisory),
        Unknown("Cortex-A78AE", ["A78AE"], 0x41, 0xd42, All, Advisory),
        Unknown("Cortex-X1", ["X1"], 0x41, 0xd44, All, Advisory),
        Unknown("Cortex-A510", ["A510"], 0x41, 0xd46, new(new(0, 0), new(1, 1)), Repeats),
        Unknown("Cortex-A510", ["A510"], 0x41, 0xd46, From(1, 2), LinuxPart),
        Unknown("Cortex-A710", ["A710"], 0x41, 0xd47, All, Advisory),
        Unknown("Cortex-X2", ["X2"], 0x41, 0xd48, All, Advisory),
        new("Neoverse-N2", ["N2"], 0x41, 0xd49, All, ReadInGuest(0), null, "", AdvisoryAndMeasured),
        Unknown("Cortex-A78C", ["A78C"], 0x41, 0xd4b, All, Advisory),
        Unknown("Cortex-X1C", ["X1C"], 0x41, 0xd4c, All, Advisory),
        new("Cortex-A715", ["A715"], 0x41, 0xd4d, All, Unread, true, "", "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07; Linux ARM64_WORKAROUND_2645198"),
        Unknown("Cortex-X3", ["X3"], 0x41, 0xd4e, All, Advisory),
        Unknown("Neoverse-V2", ["V2"], 0x41, 0xd4f, All, Advisory),
        Unknown("Cortex-A520", ["A520"], 0x41, 0xd80, All, LinuxPart),
        Unknown("Cortex-A720", ["A720"], 0x41, 0xd81, All, LinuxPart),
        new("Cortex-X4", ["X4"], 0x41, 0xd82, UpTo(0, 2), Unread, false, "", LinuxErrata),
        new("Cortex-X4", ["X4"], 0x41, 0xd82, From(0, 3), Unread, true, "", LinuxList),
        new("Neoverse-V3AE", ["V3AE"], 0x41, 0xd83, UpTo(0, 1), Unread, false, "", LinuxErrata),
        new("Neoverse-V3AE", ["V3AE"], 0x41, 0xd83, From(0, 2), Unread, true, "", LinuxList),
        new("Neoverse-V3", ["V3"], 0x41, 0xd84, UpTo(0, 1), Unread, false, "", LinuxErrata),
        new("Neoverse-V3", ["V3"], 0x41, 0xd84, From(0, 2), Unread, true, "", LinuxList),
        Unknown("Cortex-X925", ["X925"], 0x41, 0xd85, All, Advisory),
        new("Cortex-A725", ["A725"], 0x41, 0xd87, All, Unread, true, "", LinuxList),
        new("Cortex-A520AE", ["A520AE"], 0x41, 0xd88, All, Unread, true, "", LinuxList),
        new("Cortex-A720AE", ["A720AE"], 0x41, 0xd89, All, Unread, true, "", LinuxList),
        new("C1-Nano", [], 0x41, 0xd8a, All, Unread, true, "", LinuxList),
        new("C1-Pro", [], 0x41, 0xd8b, All, Unread, true, "", "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07; TF-A TFV-16"),
        new("C1-Ultra", [], 0x41, 0xd8c, UpTo(1, 0), Unread, false, "", LinuxErrata),
        new("C1-Ultra", [], 0x41, 0xd8c, From(1, 1), Unread, true, "", LinuxList),
        new("Neoverse-N3", ["N3"], 0x41, 0xd8e, All, Unread, true, "", LinuxList),
        Unknown("Cortex-A320", ["A320"], 0x41, 0xd8f, All, Lscpu),
        new("C1-Premium", [], 0x41, 0xd90, UpTo(1, 0), Unread, false, "", LinuxErrata),
        new("C1-Premium", [], 0x41, 0xd90, From(1, 1), Unread, true, "", LinuxList),

        Unknown("Fujitsu A64FX", ["A64FX"], 0x46, 0x001, All, LinuxPart),
        Unknown("Fujitsu Monaka", ["Monaka"], 0x46, 0x003, All, Llvm),

        Unknown("HiSilicon TSV110", ["TSV110", "Kunpeng 920"], 0x48, 0xd01, All, LinuxPart),
        Unknown("HiSilicon HIP09", ["HIP09"], 0x48, 0xd02, All, Silicon),
        Unknown("HiSilicon HIP12", ["HIP12"], 0x48, 0xd06, All, LinuxPart),

        Unknown("NVIDIA Denver 2", ["Denver 2"], 0x4e, 0x003, All, LinuxPart),
        Unknown("NVIDIA Carmel", ["Carmel"], 0x4e, 0x004, All, Silicon),
        new("NVIDIA Olympus", ["Olympus"], 0x4e, 0x010, All, Unread, true, "", "Linux cpufeature.c cpu_supports_bbml3() list, 2026-07; Linux errata list 2026"),

        Unknown("Applied Micro X-Gene", ["X-Gene", "eMAG", "Ampere eMAG"], 0x50, 0x000, All, LinuxPart),

        Unknown("Qualcomm Oryon", ["Oryon", "Oryon X1"], 0x51, 0x001, All, LinuxPart),
        Unknown("Qualcomm Oryon 2", ["Oryon 2", "Oryon X2"], 0x51, 0x002, All, Lscpu),
        Unknown("Qualcomm Kryo", ["Kryo"], 0x51, 0x200, All, Silicon) with { LastPart = 0x2ff },
        Unknown("Qualcomm Falkor v1", ["Falkor v1"], 0x51, 0x800, Only(new(0, 0)), Silicon),
        Unknown("Qualcomm Kryo 2xx Gold", ["Kryo 2xx Gold"], 0x51, 0x800, From(0, 1), LinuxPart),
        Unknown("Qualcomm Kryo 2xx Silver", ["Kryo 2xx Silver"], 0x51, 0x801, All, LinuxPart),
        Unknown("Qualcomm Kryo 3xx Gold", ["Kryo 3xx Gold"], 0x51, 0x802, All, LinuxPart),
        Unknown("Qualcomm Kryo 3xx Silver", ["Kryo 3xx Silver"], 0x51, 0x803, All, LinuxPart),
        Unknown("Qualcomm Kryo 4xx Gold", ["Kryo 4xx Gold"], 0x51, 0x804, UpTo(0xc, 0xd), LinuxPart),
        Unknown("Qualcomm Kryo 4xx Gold", ["Kryo 4xx Gold"], 0x51, 0x804, new(new(0xc, 0xe), new(0xf, 0xe)), Repeats),
        Unknown("Qualcomm Kryo 4xx Gold", ["Kryo 4xx Gold"], 0x51, 0x804, From(0xf, 0xf), LinuxPart),
        Unknown("Qualcomm Kryo 4xx Silver", ["Kryo 4xx Silver"], 0x51, 0x805, All, LinuxSpeculativeAt),
        Unknown("Qualcomm Falkor", ["Falkor", "Falkor v2"], 0x51, 0xc00, All, LinuxPart),

        Unknown("Apple M1 Icestorm", ["M1 Icestorm", "Icestorm"], 0x61, 0x022, All, LinuxPart),
        new("Apple M1", ["M1", "Firestorm"], 0x61, 0x023, All, Read(0), null, "", Measured),
        Unknown("Apple M1 Pro", ["M1 Pro"], 0x61, 0x024, All, LinuxPart) with { LastPart = 0x025 },
        Unknown("Apple M1 Max", ["M1 Max"], 0x61, 0x028, All, LinuxPart) with { LastPart = 0x029 },
        Unknown("Apple M2", ["M2", "Avalanche", "Blizzard"], 0x61, 0x032, All, LinuxPart) with { LastPart = 0x033 },
        Unknown("Apple M2 Pro", ["M2 Pro"], 0x61, 0x034, All, LinuxPart) with { LastPart = 0x035 },
        Unknown("Apple M2 Max", ["M2 Max"], 0x61, 0x038, All, LinuxPart) with { LastPart = 0x039 },
        Unknown("Apple M3 Sawtooth", ["M3 Sawtooth", "Sawtooth"], 0x61, 0x042, All, M1N1),
        new("Apple M3", ["M3", "Everest"], 0x61, 0x043, All, Read(0), null, "", Measured),
        Unknown("Apple M3 Pro", ["M3 Pro"], 0x61, 0x044, All, M1N1) with { LastPart = 0x045 },
        Unknown("Apple M3 Max", ["M3 Max"], 0x61, 0x048, All, M1N1) with { LastPart = 0x049 },
        Unknown("Apple M4", ["M4", "Donan"], 0x61, 0x052, All, M1N1) with { LastPart = 0x053 },
        Unknown("Apple M4 Pro", ["M4 Pro"], 0x61, 0x054, All, M1N1) with { LastPart = 0x055 },
        Unknown("Apple M4 Max", ["M4 Max"], 0x61, 0x058, All, M1N1) with { LastPart = 0x059 },

        Unknown("Azure Cobalt 100", ["Cobalt 100"], 0x6d, 0xd49, All, "Linux errata list 2026"),

        new("AmpereOne (AMPERE1)", ["AmpereOne", "AMPERE1"], 0xc0, 0xac3, All, Understated, true, "behaves as level 2 without conflict aborts, but the ID register does not say so", LinuxListAndMail),
        new("AmpereOne A (AMPERE1A)", ["AmpereOneA", "AMPERE1A"], 0xc0, 0xac4, All, Understated, true, "as AMPERE1", LinuxList),
        Unknown("AmpereOne B (AMPERE1B)", ["AmpereOneB", "AMPERE1B"], 0xc0, 0xac5, All, Llvm),
        Unknown("AmpereOne C (AMPERE1C)", ["AmpereOneC", "AMPERE1C"], 0xc0, 0xac7, All, Llvm),
    ];

    private static RegisterBbm Unread => default;

    private static RegisterBbm Understated => new(null, IsUnderstated: true);

    private static RegisterBbm Read(int level) => new(level);

    private static RegisterBbm ReadInGuest(int level) => new(level, MayBeMasked: true);

    /// <summary>A row whose level no public source tells.</summary>
    private static Cpu Unknown(string name, ImmutableArray<string> aliases, int implementer, int part, RevisionRange revisions, string source) =>
        new(name, aliases, implementer, part, revisions, Unread, null, "", source);
}
