namespace WhichFlush.Rules.Tlbi;

/// <summary>What can be wrong with an operand.</summary>
public enum OperandFaultCode : byte
{
    /// <summary>The operation takes no operand; Rt is XZR.</summary>
    TakesNoOperand,

    /// <summary>The address as it is, not shifted right.</summary>
    RawAddress,

    /// <summary>The address was shifted by log2 of the granule, where it is 12 for every granule.</summary>
    ShiftedByGranule,

    /// <summary>The base of a range was shifted by another amount than the granule, or DS = 1, asks for.</summary>
    WrongBaseShift,

    /// <summary>The sign bits 63:56 of a shifted VA were not masked off.</summary>
    SignExtended,

    /// <summary>Address bits stand where the ASID belongs, or where it is RES0.</summary>
    AddressBitsInAsid,

    /// <summary>Address bits stand where the TTL hint belongs.</summary>
    AddressBitsInTtl,

    /// <summary>The ASID stands in the low bits.</summary>
    AsidNotShifted,

    /// <summary>An ASID in a form that takes none: bits 63:48 are RES0.</summary>
    AsidNotTaken,

    /// <summary>Another ASID than asked.</summary>
    WrongAsid,

    /// <summary>NS is set outside Secure state, where it is RES0.</summary>
    NsNotTaken,

    /// <summary>The other IPA space than asked.</summary>
    WrongIpaSpace,

    /// <summary>TTL[3:2] = 00 is no hint, but TTL[1:0], RES0 then, are set.</summary>
    HintWithoutGranule,

    /// <summary>A hint for a level that cannot be named.</summary>
    HintNotLegal,

    /// <summary>The hint names another granule: nothing need be invalidated.</summary>
    HintForOtherGranule,

    /// <summary>The hint names another level: nothing need be invalidated.</summary>
    HintForOtherLevel,

    /// <summary>TG = 00 is reserved.</summary>
    ReservedTg,

    /// <summary>TG names another granule.</summary>
    OtherTg,

    /// <summary>The base is not aligned to the size that the hint, or SIZE, names.</summary>
    MisalignedBase,

    /// <summary>SIZE is a reserved value.</summary>
    ReservedSize,

    /// <summary>Bits that no field holds are set.</summary>
    ReservedBits,

    /// <summary>The VA is in neither half of the address space.</summary>
    NonCanonical,

    /// <summary>Another address than asked.</summary>
    WrongAddress,

    /// <summary>The range ends before what was asked.</summary>
    RangeTooShort,

    /// <summary>The range ends too early since DS = 1 rounded its base down.</summary>
    DsBaseRounding,
}

/// <summary>One thing that is wrong with an operand.</summary>
/// <param name="Code">What.</param>
/// <param name="Bits">The bits of the operand where it shows, in Arm's notation; empty for all of them.</param>
/// <param name="Text">What was found, what would be right, and what comes of it.</param>
public readonly record struct OperandFault(OperandFaultCode Code, string Bits, string Text);

/// <summary>A field of an examined operand.</summary>
/// <param name="Field">Where it is.</param>
/// <param name="Value">What it holds, right-aligned.</param>
/// <param name="Text">What that means.</param>
public readonly record struct OperandFieldValue(OperandField Field, ulong Value, string Text);

/// <summary>What an operand says, and what is wrong with it.</summary>
/// <param name="Fields">Field by field, the highest first.</param>
/// <param name="Faults">What is wrong, the likeliest cause first; empty if nothing is.</param>
/// <param name="Notes">What could not be judged, or is worth knowing.</param>
/// <param name="Right">The operands that would be right: from the parts, and from the value what the parts do not say.</param>
public sealed record OperandExamination(
    IReadOnlyList<OperandFieldValue> Fields,
    IReadOnlyList<OperandFault> Faults,
    IReadOnlyList<OperandNote> Notes,
    IReadOnlyList<BuiltOperand> Right);
