using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>What the CPU list says of one part that was named.</summary>
public sealed record CpuMatch
{
    /// <summary>What was given: a name, perhaps with a revision, or a MIDR.</summary>
    public required string Given { get; init; }

    /// <summary>The name in the list; <c>null</c> if the part is not in it.</summary>
    public string? Name => Rows.IsEmpty ? null : Rows[0].Name;

    /// <summary>MIDR_EL1, if it was given, or a revision with the name.</summary>
    public Midr? Midr { get; init; }

    /// <summary>MIDR_EL1.Implementer.</summary>
    public required int Implementer { get; init; }

    /// <summary>MIDR_EL1.PartNum.</summary>
    public required int Part { get; init; }

    /// <summary>The revision, if it is known.</summary>
    public Revision? Revision => Midr?.Revision;

    /// <summary>The rows that apply: one, all of the part if its revision is not known, or none if the list does not have it.</summary>
    public required ImmutableArray<Cpu> Rows { get; init; }

    /// <summary>The list has the part.</summary>
    public bool Known => !Rows.IsEmpty;

    /// <summary>What the level rests on: the weakest of the rows.</summary>
    public LevelBasis Basis => !Known ? LevelBasis.Unknown : Rows.Min(row => row.Basis);

    /// <summary>The BBM level to go by, 0 to 3: that of the weakest row, and 0 if it is not known.</summary>
    public int Level => !Known ? 0 : Rows.Min(row => row.Level);

    /// <summary>Never raises a TLB conflict abort, in every row.</summary>
    public bool NoConflictAbort => Basis == LevelBasis.NoConflictAbort;

    /// <summary>
    /// ID_AA64MMFR2_EL1.BBM of the part where the list knows it for certain: not where a hypervisor may have masked it, nor
    /// where an erratum or the absence of conflict aborts decides instead.
    /// </summary>
    public int? CertainBbm => Basis == LevelBasis.Register && !Rows.Any(row => row.RegisterMayBeMasked) ? Level : null;

    /// <summary>Its errata; without a revision those of every revision.</summary>
    public Errata Errata => ErrataBook.Of(Implementer, Part, Revision);

    /// <summary>The revision would tell more: rows differ, or an erratum is not in all of them.</summary>
    public bool RevisionMatters => Known && Revision is null
        && (Rows.Length > 1 || ErrataBook.In(Errata).Any(erratum => erratum.RevisionsOf(Implementer, Part) != "all"));

    /// <summary>The part in words: <c>Cortex-X4 r0p2</c>, <c>Cortex-X4 (weakest revision)</c>, <c>part 0xd03 of implementer 0x41</c>.</summary>
    public string Label => (Name, Revision) switch
    {
        (null, _) => $"{Given} (part 0x{Part:x3} of implementer 0x{Implementer:x2})",
        (_, null) => RevisionMatters ? $"{Name} (weakest revision)" : Name,
        _ => $"{Name} {Revision}",
    };
}
