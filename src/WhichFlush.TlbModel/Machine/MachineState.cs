namespace WhichFlush.TlbModel.Machine;

/// <summary>
/// A state of the machine, 32 bytes. The value of the entry as each walker sees it is the number of stores that are visible to it,
/// since stores to one location become visible in their order.
/// </summary>
internal readonly struct MachineState(ulong p0, ulong p1, ulong pending, byte step, byte issued, byte visibleP0, byte visibleP1)
    : IEquatable<MachineState>
{
    /// <summary>What P0 has cached, by the number of a thing.</summary>
    public readonly ulong P0 = p0;

    /// <summary>What P1 has cached.</summary>
    public readonly ulong P1 = p1;

    /// <summary>TLBIs issued and not completed, by the index of their step.</summary>
    public readonly ulong Pending = pending;

    /// <summary>Index of P0's next step.</summary>
    public readonly byte Step = step;

    /// <summary>Stores that P0 has made.</summary>
    public readonly byte Issued = issued;

    /// <summary>Of these, the number visible to P0's walker.</summary>
    public readonly byte VisibleP0 = visibleP0;

    /// <summary>Of these, the number visible to P1's walker.</summary>
    public readonly byte VisibleP1 = visibleP1;

    private ulong Packed => Step | (ulong)Issued << 8 | (ulong)VisibleP0 << 16 | (ulong)VisibleP1 << 24;

    public MachineState With(ulong p0, ulong p1) => new(p0, p1, Pending, Step, Issued, VisibleP0, VisibleP1);

    public bool Equals(MachineState other) =>
        P0 == other.P0 && P1 == other.P1 && Pending == other.Pending && Packed == other.Packed;

    public override bool Equals(object? obj) => obj is MachineState other && Equals(other);

    public override int GetHashCode() => (int)Hash();

    /// <summary>A well-mixed 64-bit hash.</summary>
    public ulong Hash()
    {
        ulong h = P0 * 0x9E3779B97F4A7C15;
        h = (h ^ (h >> 32) ^ P1) * 0xD6E8FEB86659FD93;
        h = (h ^ (h >> 32) ^ Pending) * 0xA0761D6478BD642F;
        h = (h ^ (h >> 32) ^ Packed) * 0xE7037ED1A0B428DB;
        return h ^ (h >> 29);
    }
}
