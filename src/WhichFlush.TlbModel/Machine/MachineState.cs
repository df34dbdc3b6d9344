namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// A state of the model, 32 bytes. Stores to one location become visible in program order, so the number of stores that a walker
/// sees identifies the value that the walker reads.
/// </summary>
internal readonly record struct MachineState
{
    /// <summary>TLB entries of P0, by their index.</summary>
    public ulong P0 { get; init; }

    /// <summary>TLB entries of P1, by their index.</summary>
    public ulong P1 { get; init; }

    /// <summary>TLBIs issued and not completed, by the index of their step.</summary>
    public ulong Pending { get; init; }

    /// <summary>Index of P0's next step.</summary>
    public byte Step { get; init; }

    /// <summary>Number of stores that P0 has made.</summary>
    public byte Issued { get; init; }

    /// <summary>Number of stores visible to P0's walker.</summary>
    public byte VisibleP0 { get; init; }

    /// <summary>Number of stores visible to P1's walker.</summary>
    public byte VisibleP1 { get; init; }

    private ulong Packed => Step | (ulong)Issued << 8 | (ulong)VisibleP0 << 16 | (ulong)VisibleP1 << 24;

    public bool Equals(MachineState other) =>
        P0 == other.P0 && P1 == other.P1 && Pending == other.Pending && Packed == other.Packed;

    public override int GetHashCode()
    {
        ulong h = P0 * 0x9E3779B97F4A7C15;
        h = (h ^ (h >> 32) ^ P1) * 0xD6E8FEB86659FD93;
        h = (h ^ (h >> 32) ^ Pending) * 0xA0761D6478BD642F;
        h = (h ^ (h >> 32) ^ Packed) * 0xE7037ED1A0B428DB;
        return (int)(h ^ (h >> 29));
    }
}
