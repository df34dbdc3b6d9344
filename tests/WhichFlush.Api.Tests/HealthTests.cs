using System.Net;

namespace WhichFlush.Api.Tests;

public sealed class HealthTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("/health/live", """{"status":"live"}""")]
    [InlineData("/health/ready", """{"status":"ready"}""")]
    public async Task A_running_service_is_live_and_ready(string path, string expected)
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }
}
