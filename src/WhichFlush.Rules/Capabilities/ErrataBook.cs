using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;
using static WhichFlush.Rules.Capabilities.RevisionRange;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// The errata that change answers (RULES.md section 5). Revisions are those of Linux' errata tables and, where Linux has none, of
/// Trusted Firmware-A.
/// </summary>
public static class ErrataBook
{
    private const int Arm = 0x41, HiSilicon = 0x48, Nvidia = 0x4e, Qualcomm = 0x51, Microsoft = 0x6d;

    private const string EarlyCompletion = "A broadcast TLBI and the DSB after it may complete before every PE has stopped using the invalidated stage 1 entries.";

    private const string Repeat =
        "After the DSB that follows a broadcast invalidation of stage 1 (or of both stages), one more broadcast TLBI and DSB; IPAS2 forms alone do not need it.";

    private const string WrongContext = "A speculative AT or table walk while the translation context is switched may fill the TLB from the wrong context.";

    private const string StopWalks = "A hazard wherever VTTBR_EL2 or HCR_EL2.TGE may be switched for a TLBI: table walks of EL1&0 have to be off during the switch.";

    private const string CnpFails = "TLB entries are shared with PEs that must not use them if TTBR.CnP is 1.";

    private const string CnpWarning = "A warning if cnp is true: CnP has to stay 0.";

    /// <summary>Every erratum, in the order of <see cref="Errata"/>.</summary>
    public static ImmutableArray<Erratum> All { get; } =
    [
        new(Errata.CVE_2025_10263, "CVE-2025-10263", EarlyCompletion, Repeat,
        [
            .. Every(0xd0b, 0xd0c, 0xd0d, 0xd0e, 0xd40, 0xd41, 0xd42, 0xd44, 0xd47, 0xd48, 0xd49, 0xd4b, 0xd4c, 0xd4e, 0xd4f),
            .. Every(0xd82, 0xd83, 0xd84, 0xd85, 0xd8c, 0xd90),
            new(Nvidia, 0x010, RevisionRange.All) { MakersId = "T410-OLY-1029" },
            new(Microsoft, 0xd49, RevisionRange.All) { MakersId = "4193789" },
        ]),
        new(Errata.E1286807, "1286807", EarlyCompletion, Repeat,
        [
            new(Arm, 0xd0b, new(new(0, 0), new(3, 0))),
            new(Qualcomm, 0x804, new(new(0xc, 0xe), new(0xf, 0xe))),
        ]),
        new(Errata.E3053180, "3053180",
            "A size change without break-before-make goes wrong, whatever ID_AA64MMFR2_EL1.BBM says.",
            "Answered as level 0: break-before-make for every change of size and of the Contiguous bit.",
            [new(Arm, 0xd82, UpTo(0, 2)), new(Arm, 0xd83, UpTo(0, 1)), new(Arm, 0xd84, UpTo(0, 1))]),
        new(Errata.E3683289, "3683289",
            "A change of size or permissions without break-before-make may end in a livelock, whatever ID_AA64MMFR2_EL1.BBM says.",
            "Answered as level 0, and break-before-make for changes of permissions, too.",
            [new(Arm, 0xd8c, UpTo(1, 0)), new(Arm, 0xd90, UpTo(1, 0))]),
        new(Errata.E2441007, "2441007", EarlyCompletion, Repeat, [.. Every(0xd05)]),
        new(Errata.E2441009, "2441009", EarlyCompletion, Repeat, [new(Arm, 0xd46, new(new(0, 0), new(1, 1)))]),
        new(Errata.E1009, "E1009", EarlyCompletion, Repeat,
        [
            new(Qualcomm, 0x800, Only(new(0, 0))),
            new(Qualcomm, 0x200, RevisionRange.All) { LastPart = 0x2ff },
        ]),
        new(Errata.E813419, "813419",
            "A broadcast TLBI of EL3 and the DSB after it may complete before every PE has stopped using the invalidated entries.",
            "After the DSB that follows a broadcast invalidation of EL3, one more broadcast TLBI and DSB.",
            [new(Arm, 0xd07, Only(new(0, 0)))]),
        new(Errata.E2645198, "2645198",
            "If a stage 1 user mapping loses execute without break-before-make, the next permission fault on a fetch may report a wrong ESR and FAR.",
            "Break-before-make where a stage 1 mapping loses execute for EL0.",
            [.. Every(0xd4d)]),
        new(Errata.E4193714, "4193714",
            "CVE-2026-0995: TLBI and DSB do not wait for SME accesses of other PEs.",
            "A condition on every broadcast invalidation: each PE that uses SME executes a DSB of its own.",
            [new(Arm, 0xd8b, UpTo(1, 2))]),
        new(Errata.E1165522, "1165522", WrongContext, StopWalks, [new(Arm, 0xd0b, new(new(0, 0), new(2, 0)))]),
        new(Errata.E1319367, "1319367", WrongContext, StopWalks, [.. Every(0xd08)]),
        new(Errata.E1319537, "1319537", WrongContext, StopWalks, [.. Every(0xd07)]),
        new(Errata.E1530923, "1530923", WrongContext, StopWalks,
        [
            new(Arm, 0xd05, new(new(0, 0), new(2, 0))),
            new(Qualcomm, 0x805, Only(new(0xd, 0xe))),
        ]),
        new(Errata.CarmelCnp, "NVIDIA_CARMEL_CNP_ERRATUM", CnpFails, CnpWarning, [new(Nvidia, 0x004, RevisionRange.All)]),
        new(Errata.E162100125, "162100125", CnpFails, CnpWarning, [new(HiSilicon, 0xd02, RevisionRange.All)]),
    ];

    /// <summary>The errata of at least one revision of a range.</summary>
    public static Errata Of(int implementer, int part, RevisionRange revisions) => All
        .Where(erratum => erratum.RevisionsOf(implementer, part) is RevisionRange affected && affected.Overlaps(revisions))
        .Aggregate(Errata.None, (all, erratum) => all | erratum.Flag);

    /// <summary>The errata of a set, in the order of <see cref="All"/>.</summary>
    public static IEnumerable<Erratum> In(Errata errata) => All.Where(erratum => (erratum.Flag & errata) != 0);

    /// <summary>The published ids of a set, in the order of <see cref="All"/>.</summary>
    internal static string IdsOf(Errata errata, string separator = ", ") => string.Join(separator, In(errata).Select(erratum => erratum.Id));

    private static IEnumerable<AffectedPart> Every(params IEnumerable<int> parts) => parts.Select(part => new AffectedPart(Arm, part, RevisionRange.All));
}
