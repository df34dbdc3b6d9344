using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace WhichFlush.Api.OpenApi;

/// <summary>Gives text answers the schema of a string. Swashbuckle gives them the schema of the JSON answer.</summary>
internal sealed class TextBodiesFilter : IOperationFilter
{
    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        IEnumerable<OpenApiMediaType> bodies = (operation.Responses ?? [])
            .SelectMany(response => response.Value.Content?.ToArray() ?? [])
            .Where(body => body.Key.StartsWith("text/", StringComparison.Ordinal))
            .Select(body => body.Value)
            .OfType<OpenApiMediaType>();
        foreach (OpenApiMediaType body in bodies)
        {
            body.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The answer as a report of 80 columns." };
        }
    }
}
