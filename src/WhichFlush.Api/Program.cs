using WhichFlush.Api.Batch;
using WhichFlush.Api.Capabilities;
using WhichFlush.Api.Catalogues;
using WhichFlush.Api.Check;
using WhichFlush.Api.Decode;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Json;
using WhichFlush.Api.OpenApi;
using WhichFlush.Api.Operations;
using WhichFlush.Api.Operations.Configuration;
using WhichFlush.Api.Page;
using WhichFlush.Api.Problems;
using WhichFlush.Api.RuleBooks;

var builder = Hosting.CreateBuilder(args);

if (HealthCheckCommand.IsAskedBy(args))
{
    return HealthCheckCommand.RunAsync(args, builder.Configuration).GetAwaiter().GetResult();
}

if (SettingsCheck.Fails(builder.Configuration, Console.Error))
{
    return 1;
}

builder.Services.AddJson();
builder.Services.AddProblems();
builder.Services.AddOpenApiDocument();
builder.Services.AddOperations();

var app = builder.Build();

app.UseOperations();
app.UseSwaggerPage();

app.MapFlush();
app.MapCheck();
app.MapBatch();
app.MapDecode();
app.MapRules();
app.MapCapabilities();
app.MapTlbi();
app.MapOperations();
app.MapPage();
app.MapOpenApiDocument();

app.Run();
return 0;
