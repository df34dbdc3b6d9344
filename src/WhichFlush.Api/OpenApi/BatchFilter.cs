using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using WhichFlush.Api.Batch;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes a batch: the parameters of its query string, and bodies of many items.</summary>
internal sealed class BatchFilter : IOperationFilter
{
    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId != BatchEndpoints.OperationId)
        {
            return;
        }

        operation.Parameters = [Detail(), Layout(), .. QuestionMembers.All.Where(member => member.InQuery).Select(Shared)];
        Describe(operation.RequestBody?.Content, "item", "question", "Records of 32 bytes", context.SchemaGenerator.GenerateSchema(typeof(FlushRequest), context.SchemaRepository));
        Describe(operation.Responses?["200"].Content, "answer", "answer", "Records of 32 bytes, or of 48 with `layout=2`", context.SchemaGenerator.GenerateSchema(typeof(BatchAnswer), context.SchemaRepository));
    }

    private static OpenApiParameter Detail() => new()
    {
        Name = BatchOptions.DetailName,
        In = ParameterLocation.Query,
        Description = "How much of each answer is wanted: the decision, or all that `/v1/flush` answers.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("brief"), JsonValue.Create("full")], Default = JsonValue.Create("brief") },
        Example = JsonValue.Create("brief"),
    };

    private static OpenApiParameter Layout() => new()
    {
        Name = BatchOptions.LayoutName,
        In = ParameterLocation.Query,
        Description = "The layout of answers in records, with `application/octet-stream` alone: 1 has 32 bytes, 2 has 48 and adds counts, repeats, conditions and warnings.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [JsonValue.Create((int)RecordLayout.Short), JsonValue.Create((int)RecordLayout.Long)], Default = JsonValue.Create((int)RecordLayout.Short) },
        Example = JsonValue.Create((int)RecordLayout.Long),
    };

    private static IOpenApiParameter Shared(Member member)
    {
        var parameter = (OpenApiParameter)FlushMembersFilter.Parameter(member, required: false);
        parameter.Description = $"For all items; then no item may give it. {member.Description}";
        return parameter;
    }

    private static void Describe(IDictionary<string, IOpenApiMediaType>? content, string one, string of, string records, IOpenApiSchema item)
    {
        foreach ((string? mediaType, IOpenApiMediaType? body) in content ?? new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal))
        {
            if (body is not OpenApiMediaType media)
            {
                continue;
            }

            media.Schema = mediaType switch
            {
                "application/json" => new OpenApiSchema { Type = JsonSchemaType.Array, Description = $"An array with one {of} for each item.", Items = item },
                "application/x-ndjson" => new OpenApiSchema { Type = JsonSchemaType.String, Description = $"One {one} a line, each an element of the array of the JSON form." },
                _ => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = $"{records}, as the operation's description lays them out." },
            };
        }
    }
}
