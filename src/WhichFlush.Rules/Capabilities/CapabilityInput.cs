using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>What a caller tells of a machine, in the members of the HTTP contract. What is not given stays at its default.</summary>
public sealed record CapabilityInput
{
    /// <summary><c>bbm</c>: ID_AA64MMFR2_EL1.BBM, the lowest of the PEs, 0 to 3; <c>null</c> if not given.</summary>
    public int? Bbm { get; init; }

    /// <summary><c>noConflictAbort</c>; <c>null</c> if not given.</summary>
    public bool? NoConflictAbort { get; init; }

    /// <summary><c>features</c>: implemented and enabled.</summary>
    public Features Features { get; init; }

    /// <summary><c>cpu</c>: names, names with a revision, or MIDRs; several are one system.</summary>
    public IReadOnlyList<string> Cpus { get; init; } = [];

    /// <summary><c>idAa64mmfr0</c> and so on.</summary>
    public IReadOnlyDictionary<IdRegister, ulong> Registers { get; init; } = new Dictionary<IdRegister, ulong>();

    /// <summary><c>granule</c>, given or defaulted; <c>null</c> leaves it unchecked.</summary>
    public Granule? Granule { get; init; }

    /// <summary><c>stage</c>: which granule fields count.</summary>
    public Stage Stage { get; init; } = Stage.Two;

    /// <summary><c>ds</c>.</summary>
    public bool Ds { get; init; }

    /// <summary><c>ha</c>.</summary>
    public bool Ha { get; init; }

    /// <summary><c>hd</c>.</summary>
    public bool Hd { get; init; }

    /// <summary><c>fwb</c>.</summary>
    public bool Fwb { get; init; }

    /// <summary><c>cnp</c>.</summary>
    public bool Cnp { get; init; }
}
