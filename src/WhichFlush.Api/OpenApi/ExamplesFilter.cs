using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace WhichFlush.Api.OpenApi;

/// <summary>
/// Adds the files of <c>openapi/examples</c> to the document. <c>{operationId}/{"request" or status}.{name}.{extension}</c> is the
/// body of a request or of an answer. The extension selects the media types: <c>json</c> for JSON and problems, <c>ndjson</c> for
/// JSON lines, <c>txt</c> for text, <c>hex</c> for bytes in hexadecimal.
/// </summary>
internal sealed class ExamplesFilter : IOperationFilter
{
    private const string Prefix = "examples/";

    private static readonly FrozenDictionary<string, Example[]> Examples = ReadAll()
        .GroupBy(example => example.Operation, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId is null || !Examples.TryGetValue(operation.OperationId, out Example[]? examples))
        {
            return;
        }

        Add(operation.RequestBody?.Content, examples.Where(example => example.Of == "request"));
        foreach ((string? status, IOpenApiResponse? response) in operation.Responses ?? [])
        {
            Add(response.Content, examples.Where(example => example.Of == status));
        }
    }

    private static void Add(IDictionary<string, IOpenApiMediaType>? content, IEnumerable<Example> examples)
    {
        var bodies = (content ?? new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)).ToList();
        foreach (Example example in examples)
        {
            foreach (OpenApiMediaType media in bodies.Where(body => example.IsOf(body.Key)).Select(body => body.Value).OfType<OpenApiMediaType>())
            {
                media.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal);
                media.Examples[example.Name] = new OpenApiExample
                {
                    Summary = example.Extension == "hex" ? "The bytes in hexadecimal." : null,
                    Value = example.Value(),
                };
            }
        }
    }

    private static IEnumerable<Example> ReadAll()
    {
        Assembly assembly = typeof(ExamplesFilter).Assembly;
        foreach (string? resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            string[] path = resource[Prefix.Length..].Split('/');
            string[] file = path[^1].Split('.');
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new Example(path[0], file[0], file[1], file[^1], reader.ReadToEnd());
        }
    }

    private sealed record Example(string Operation, string Of, string Name, string Extension, string Text)
    {
        public bool IsOf(string mediaType) => Extension switch
        {
            "json" => mediaType == "application/json" || mediaType.EndsWith("+json", StringComparison.Ordinal),
            "ndjson" => mediaType == "application/x-ndjson",
            "hex" => mediaType == "application/octet-stream",
            _ => mediaType.StartsWith("text/", StringComparison.Ordinal),
        };

        public JsonNode? Value() => Extension == "json" ? JsonNode.Parse(Text) : JsonValue.Create(Text);
    }
}
