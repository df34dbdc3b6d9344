using System.Reflection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace WhichFlush.Api.OpenApi;

/// <summary>The service's contract as an OpenAPI 3.1 document, and a page to try it on.</summary>
internal static class OpenApiSetup
{
    private const string DocumentName = "v1";

    private static readonly string[] DocumentedAssemblies = ["WhichFlush.Api", "WhichFlush.Rules"];

    /// <summary>Adds what <see cref="UseOpenApiDocument"/> needs.</summary>
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();

        // Options and not arguments, so that the command line tool that writes openapi/openapi.json sees them too.
        services.Configure<SwaggerOptions>(options =>
        {
            options.RouteTemplate = "/openapi/{documentName}.json";
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        });

        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(DocumentName, Info);
            options.SupportNonNullableReferenceTypes();
            options.SchemaFilter<ProblemSchemaFilter>();
            options.OperationFilter<FlushMembersFilter>();
            options.OperationFilter<TextBodiesFilter>();
            options.OperationFilter<BatchFilter>();
            options.SchemaFilter<FlushMembersFilter>();
            options.OperationFilter<TlbiMembersFilter>();
            options.OperationFilter<ExamplesFilter>();
            options.DocumentFilter<TagsFilter>();
            foreach (var path in DocumentedAssemblies.Select(CommentsOf).Where(File.Exists))
            {
                options.IncludeXmlComments(path, includeControllerXmlComments: false);
            }
        });
    }

    /// <summary>Serves <c>/openapi/v1.json</c>, and Swagger UI at <c>/swagger</c>. Swashbuckle is not loaded before one of them is asked for.</summary>
    public static void UseOpenApiDocument(this IApplicationBuilder app) => app.Use(next =>
    {
        var document = new Lazy<RequestDelegate>(() => Build(app.New(), next));
        return http => IsPartOfDocument(http.Request.Path) ? document.Value(http) : next(http);
    });

    private static bool IsPartOfDocument(PathString path) =>
        path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase);

    private static RequestDelegate Build(IApplicationBuilder branch, RequestDelegate next)
    {
        branch.UseSwagger();
        branch.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "swagger";
            options.DocumentTitle = Info.Title;

            // Relative, so that the page also works below a path that a proxy adds.
            options.SwaggerEndpoint($"../openapi/{DocumentName}.json", Info.Title);
        });
        branch.Run(next);
        return branch.Build();
    }

    private static OpenApiInfo Info => new()
    {
        Title = "WhichFlush",
        Version = typeof(OpenApiSetup).Assembly.GetName().Version!.ToString(3),
        Description =
            "Given the old and the new value of an AArch64 translation table entry, tells whether the new one may be written "
            + "straight over the old one, which TLB maintenance and barriers the change needs and in which order, and by which "
            + "rules of the Arm architecture. 64-bit values travel as `\"0x…\"` strings. Errors are `application/problem+json`.",
        License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
    };

    /// <summary>Beside this assembly, and not in the base directory, which is the tool's own when a tool loads the service.</summary>
    private static string CommentsOf(string assembly) =>
        Path.Combine(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, $"{assembly}.xml");
}
