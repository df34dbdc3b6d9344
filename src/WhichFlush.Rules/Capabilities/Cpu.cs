using System.Collections.Immutable;
using System.Globalization;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>A row of the CPU list: a part, or a range of its revisions.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Aliases">Other names that find it, besides those that differ only in case and punctuation.</param>
/// <param name="Implementer">MIDR_EL1.Implementer, 8 bits.</param>
/// <param name="Part">MIDR_EL1.PartNum, 12 bits.</param>
/// <param name="From">The first revision of the row; <c>null</c>: from the beginning.</param>
/// <param name="To">The last revision of the row; <c>null</c>: all that follow.</param>
/// <param name="Register">What is known of ID_AA64MMFR2_EL1.BBM, in the list's words; empty: nothing.</param>
/// <param name="NoConflictAbort">It never raises a TLB conflict abort and behaves as level 3; <c>null</c>: not known.</param>
/// <param name="Note">A remark, or empty.</param>
/// <param name="Source">Where the row is from.</param>
public sealed record Cpu(
    string Name,
    ImmutableArray<string> Aliases,
    int Implementer,
    int Part,
    Revision? From,
    Revision? To,
    string Register,
    bool? NoConflictAbort,
    string Note,
    string Source)
{
    /// <summary>ID_AA64MMFR2_EL1.BBM as it was read on the part; <c>null</c> if it is not known.</summary>
    public int? RegisterBbm =>
        Register.Length > 0 && char.IsAsciiDigit(Register[0]) ? int.Parse(Register.AsSpan(0, 1), NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <summary>The register was read where a hypervisor may have masked it: it may say less than the part can do.</summary>
    public bool RegisterMayBeMasked => Register.Contains("masked", StringComparison.Ordinal);

    /// <summary>Errata that some revision of the row has.</summary>
    public Errata Errata => ErrataBook.All
        .Where(erratum => erratum.Affected.Any(affected => affected.Implementer == Implementer && affected.Part == Part && Overlaps(affected)))
        .Aggregate(Errata.None, (all, erratum) => all | erratum.Flag);

    /// <summary>What the row's level rests on.</summary>
    public LevelBasis Basis => (Errata & Errata.AlwaysBreak) != 0 ? LevelBasis.Erratum
        : NoConflictAbort == true ? LevelBasis.NoConflictAbort
        : RegisterBbm is not null ? LevelBasis.Register
        : LevelBasis.Unknown;

    /// <summary>The BBM level to go by, 0 to 3; 0 if it is not known.</summary>
    public int Level => Basis switch
    {
        LevelBasis.NoConflictAbort => 3,
        LevelBasis.Register => RegisterBbm ?? 0,
        _ => 0,
    };

    /// <summary>The row's revisions in words.</summary>
    public string Revisions => Revision.Describe(From, To);

    private bool Overlaps(AffectedPart affected) =>
        (From is not Revision from || affected.To is not Revision last || from.Order <= last.Order)
        && (To is not Revision to || affected.From is not Revision first || first.Order <= to.Order);
}

/// <summary>What the level of a part rests on, from the weakest to the firmest.</summary>
public enum LevelBasis
{
    /// <summary>An erratum makes it level 0, whatever the register says.</summary>
    Erratum,

    /// <summary>It is not known: level 0 is the safe answer.</summary>
    Unknown,

    /// <summary>The ID register of the part.</summary>
    Register,

    /// <summary>The part is known never to raise a TLB conflict abort: level 3, whatever the register says.</summary>
    NoConflictAbort,
}
