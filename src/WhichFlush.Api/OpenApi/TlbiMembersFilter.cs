using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using WhichFlush.Api.Questions;
using WhichFlush.Api.Tlbi;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes the query members of the operations on TLBI, from the tables of members.</summary>
internal sealed class TlbiMembersFilter : IOperationFilter
{
    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var members = operation.OperationId switch
        {
            TlbiEndpoints.ListId => TlbiMembers.List,
            TlbiEndpoints.OperandId => TlbiMembers.Operand,
            _ => [],
        };
        operation.Parameters = [.. operation.Parameters ?? [], .. members.Select(Parameter)];
    }

    private static IOpenApiParameter Parameter(TlbiMember member) => new OpenApiParameter
    {
        Name = member.Name,
        In = ParameterLocation.Query,
        Description = member.Description,
        Schema = Schema(member),
        Example = Node(member.Kind, member.Example),
    };

    private static OpenApiSchema Schema(TlbiMember member)
    {
        var fallback = member.Default is { } text ? Node(member.Kind, text) : null;
        return member.Kind switch
        {
            TlbiMemberKind.Value => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^(0[xX][0-9a-fA-F]{1,16}|[0-9]{1,20})$", Default = fallback },
            TlbiMemberKind.Integer => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = $"{member.Minimum}",
                Maximum = $"{member.Maximum}",
                Default = fallback,
            },
            TlbiMemberKind.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = fallback },
            _ => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. member.Names.Select(name => (JsonNode)name)],
                Default = fallback,
            },
        };
    }

    private static JsonNode Node(TlbiMemberKind kind, string text) => kind switch
    {
        TlbiMemberKind.Integer => int.Parse(text),
        TlbiMemberKind.Boolean => text == "true",
        _ => text,
    };
}
