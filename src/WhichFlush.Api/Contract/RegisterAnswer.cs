using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>An ID register, decoded: the fields that bear on translation table changes.</summary>
internal sealed record RegisterAnswer
{
    /// <summary>Arm's name of the register.</summary>
    /// <example>ID_AA64MMFR2_EL1</example>
    public required string Name { get; init; }

    /// <summary>The member that carries it in other requests.</summary>
    /// <example>idAa64mmfr2</example>
    public required string Member { get; init; }

    /// <summary>Its value.</summary>
    /// <example>0x1221011112101011</example>
    public required string Value { get; init; }

    /// <summary>The fields, from the high bits down.</summary>
    public required IReadOnlyList<RegisterField> Fields { get; init; }

    /// <summary>Features that the register reports as implemented; whether one is enabled it does not tell.</summary>
    /// <example>["FEAT_TTL"]</example>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The BBM level, 0 to 3, that ID_AA64MMFR2_EL1 reports; null for other registers.</summary>
    /// <example>2</example>
    public required int? Bbm { get; init; }

    /// <summary>The granules that ID_AA64MMFR0_EL1 reports; empty for other registers.</summary>
    public required IReadOnlyList<RegisterGranule> Granules { get; init; }
}

/// <summary>A field of an ID register.</summary>
internal sealed record RegisterField
{
    /// <summary>Arm's name of the field.</summary>
    /// <example>BBM</example>
    public required string Name { get; init; }

    /// <summary>Its bits.</summary>
    /// <example>55:52</example>
    public required string Bits { get; init; }

    /// <summary>Its value, 0 to 15.</summary>
    /// <example>2</example>
    public required int Value { get; init; }

    /// <summary>What the field tells.</summary>
    /// <example>what a size change needs</example>
    public required string Title { get; init; }

    /// <summary>What the value means.</summary>
    /// <example>level 2</example>
    public required string Meaning { get; init; }

    /// <summary>The value is reserved, and read by the ID scheme.</summary>
    /// <example>false</example>
    public required bool Reserved { get; init; }

    /// <summary>Features that the value reports as implemented.</summary>
    /// <example>[]</example>
    public required IReadOnlyList<string> Features { get; init; }
}

/// <summary>Whether a granule is supported.</summary>
internal sealed record RegisterGranule
{
    /// <summary>The granule.</summary>
    /// <example>4k</example>
    public required RegisterGranuleSize Granule { get; init; }

    /// <summary>The stage, 1 or 2.</summary>
    /// <example>2</example>
    public required int Stage { get; init; }

    /// <summary>It is supported.</summary>
    /// <example>true</example>
    public required bool Supported { get; init; }

    /// <summary>52-bit addresses with `ds` are supported; null for 64k, where they do not depend on it.</summary>
    /// <example>false</example>
    public required bool? Wide { get; init; }
}

/// <summary>A translation granule.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RegisterGranuleSize>))]
internal enum RegisterGranuleSize
{
    /// <summary>4 KiB.</summary>
    [JsonStringEnumMemberName("4k")]
    Size4K,

    /// <summary>16 KiB.</summary>
    [JsonStringEnumMemberName("16k")]
    Size16K,

    /// <summary>64 KiB.</summary>
    [JsonStringEnumMemberName("64k")]
    Size64K,
}
