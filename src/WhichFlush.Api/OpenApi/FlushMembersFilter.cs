using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using WhichFlush.Api.Check;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Decode;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes the members of a question, from the table of members: as parameters of GET and as the schema of a body.</summary>
internal sealed class FlushMembersFilter : IOperationFilter, ISchemaFilter
{
    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId == "getFlush")
        {
            operation.Parameters = [.. QuestionMembers.All.Where(member => member.InQuery).Select(member => Parameter(member, QuestionMembers.Table.Required.Contains(member)))];
        }
        else if (operation.OperationId == "getDecode")
        {
            operation.Parameters = [.. DecodeEndpoints.Members.All.Select(member => Parameter(member, DecodeEndpoints.Members.Required.Contains(member)))];
        }
    }

    /// <inheritdoc />
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if ((context.Type != typeof(FlushRequest) && context.Type != typeof(CheckRequest)) || schema is not OpenApiSchema request)
        {
            return;
        }

        request.Properties = QuestionMembers.All.ToDictionary(member => member.Name, Schema, StringComparer.Ordinal);
        request.Required = QuestionMembers.Table.Required.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        request.AdditionalPropertiesAllowed = false;
        if (context.Type == typeof(CheckRequest))
        {
            Member steps = CheckBinder.Table.Find(CheckBinder.StepsName)!;
            request.Properties[steps.Name] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = steps.Description,
                Items = new OpenApiSchema { Type = JsonSchemaType.String, Description = "An instruction." },
                Examples = [steps.Example.DeepClone()],
            };
            request.Required.Add(steps.Name);
        }
    }

    /// <summary>A member as a query parameter.</summary>
    public static IOpenApiParameter Parameter(Member member, bool required) => new OpenApiParameter
    {
        Name = member.Name,
        In = ParameterLocation.Query,
        Description = member.Description,
        Required = required,
        Schema = Schema(member),
        Example = member.Example.DeepClone(),
        Style = member.IsList ? ParameterStyle.Form : null,
        Explode = !member.IsList,
    };

    private static IOpenApiSchema Schema(Member member) => member.Schema switch
    {
        MemberSchema.Hex64 => Hex64(member.Description, member.Example),
        MemberSchema.Integer => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Description = member.Description,
            Minimum = $"{member.Minimum}",
            Maximum = $"{member.Maximum}",
            Default = member.Default?.DeepClone(),
            Examples = [member.Example.DeepClone()],
        },
        MemberSchema.Boolean => new OpenApiSchema
        {
            Type = JsonSchemaType.Boolean,
            Description = member.Description,
            Default = member.Default?.DeepClone(),
            Examples = [member.Example.DeepClone()],
        },
        MemberSchema.Hex64List => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = member.Description,
            Items = Hex64("A descriptor.", member.Example[0]!),
            Examples = [member.Example.DeepClone()],
        },
        MemberSchema.Strings => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = member.Description,
            Items = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A name or a value." },
            Examples = [member.Example.DeepClone()],
        },
        MemberSchema.Integers => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = member.Description,
            Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = $"{member.Minimum}", Maximum = $"{member.Maximum}" },
            Examples = [member.Example.DeepClone()],
        },
        MemberSchema.Names => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = member.Description,
            Items = Names(member, "A feature's name."),
            Examples = [member.Example.DeepClone()],
        },
        MemberSchema.Run => new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = member.Description,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["old"] = Values(member, "old"), ["new"] = Values(member, "new") },
            Required = new HashSet<string>(["old", "new"], StringComparer.Ordinal),
            AdditionalPropertiesAllowed = false,
            Examples = [member.Example.DeepClone()],
        },
        _ => Names(member, member.Description),
    };

    /// <summary>One of the two lists of a run.</summary>
    private static OpenApiSchema Values(Member member, string side) => new()
    {
        Type = JsonSchemaType.Array,
        Description = $"The {side} values, one for each member of the run.",
        Items = Hex64("A descriptor.", member.Example[side]![0]!),
    };

    private static OpenApiSchema Hex64(string description, JsonNode example) => new()
    {
        Type = JsonSchemaType.String,
        Pattern = "^(0[xX][0-9a-fA-F]+|[0-9]+)$",
        Description = $"{description} A decimal integer is accepted, too.",
        Examples = [example.DeepClone()],
    };

    private static OpenApiSchema Names(Member member, string description) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Enum = [.. member.Values.Select(value => (JsonNode)value)],
        Default = member.Schema == MemberSchema.Enumeration ? member.Default?.DeepClone() : null,
        Examples = member.Schema == MemberSchema.Enumeration ? [member.Example.DeepClone()] : null,
    };
}
