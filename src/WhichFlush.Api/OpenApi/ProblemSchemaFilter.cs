using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes the members of a problem. Its types are the framework's and have no XML comments.</summary>
internal sealed class ProblemSchemaFilter : ISchemaFilter
{
    private static readonly Dictionary<string, string> Descriptions = new(StringComparer.Ordinal)
    {
        ["type"] = "Names the kind of problem: the section of RFC 9110 on the status.",
        ["title"] = "The kind of problem in words.",
        ["status"] = "The HTTP status, 400 to 599.",
        ["detail"] = "What is wrong with this request, and what would be accepted.",
        ["instance"] = "Names this occurrence of the problem, if there is more to be had on it.",
        ["errors"] = "Everything that is wrong, by the request's own member names: what was given and what is accepted.",
    };

    /// <inheritdoc />
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (!typeof(ProblemDetails).IsAssignableFrom(context.Type) || schema is not OpenApiSchema { Properties: { } properties } problem)
        {
            return;
        }

        problem.Description = "An error (RFC 9457).";
        foreach ((string? name, string? description) in Descriptions)
        {
            if (properties.TryGetValue(name, out IOpenApiSchema? property))
            {
                property.Description = description;
            }
        }
    }
}
