using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Compression;

namespace WhichFlush.Api.OpenApi;

/// <summary>The contract as an OpenAPI 3.1 document, and Swagger UI.</summary>
internal static class OpenApiSetup
{
    private const string DocumentName = "v1";
    private const string Route = $"/openapi/{DocumentName}.json";
    private const OpenApiSpecVersion Version = OpenApiSpecVersion.OpenApi3_1;

    private static readonly string[] DocumentedAssemblies = ["WhichFlush.Api", "WhichFlush.Rules"];

    /// <summary>Adds the services of <see cref="MapOpenApiDocument"/>.</summary>
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();

        // Options instead of arguments of the middleware, because the command line tool that writes openapi/openapi.json reads options.
        services.Configure<SwaggerOptions>(options =>
        {
            options.RouteTemplate = Route.Replace(DocumentName, "{documentName}", StringComparison.Ordinal);
            options.OpenApiVersion = Version;
        });
        services.AddSingleton<OpenApiText>();

        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(DocumentName, Info);
            options.SupportNonNullableReferenceTypes();
            options.MapType<AddressText>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            options.SchemaFilter<ProblemSchemaFilter>();
            options.OperationFilter<FlushMembersFilter>();
            options.OperationFilter<TextBodiesFilter>();
            options.OperationFilter<CachingFilter>();
            options.OperationFilter<NegotiationFilter>();
            options.OperationFilter<BatchFilter>();
            options.SchemaFilter<FlushMembersFilter>();
            options.OperationFilter<QueryMembersFilter>();
            options.OperationFilter<ExamplesFilter>();
            options.DocumentFilter<TagsFilter>();
            foreach (string? path in DocumentedAssemblies.Select(CommentsOf).Where(File.Exists))
            {
                options.IncludeXmlComments(path, includeControllerXmlComments: false);
            }
        });
    }

    /// <summary>Maps <c>/openapi/v1.json</c>.</summary>
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Route, ([FromServices] OpenApiText text) => text.Document)
            .ExcludeFromDescription()
            .Cached(AnswerCaching.Revalidated)
            .Compressed();

    /// <summary>Serves Swagger UI at <c>/swagger</c>. The first request loads it.</summary>
    public static void UseSwaggerPage(this IApplicationBuilder app) => app.Use(next =>
    {
        var page = new Lazy<RequestDelegate>(() => BuildPage(app.New(), next));
        return http => http.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase) ? page.Value(http) : next(http);
    });

    private static RequestDelegate BuildPage(IApplicationBuilder branch, RequestDelegate next)
    {
        branch.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "swagger";
            options.DocumentTitle = Info.Title;

            // Relative, so that Swagger UI also works below a path that a proxy adds.
            options.SwaggerEndpoint($"..{Route}", Info.Title);
        });
        branch.Run(next);
        return branch.Build();
    }

    /// <summary>The document as text, made on first use and kept.</summary>
    internal sealed class OpenApiText(IServiceScopeFactory scopes)
    {
        private readonly Lazy<Task<StoredContent>> _document = new(() => Make(scopes));

        public Task<StoredContent> Document => _document.Value;

        private static async Task<StoredContent> Make(IServiceScopeFactory scopes)
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            OpenApiDocument document = await scope.ServiceProvider.GetRequiredService<IAsyncSwaggerProvider>().GetSwaggerAsync(DocumentName);
            return new StoredContent(Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(Version)), "application/json; charset=utf-8");
        }
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

    /// <summary>The file of XML comments. It is beside this assembly; the base directory is the tool's if a tool loads the service.</summary>
    private static string CommentsOf(string assembly) =>
        Path.Combine(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, $"{assembly}.xml");
}
