using System.Text.Json;
using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>
/// Enum values as camelCase strings, and no other way. Stands on the enum itself, since the OpenAPI document tells the
/// values as strings only there.
/// </summary>
internal sealed class CamelCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
