using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>A TLBI operation.</summary>
internal sealed record TlbiEntry
{
    /// <summary>The mnemonic, upper case.</summary>
    /// <example>VAE1IS</example>
    public required string Op { get; init; }

    /// <summary>How the instruction is encoded.</summary>
    public required TlbiEncoding Encoding { get; init; }

    /// <summary>What the operand register Xt holds.</summary>
    public required TlbiOperandKind Operand { get; init; }

    /// <summary>Arm's names of the features without which the operation is UNDEFINED; empty if every part has it.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The translation regime whose entries are removed, in words.</summary>
    /// <example>EL1&amp;0 stage 1 of the current VMID and Security state; EL2&amp;0 if executed with HCR_EL2.{E2H,TGE} = {1,1}</example>
    public required string Regime { get; init; }

    /// <summary>The PEs that are reached.</summary>
    public required TlbiEntryScope Scope { get; init; }

    /// <summary>What is removed, in words.</summary>
    public required string Removes { get; init; }

    /// <summary>The Exception levels at which the operation is UNDEFINED, `el0` always among them.</summary>
    public required IReadOnlyList<string> UndefinedAt { get; init; }

    /// <summary>What it does at EL3 without EL2, in words; null if that makes no difference.</summary>
    /// <example>acts as VMALLE1</example>
    public required string? WithoutEl2 { get; init; }

    /// <summary>The controls that trap it to EL2 when EL1 executes it; HCR_EL2.NV traps operations that are UNDEFINED at EL1 without it.</summary>
    public required IReadOnlyList<string> TrappedBy { get; init; }

    /// <summary>The control by which a local operation of EL1 reaches the Inner Shareable domain; empty if there is none.</summary>
    public required IReadOnlyList<string> BroadenedBy { get; init; }

    /// <summary>The control by which an operation of EL1 becomes its nXS form; empty if there is none.</summary>
    public required IReadOnlyList<string> MadeNXsBy { get; init; }

    /// <summary>It is an nXS form, which does not wait for accesses with XS = 1: legal only where the old mapping has XS = 0.</summary>
    public required bool NXs { get; init; }

    /// <summary>A TLBIP form with a 128-bit operand exists under the same name (FEAT_D128).</summary>
    public required bool Tlbip { get; init; }

    /// <summary>The instruction, with X0 as operand if it takes one.</summary>
    /// <example>TLBI VAE1IS, X0</example>
    public required string Assembly { get; init; }

    /// <summary>Its 32-bit encoding, hexadecimal.</summary>
    /// <example>0xd5088320</example>
    public required string Word { get; init; }
}

/// <summary>The fields of a SYS instruction.</summary>
internal sealed record TlbiEncoding
{
    /// <summary>op0, always 1.</summary>
    /// <example>1</example>
    public required int Op0 { get; init; }

    /// <summary>op1, 0 to 7.</summary>
    /// <example>0</example>
    public required int Op1 { get; init; }

    /// <summary>CRn: 8, or 9 for nXS forms.</summary>
    /// <example>8</example>
    [JsonPropertyName("crn")]
    public required int CRn { get; init; }

    /// <summary>CRm, 0 to 15.</summary>
    /// <example>3</example>
    [JsonPropertyName("crm")]
    public required int CRm { get; init; }

    /// <summary>op2, 0 to 7.</summary>
    /// <example>1</example>
    public required int Op2 { get; init; }
}

/// <summary>
/// What an operand register holds: <c>none</c>; <c>address</c>, ASID, TTL and VA[55:12]; <c>asid</c>; <c>ipa</c>, NS, TTL and IPA[51:12];
/// <c>range</c> and <c>ipaRange</c>, TG, SCALE, NUM, TTL and BaseADDR; <c>physical</c>, SIZE and PA[51:12].
/// </summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TlbiOperandKind>))]
internal enum TlbiOperandKind
{
    /// <summary>Nothing: Rt is XZR.</summary>
    None,

    /// <summary>A VA, and in some regimes an ASID.</summary>
    Address,

    /// <summary>An ASID only.</summary>
    Asid,

    /// <summary>An IPA.</summary>
    Ipa,

    /// <summary>A range of VAs.</summary>
    Range,

    /// <summary>A range of IPAs.</summary>
    IpaRange,

    /// <summary>A range of PAs.</summary>
    Physical,
}

/// <summary>The PEs that an operation reaches: <c>local</c>, the executing one; <c>inner</c> and <c>outer</c>, those of its shareability domain.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TlbiEntryScope>))]
internal enum TlbiEntryScope
{
    /// <summary>The executing PE.</summary>
    Local = 1,

    /// <summary>The Inner Shareable domain.</summary>
    Inner,

    /// <summary>The Outer Shareable domain.</summary>
    Outer,
}
