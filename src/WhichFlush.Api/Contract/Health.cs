using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>The answer of a health endpoint.</summary>
internal sealed record Health
{
    /// <summary>What the service found itself to be.</summary>
    /// <example>ready</example>
    public required HealthState Status { get; init; }
}

/// <summary>What a service can be found to be: <c>live</c>, it runs; <c>ready</c>, it takes requests.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HealthState>))]
internal enum HealthState
{
    /// <summary>The process runs.</summary>
    Live,

    /// <summary>The service takes requests.</summary>
    Ready,
}
