using WhichFlush.Api.Batch;
using WhichFlush.Api.Check;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Cpus;
using WhichFlush.Api.Decode;
using WhichFlush.Api.Flush;
using WhichFlush.Api.OpenApi;
using WhichFlush.Api.Page;
using WhichFlush.Api.Platform;
using WhichFlush.Api.Platform.Configuration;
using WhichFlush.Api.Platform.Problems;
using WhichFlush.Api.Rules;
using WhichFlush.Api.Tlbi;

WebApplicationBuilder builder = Hosting.CreateBuilder(args);

if (HealthCheckCommand.IsRequested(args))
{
    return HealthCheckCommand.RunAsync(args, builder.Configuration).GetAwaiter().GetResult();
}

if (SettingsCheck.Fails(builder.Configuration, Console.Error))
{
    return 1;
}

builder.Services.AddJson();
builder.Services.AddProblems();
builder.Services.AddFlush();
builder.Services.AddOpenApiDocument();
builder.Services.AddOperations();

WebApplication app = builder.Build();

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
