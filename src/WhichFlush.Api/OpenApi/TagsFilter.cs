using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes each group of operations. Endpoints join a group with <c>WithTags</c>.</summary>
internal sealed class TagsFilter : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Flush", "Which flush a change of a translation table entry needs."),
        ("Check", "Whether a sequence is right, by a model of TLBs."),
        ("Catalogues", "The data behind the answers: rules, descriptor formats, operations, parts."),
        ("Capabilities", "What CPUs can do: BBM levels, errata, ID registers."),
        ("Operations", "For those who run the service."),
    ];

    /// <inheritdoc />
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
        swaggerDoc.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
}
