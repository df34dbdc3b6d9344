using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using WhichFlush.Api.Cpus;
using WhichFlush.Api.Questions;
using WhichFlush.Api.Tlbi;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes the query members of TLBI, CPU and register operations from the tables that read them.</summary>
internal sealed class QueryMembersFilter : IOperationFilter
{
    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        IEnumerable<Member> members = operation.OperationId switch
        {
            TlbiEndpoints.ListId => TlbiFilter.Members.All,
            TlbiEndpoints.OperandId => OperandQuery.Members.All,
            CapabilitiesEndpoints.ListId => CpuFilter.Members.All,
            CapabilitiesEndpoints.RegisterId => RegisterQuery.Members.All,
            _ => [],
        };
        operation.Parameters = [.. operation.Parameters ?? [], .. members.Select(Parameter)];
    }

    private static IOpenApiParameter Parameter(Member member) => new OpenApiParameter
    {
        Name = member.Name,
        In = ParameterLocation.Query,
        Description = member.Description,
        Schema = Schema(member),
        Example = member.Example.DeepClone(),
    };

    private static OpenApiSchema Schema(Member member)
    {
        JsonNode? fallback = member.Default?.DeepClone();
        return member.Schema switch
        {
            MemberSchema.Hex64 => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^(0[xX][0-9a-fA-F]{1,16}|[0-9]{1,20})$", Default = fallback },
            MemberSchema.Integer => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = $"{member.Minimum}",
                Maximum = $"{member.Maximum}",
                Default = fallback,
            },
            MemberSchema.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = fallback },
            MemberSchema.Enumeration => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. member.Values.Select(name => (JsonNode)name)],
                Default = fallback,
            },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        };
    }
}
