using System.Text.Json;
using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>
/// Enum values as camelCase strings only. The attribute stands on each enumeration, because the OpenAPI document describes its values as
/// strings only then. The framework's converter would be compiled anew for each enumeration, and delay the first answer.
/// </summary>
internal sealed class CamelCaseEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    /// <inheritdoc />
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Words<TEnum>.Find(reader.GetString()) is { } value ? value : throw new JsonException();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(Words<TEnum>.Of(value));
}
