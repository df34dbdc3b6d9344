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
    public RevisionRange? RevisionsOf(int implementer, int part) => Find(implementer, part)?.Revisions;

    /// <summary>The maker's own id of the erratum; <c>null</c> if the maker has none, or the part is not affected.</summary>
    public string? MakersIdOf(int implementer, int part) => Find(implementer, part)?.MakersId;

    private AffectedPart? Find(int implementer, int part) => Affected.FirstOrDefault(affected => affected.Covers(implementer, part));
}

/// <summary>A part with an erratum.</summary>
/// <param name="Implementer">MIDR_EL1.Implementer.</param>
/// <param name="Part">MIDR_EL1.PartNum.</param>
/// <param name="Revisions">The affected revisions.</param>
public sealed record AffectedPart(int Implementer, int Part, RevisionRange Revisions)
{
    /// <summary>The last MIDR_EL1.PartNum if a range of numbers stands for one part; otherwise <see cref="Part"/>.</summary>
    public int LastPart { get; init; } = Part;

    /// <summary>The maker's own id of the erratum: <c>T410-OLY-1029</c>; <c>null</c> if there is none.</summary>
    public string? MakersId { get; init; }

    /// <summary>The part numbers include this one.</summary>
    public bool Covers(int implementer, int part) => Implementer == implementer && part >= Part && part <= LastPart;
}
