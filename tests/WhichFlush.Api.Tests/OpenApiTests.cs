using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests;

public sealed class OpenApiTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        using var client = service.CreateClient();
        var served = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"));
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("openapi", "openapi.json")));

        Assert.True(
            JsonNode.DeepEquals(committed, served),
            $"openapi/openapi.json is stale: run openapi/generate. Served is:\n{served}");
    }

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_names_no_server()
    {
        using var client = service.CreateClient();
        var document = JsonElement.Parse(await client.GetStringAsync("/openapi/v1.json"));

        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.False(document.TryGetProperty("servers", out var servers) && servers.GetArrayLength() > 0);
        Assert.Equal("Apache-2.0", document.GetProperty("info").GetProperty("license").GetProperty("identifier").GetString());
    }

    [Fact]
    public async Task Swagger_UI_is_served_and_finds_the_document()
    {
        using var client = service.CreateClient();

        using var page = await client.GetAsync("/swagger/index.html");
        string script = await client.GetStringAsync("/swagger/index.js");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("../openapi/v1.json", script, StringComparison.Ordinal);
    }
}
