using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WhichFlush.Api.Contract;

/// <summary>How requests are read and answers are written as JSON.</summary>
internal static class JsonSetup
{
    /// <summary>The contract's JSON, where it is written without the framework.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Makes the JSON of every endpoint that of the contract.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Apply(options.SerializerOptions));

    /// <summary>
    /// The contract's JSON: camelCase members and enum values, and nothing is guessed on the way in. A member that is
    /// unknown, given twice, in another case, <c>null</c> where that has no meaning, or a number in quotes is an error.
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


        // People read the answers in a terminal: quotes and arrows stay themselves. No answer is embedded in HTML.
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
