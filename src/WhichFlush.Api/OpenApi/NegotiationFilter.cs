using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace WhichFlush.Api.OpenApi;

/// <summary>Describes the 406 of every operation that answers in one media type.</summary>
internal sealed class NegotiationFilter : IOperationFilter
{
    /// <inheritdoc />
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.Responses?.GetValueOrDefault("406") is { } refused && refused.Description == ReasonPhrases.GetReasonPhrase(StatusCodes.Status406NotAcceptable))
        {
            refused.Description = "`Accept` does not allow JSON.";
        }
    }
}
