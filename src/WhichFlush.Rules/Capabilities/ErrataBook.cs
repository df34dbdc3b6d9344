using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>An erratum: its effect, the engine's answer to it, and the affected parts.</summary>
/// <param name="Flag">The member of <see cref="Errata"/>.</param>
/// <param name="Id">The published id: <c>3053180</c>.</param>
/// <param name="Title">The fault, in a few words.</param>
/// <param name="Effect">The consequence for an answer.</param>
/// <param name="Affected">The affected parts and revisions, each part once.</param>
public sealed record Erratum(Errata Flag, string Id, string Title, string Effect, ImmutableArray<AffectedPart> Affected)
{
    /// <summary>The affected revisions of a part; <c>null</c> if the part is not affected.</summary>
    public RevisionRange? RevisionsOf(int implementer, int part) =>
        Affected.FirstOrDefault(affected => affected.Implementer == implementer && affected.Part == part)?.Revisions;
}

/// <summary>A part with an erratum.</summary>
/// <param name="Implementer">MIDR_EL1.Implementer.</param>
/// <param name="Part">MIDR_EL1.PartNum.</param>
/// <param name="Revisions">The affected revisions.</param>
public sealed record AffectedPart(int Implementer, int Part, RevisionRange Revisions);

/// <summary>The errata that change answers (RULES.md section 5).</summary>
public static class ErrataBook
{
    private const int Arm = 0x41;

    /// <summary>Every erratum, in the order of <see cref="Errata"/>.</summary>
    public static ImmutableArray<Erratum> All { get; } =
    [
        new(Errata.CVE_2025_10263, "CVE-2025-10263",
            "A broadcast TLBI and the DSB after it may complete before every PE has stopped using the invalidated stage 1 entries.",
            "After the DSB that follows a broadcast invalidation of stage 1 (or of both stages), one more broadcast TLBI and DSB; IPAS2 forms alone do not need it.",
            [
                .. Every(0xd0b, 0xd0c, 0xd0d, 0xd0e, 0xd40, 0xd41, 0xd42, 0xd44, 0xd47, 0xd48, 0xd49, 0xd4b, 0xd4c, 0xd4e, 0xd4f),
                .. Every(0xd82, 0xd83, 0xd84, 0xd85, 0xd8c, 0xd90),
            ]),
        new(Errata.E1286807, "1286807",
            "A broadcast TLBI and DSB may complete before an access through the invalidated entry has been observed.",
            "After the DSB that follows a broadcast invalidation of any kind, one more broadcast TLBI and DSB; no exemption is documented.",
            [new(Arm, 0xd0b, new(new(0, 0), new(3, 0))), new(Arm, 0xd0c, new(new(0, 0), new(3, 0)))]),
        new(Errata.E3053180, "3053180",
            "A size change without break-before-make goes wrong, whatever ID_AA64MMFR2_EL1.BBM says.",
            "Answered as level 0: break-before-make for every change of size and of the Contiguous bit.",
            [new(Arm, 0xd82, RevisionRange.UpTo(0, 2)), new(Arm, 0xd83, RevisionRange.UpTo(0, 1)), new(Arm, 0xd84, RevisionRange.UpTo(0, 1))]),
        new(Errata.E3683289, "3683289",
            "A change of size or permissions without break-before-make may end in a livelock, whatever ID_AA64MMFR2_EL1.BBM says.",
            "Answered as level 0, and break-before-make for changes of permissions, too.",
            [new(Arm, 0xd8c, RevisionRange.UpTo(1, 0)), new(Arm, 0xd90, RevisionRange.UpTo(1, 0))]),
    ];

    /// <summary>The errata of at least one revision of a range.</summary>
    public static Errata Of(int implementer, int part, RevisionRange revisions) => All
        .Where(erratum => erratum.RevisionsOf(implementer, part) is RevisionRange affected && affected.Overlaps(revisions))
        .Aggregate(Errata.None, (all, erratum) => all | erratum.Flag);

    /// <summary>The errata of a set, in the order of <see cref="All"/>.</summary>
    public static IEnumerable<Erratum> In(Errata errata) => All.Where(erratum => (erratum.Flag & errata) != 0);

    private static IEnumerable<AffectedPart> Every(params IEnumerable<int> parts) => parts.Select(part => new AffectedPart(Arm, part, RevisionRange.All));
}
