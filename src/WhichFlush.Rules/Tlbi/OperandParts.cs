using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Tlbi;

/// <summary>The intended content of an operand. Parts that are not given stay symbolic in a built operand, and are not judged in an examined one.</summary>
public readonly record struct OperandParts()
{
    /// <summary>Start of the invalidation in bytes: any VA, IPA or PA inside the first page or block.</summary>
    public ulong? Address { get; init; }

    /// <summary>ASID, 0 to 65535.</summary>
    public int? Asid { get; init; }

    /// <summary>Level of the leaves, 0 to 3 (1 to 3 for 64K); <c>null</c> if not known.</summary>
    public int? Level { get; init; }

    /// <summary>Translation granule; <c>null</c> if not known. A built operand then uses 4K.</summary>
    public Granule? Granule { get; init; }

    /// <summary>TCR_ELx.DS or VTCR_EL2.DS: range bases are in units of 64 KiB, and TTL can name more levels.</summary>
    public bool Ds { get; init; }

    /// <summary>NS, the IPA space in Secure state: true for the Non-secure IPA space. <c>null</c> outside Secure state, where the bit is RES0.</summary>
    public bool? Ns { get; init; }

    /// <summary>Whether a built operand has <see cref="Level"/> as TTL hint (FEAT_TTL), if TTL can name the level. Default: true.</summary>
    public bool Hint { get; init; } = true;

    /// <summary>Number of bytes to invalidate from <see cref="Address"/> on, 1 to 2^56; <c>null</c> for the page, or the block of <see cref="Level"/>.</summary>
    public ulong? Bytes { get; init; }

    /// <summary>E2 forms act on EL2&amp;0 (HCR_EL2.E2H = 1), which has ASIDs.</summary>
    public bool El20 { get; init; }

    /// <summary>Finds the errors in the parts for an operation; empty if an operand can be built.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>One error for each wrong member, by its name in the HTTP contract.</returns>
    public IReadOnlyList<MemberError> Validate(TlbiOperation operation)
    {
        var errors = new List<MemberError>();
        OperandKind kind = operation.OperandKind;
        Granule granule = Granule ?? Architecture.Granule.Size4K;
        if (Address is ulong address)
        {
            if ((OperandFormat.IsIpa(kind) || kind == OperandKind.Physical) && address >> 52 != 0)
            {
                errors.Add(new("address", $"Given 0x{address:x}. Accepted: {(kind == OperandKind.Physical ? "a PA" : "an IPA")} of 52 bits, 0x0 to 0xfffffffffffff."));
            }
            else if (OperandFormat.IsRange(kind) && !InRangeBase(kind, granule, address))
            {
                int high = OperandFormat.AddressShift(kind, granule, Ds) + 36;
                errors.Add(new("address", $"Given 0x{address:x}: BaseADDR of {operation.Name} holds bits {high}:{high - 36} with this granule and DS. "
                    + (OperandFormat.IsIpa(kind) ? $"Accepted: addresses below 0x{1UL << (high + 1):x}." : $"Accepted: addresses whose bits 55:{high + 1} are copies of bit {high}.")));
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
            errors.Add(new("pages", $"Given neither pages nor size nor level. Accepted by {operation.Name}: one of them, because a range operand holds the size of the range."));
        }

        return errors;
    }

    private bool InRangeBase(OperandKind kind, Granule granule, ulong address)
    {
        int high = OperandFormat.AddressShift(kind, granule, Ds) + 36;
        return OperandFormat.IsIpa(kind)
            ? address >> (high + 1) == 0
            : Extended(address, 55) == Extended(address, high);
    }

    /// <summary>Sign-extends an address from <paramref name="bit"/>.</summary>
    internal static ulong Extended(ulong address, int bit) => (ulong)((long)(address << (63 - bit)) >> (63 - bit));
}
