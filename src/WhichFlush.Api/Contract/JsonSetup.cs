using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>Settings of the JSON serializer.</summary>
internal static class JsonSetup
{
    /// <summary>Settings for code that serializes by itself.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Applies the settings to every endpoint.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Apply(options.SerializerOptions));

    /// <summary>
    /// The JSON of the contract: camelCase members, and strict input. A member that is unknown, given twice or in another case, a
    /// <c>null</c> without meaning, and a number in quotes are errors. Each enumeration names its own converter.
    /// </summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;

        // People read answers in a terminal, so quotes and arrows are not escaped. No answer is embedded in HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
