using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>A row of the CPU list: a part, or a range of its revisions.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Aliases">Other names of the part; names that differ only in case and punctuation are not listed.</param>
/// <param name="Implementer">MIDR_EL1.Implementer, 8 bits.</param>
/// <param name="Part">MIDR_EL1.PartNum, 12 bits; the first one if the row has several.</param>
/// <param name="Revisions">The revisions of the row.</param>
/// <param name="Register">Public knowledge about ID_AA64MMFR2_EL1.BBM.</param>
/// <param name="NoConflictAbort">True: the part never raises a TLB conflict abort and behaves as level 3. <c>null</c>: not known.</param>
/// <param name="Note">A remark, or empty.</param>
/// <param name="Source">The public source of the row.</param>
public sealed record Cpu(
    string Name,
    ImmutableArray<string> Aliases,
    int Implementer,
    int Part,
    RevisionRange Revisions,
    RegisterBbm Register,
    bool? NoConflictAbort,
    string Note,
    string Source)
{
    /// <summary>The last MIDR_EL1.PartNum of the row; <see cref="Part"/> if the row has one.</summary>
    public int LastPart { get; init; } = Part;

    /// <summary>Errata of at least one revision of the row.</summary>
    public Errata Errata => ErrataBook.Of(Implementer, Part, Revisions);

    /// <summary>The basis of <see cref="Level"/>.</summary>
    public LevelBasis Basis => (Errata & Errata.AlwaysBreak) != 0 ? LevelBasis.Erratum
        : NoConflictAbort == true ? LevelBasis.NoConflictAbort
        : Register.Level is not null ? LevelBasis.Register
        : LevelBasis.Unknown;

    /// <summary>The BBM level, 0 to 3; <c>null</c> if no public source tells it.</summary>
    public int? Level => Basis switch
    {
        LevelBasis.NoConflictAbort => 3,
        LevelBasis.Register => Register.Level,
        LevelBasis.Erratum => 0,
        _ => null,
    };

    /// <summary>A part belongs to the row.</summary>
    public bool Covers(int implementer, int part, RevisionRange revisions) =>
        implementer == Implementer && part >= Part && part <= LastPart && revisions.Overlaps(Revisions);
}

/// <summary>The basis of a part's BBM level, from the weakest to the firmest.</summary>
public enum LevelBasis
{
    /// <summary>An erratum makes the part level 0, whatever the register reports.</summary>
    Erratum,

    /// <summary>No public source tells the level; level 0 is always correct.</summary>
    Unknown,

    /// <summary>The ID register of the part.</summary>
    Register,

    /// <summary>The part never raises a TLB conflict abort: level 3, whatever the register reports.</summary>
    NoConflictAbort,
}
