using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>What an operand is to say. A part that is not given is left symbolic, or not judged.</summary>
public readonly record struct OperandParts()
{
    /// <summary>VA, IPA or PA where the invalidation starts, in bytes; any address inside the first page or block.</summary>
    public ulong? Address { get; init; }

    /// <summary>ASID, 0 to 65535.</summary>
    public int? Asid { get; init; }

    /// <summary>Level of the leaves, 0 to 3; <c>null</c> if it is not known.</summary>
    public int? Level { get; init; }

    /// <summary>Translation granule; 4K to build if it is not given.</summary>
    public Granule? Granule { get; init; }

    /// <summary>TCR_ELx.DS or VTCR_EL2.DS: range bases are in units of 64 KiB, and more levels can be hinted at.</summary>
    public bool Ds { get; init; }

    /// <summary>The IPA space, in Secure state only: true for the Non-secure one. <c>null</c>: not Secure state, where the bit is RES0.</summary>
    public bool? Ns { get; init; }

    /// <summary>Put <see cref="Level"/> into the operand as TTL hint (FEAT_TTL), if it can be named.</summary>
    public bool Hint { get; init; } = true;

    /// <summary>Bytes to invalidate from <see cref="Address"/> on; the page, or the block of <see cref="Level"/>, if not given.</summary>
    public ulong? Bytes { get; init; }

    /// <summary>E2 forms act on EL2&amp;0 (HCR_EL2.E2H = 1), which has ASIDs.</summary>
    public bool El20 { get; init; }

    /// <summary>Says what is wrong with the parts for an operation; empty if an operand can be built.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>One error for each offending member, by its name in the HTTP contract.</returns>
    public IReadOnlyList<MemberError> Validate(TlbiOperation operation)
    {
        var errors = new List<MemberError>();
        OperandKind kind = operation.OperandKind;
        Granule granule = Granule ?? Architecture.Granule.Size4K;
        if (Address is ulong address)
        {
            if ((OperandFormat.IsIpa(kind) || kind == OperandKind.Physical) && address >> 52 != 0)
            {
                errors.Add(new("address", $"Given 0x{address:x}, which is no {(kind == OperandKind.Physical ? "PA" : "IPA")}. Accepted: 0x0 to 0xfffffffffffff (52 bits)."));
            }
            else if (OperandFormat.IsRange(kind) && !InRangeBase(kind, granule, address))
            {
                int highest = OperandFormat.AddressShift(kind, granule, Ds) + 36;
                errors.Add(new("address", $"Given 0x{address:x}: BaseADDR of {operation.Name} holds bits {highest}:{highest - 36} with this granule and DS. "
                    + (OperandFormat.IsIpa(kind) ? $"Accepted: addresses below 0x{1UL << (highest + 1):x}." : $"Accepted: addresses whose bits 55:{highest + 1} are copies of bit {highest}.")));
            }
        }

        if (Asid is int asid && asid is < 0 or > 65535)
        {
            errors.Add(new("asid", $"Given {asid}. Accepted: 0 to 65535."));
        }

        if (Level is int level && (level < (granule == Architecture.Granule.Size64K ? 1 : 0) || level > 3))
        {
            errors.Add(new("level", $"Given {level}. Accepted: the level of a leaf, {(granule == Architecture.Granule.Size64K ? 1 : 0)} to 3 with this granule."));
        }

        if (Bytes is 0 or > 1UL << 56)
        {
            errors.Add(new("size", $"Given 0x{Bytes:x} bytes. Accepted: 1 to 0x{1UL << 56:x}."));
        }
        else if (kind == OperandKind.Physical && Bytes is > 1UL << 39)
        {
            errors.Add(new("size", $"Given 0x{Bytes:x} bytes. Accepted by {operation.Name}: 1 to 0x{1UL << 39:x} (512 GiB)."));
        }

        if (OperandFormat.IsRange(kind) && Bytes is null && Level is null)
        {
            errors.Add(new("pages", $"Given neither pages nor size nor level. Accepted by {operation.Name}: one of them, since a range operand says how much it covers."));
        }

        return errors;
    }

    private bool InRangeBase(OperandKind kind, Granule granule, ulong address)
    {
        int highest = OperandFormat.AddressShift(kind, granule, Ds) + 36;
        return OperandFormat.IsIpa(kind)
            ? address >> (highest + 1) == 0
            : Extended(address, 55) == Extended(address, highest);
    }

    /// <summary>The address whose bits above <paramref name="bit"/> are copies of it.</summary>
    internal static ulong Extended(ulong address, int bit) => (ulong)((long)(address << (63 - bit)) >> (63 - bit));
}
