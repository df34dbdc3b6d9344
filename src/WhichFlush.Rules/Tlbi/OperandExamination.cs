namespace WhichFlush.Rules.Tlbi;

/// <summary>Kinds of faults in an operand.</summary>
public enum OperandFaultCode : byte
{
    /// <summary>The operation takes no operand: with another Rt than XZR it is CONSTRAINED UNPREDICTABLE.</summary>
    TakesNoOperand,

    /// <summary>The address was not shifted right.</summary>
    RawAddress,

    /// <summary>The address was shifted right by log2 of the granule instead of 12.</summary>
    ShiftedByGranule,

    /// <summary>The base of a range was shifted right by another amount than log2 of the granule, or 16 with DS = 1.</summary>
    WrongBaseShift,

    /// <summary>VA[63:56], the sign bits of a shifted VA, were not masked off.</summary>
    SignExtended,

    /// <summary>Address bits are in bits 63:48, the ASID field or RES0.</summary>
    AddressBitsInAsid,

    /// <summary>Address bits are in the TTL field.</summary>
    AddressBitsInTtl,

    /// <summary>The ASID is in the low bits instead of bits 63:48.</summary>
    AsidNotShifted,

    /// <summary>The operand has an ASID, but the form takes none: bits 63:48 are RES0.</summary>
    AsidNotTaken,

    /// <summary>The ASID is not the expected one.</summary>
    WrongAsid,

    /// <summary>NS is set outside Secure state, where the bit is RES0.</summary>
    NsNotTaken,

    /// <summary>NS selects the other IPA space than expected.</summary>
    WrongIpaSpace,

    /// <summary>TTL[3:2] is 00, no hint, but TTL[1:0] is not 0, as RES0 demands.</summary>
    HintWithoutGranule,

    /// <summary>The hint names a level that TTL cannot name (<see cref="LevelHint.CanBeNamed"/>).</summary>
    HintNotLegal,

    /// <summary>The hint names another granule: the TLBI need not invalidate anything (RSQXYZ).</summary>
    HintForOtherGranule,

    /// <summary>The hint names another level: the TLBI need not invalidate anything (RSQXYZ).</summary>
    HintForOtherLevel,

    /// <summary>TG is 00, which is reserved.</summary>
    ReservedTg,

    /// <summary>TG names another granule.</summary>
    OtherTg,

    /// <summary>The base is not aligned to the block of the hint, or to SIZE.</summary>
    MisalignedBase,

    /// <summary>SIZE is reserved.</summary>
    ReservedSize,

    /// <summary>RES0 bits are set.</summary>
    ReservedBits,

    /// <summary>The VA is in neither VA range: its upper bits are not all equal.</summary>
    NonCanonical,

    /// <summary>The address is not the expected one.</summary>
    WrongAddress,

    /// <summary>The range ends before the expected range does.</summary>
    RangeTooShort,

    /// <summary>The range ends too early, because DS = 1 rounds its base down to 64 KiB.</summary>
    DsBaseRounding,
}

/// <summary>A fault in an operand.</summary>
/// <param name="Code">Kind of the fault.</param>
/// <param name="Bits">The affected bits of the operand in Arm's notation; empty for the whole operand.</param>
/// <param name="Text">The wrong value, the right value, and the consequence.</param>
public readonly record struct OperandFault(OperandFaultCode Code, string Bits, string Text);

/// <summary>A field of an examined operand.</summary>
/// <param name="Field">Name and bits of the field.</param>
/// <param name="Value">The value, right-aligned.</param>
/// <param name="Text">The meaning of the value.</param>
public readonly record struct OperandFieldValue(OperandField Field, ulong Value, string Text);

/// <summary>The meaning of an operand, and its faults.</summary>
/// <param name="Fields">The fields, the highest first.</param>
/// <param name="Faults">The faults, the most likely cause first; empty if there are none.</param>
/// <param name="Notes">Notes, also on properties that could not be judged.</param>
/// <param name="Right">The right operands: from the parts, and from the value for parts that are not given.</param>
public sealed record OperandExamination(
    IReadOnlyList<OperandFieldValue> Fields,
    IReadOnlyList<OperandFault> Faults,
    IReadOnlyList<OperandNote> Notes,
    IReadOnlyList<BuiltOperand> Right);
