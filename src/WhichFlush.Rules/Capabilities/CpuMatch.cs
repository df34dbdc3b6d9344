using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>The entry of the CPU list for one part that a caller named.</summary>
public sealed record CpuMatch
{
    /// <summary>The caller's text: a name, a name with a revision, or a MIDR.</summary>
    public required string Given { get; init; }

    /// <summary>The name in the list; <c>null</c> if the part is not in the list.</summary>
    public string? Name => Rows.IsEmpty ? null : Rows[0].Name;

    /// <summary>MIDR_EL1; <c>null</c> if the caller gave a name without a revision.</summary>
    public Midr? Midr { get; init; }

    /// <summary>MIDR_EL1.Implementer.</summary>
    public required int Implementer { get; init; }

    /// <summary>MIDR_EL1.PartNum.</summary>
    public required int Part { get; init; }

    /// <summary>The revision; <c>null</c> if it is not known.</summary>
    public Revision? Revision => Midr?.Revision;

    /// <summary>The rows that apply: one; every row of the part if the revision is not known; none if the part is not in the list.</summary>
    public required ImmutableArray<Cpu> Rows { get; init; }

    /// <summary>The part is in the list.</summary>
    public bool Known => !Rows.IsEmpty;

    /// <summary>The basis of the level: the weakest of the rows.</summary>
    public LevelBasis Basis => !Known ? LevelBasis.Unknown : Rows.Min(row => row.Basis);

    /// <summary>
    /// The BBM level, 0 to 3: the level of the weakest row. <c>null</c> if no public source tells it; 0, which is always correct, if
    /// the part is not in the list.
    /// </summary>
    public int? Level => !Known || Rows.Any(row => row.Level == 0) ? 0
        : Rows.Any(row => row.Level is null) ? null
        : Rows.Min(row => row.Level);

    /// <summary>No row raises a TLB conflict abort.</summary>
    public bool NoConflictAbort => Basis == LevelBasis.NoConflictAbort;

    /// <summary>
    /// ID_AA64MMFR2_EL1.BBM of the part if the list is certain about it; <c>null</c> if a hypervisor may have masked the
    /// register, or if an erratum or the absence of conflict aborts decides the level instead.
    /// </summary>
    public int? CertainBbm => Basis == LevelBasis.Register && !Rows.Any(row => row.Register.MayBeMasked) ? Level : null;

    /// <summary>Errata of the part; without a revision, the errata of every revision.</summary>
    public Errata Errata => Revision is Revision revision
        ? ErrataBook.Of(Implementer, Part, RevisionRange.Only(revision))
        : Rows.Aggregate(Errata.None, (all, row) => all | row.Errata);

    /// <summary>A revision would make the answer more precise: the part has several rows, or an erratum does not affect every revision.</summary>
    public bool RevisionMatters => Known && Revision is null
        && (Rows.Length > 1 || ErrataBook.In(Errata).Any(erratum => erratum.RevisionsOf(Implementer, Part)?.Covers(Rows[0].Revisions) == false));

    /// <summary>The part in words: <c>Cortex-X4 r0p2</c>, <c>Cortex-X4 (weakest revision)</c>, <c>0x410fd034 (part 0xd03 of implementer 0x41)</c>.</summary>
    public string Label => (Name, Revision) switch
    {
        (null, _) => $"{Given} (part 0x{Part:x3} of implementer 0x{Implementer:x2})",
        (_, null) => RevisionMatters ? $"{Name} (weakest revision)" : Name,
        _ => $"{Name} {Revision}",
    };
}
