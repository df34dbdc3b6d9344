using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>A caller's description of a machine, by the members of the HTTP contract. A member that is not given keeps its default.</summary>
public sealed record CapabilityInput
{
    /// <summary><c>bbm</c>: the lowest ID_AA64MMFR2_EL1.BBM of the PEs, 0 to 3; <c>null</c> if not given.</summary>
    public int? Bbm { get; init; }

    /// <summary><c>noConflictAbort</c>; <c>null</c> if not given.</summary>
    public bool? NoConflictAbort { get; init; }

    /// <summary><c>features</c>: features that are implemented and enabled.</summary>
    public Features Features { get; init; }

    /// <summary><c>cpu</c>: names, names with a revision, or MIDRs of the parts of one system.</summary>
    public IReadOnlyList<string> Cpus { get; init; } = [];

    /// <summary><c>idAa64mmfr0</c> to <c>idAa64isar1</c>.</summary>
    public IReadOnlyDictionary<IdRegister, ulong> Registers { get; init; } = new Dictionary<IdRegister, ulong>();

    /// <summary><c>granule</c>, given or the default; <c>null</c> is not checked against the registers.</summary>
    public Granule? Granule { get; init; }

    /// <summary><c>stage</c>, which selects the granule fields.</summary>
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
