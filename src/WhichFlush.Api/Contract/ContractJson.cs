using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>Serialization of the largest answer, generated when the service is compiled: reflection would delay the first answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(FlushAnswer))]
internal sealed partial class ContractJson : JsonSerializerContext;
