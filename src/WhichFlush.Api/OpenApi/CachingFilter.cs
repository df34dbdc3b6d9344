using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes ETag and 304 of every operation whose answer may be cached.</summary>
internal sealed class CachingFilter : IOperationFilter
{
    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.Responses is not { } responses || !responses.TryGetValue("304", out IOpenApiResponse? known) || responses["200"] is not OpenApiResponse found)
        {
            return;
        }

        known.Description = "The answer is the one that `If-None-Match` names.";
        found.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        found.Headers["ETag"] = new OpenApiHeader
        {
            Description = "Names this answer. It stays the same until another version of the service answers.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
    }
}
