using System.Text.Json.Serialization;
using WhichFlush.Baseline;

// Sends the file that the first argument names, whatever is asked: no less could be done with the same request.
byte[] canned = await File.ReadAllBytesAsync(args[0]);
var builder = WebApplication.CreateSlimBuilder(args[1..]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BaselineJson.Default));
var app = builder.Build();
app.MapPost("/v1/flush", (BaselineRequest request) => Results.Bytes(request.Level > 3 ? [] : canned, "application/json"));
app.MapGet("/health/live", () => Results.Bytes(canned, "application/json"));
await app.RunAsync();

namespace WhichFlush.Baseline
{
    /// <summary>The members that the load gives.</summary>
    internal sealed record BaselineRequest(string Old, string New, int Level, int Bbm, string? Address, string[]? Features);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(BaselineRequest))]
    internal sealed partial class BaselineJson : JsonSerializerContext;
}
