using System.Net;

namespace WhichFlush.Api.Tests.Operations;

public sealed class HeaderTests
{
    private const string Question = "/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2";

    [Theory]
    [InlineData("/v1/rules")]
    [InlineData("/no/such/thing")]
    [InlineData("/v1/flush?old=<script>")]
    [InlineData("/metrics")]
    public async Task Every_answer_is_guarded(string path)
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.NotEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Swagger_UI_may_load_what_it_needs()
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();

        using var answer = await client.GetAsync("/swagger/index.html");

        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", (await answer.Content.ReadAsStringAsync()).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Question)]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task HEAD_is_GET_without_the_body(string path)
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var head = await client.SendAsync(request);
        using var get = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task OPTIONS_tells_the_methods()
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/flush");

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("https://a.example", "https://a.example")]
    [InlineData("*", "*")]
    [InlineData("https://b.example", null)]
    public async Task Pages_of_configured_origins_may_call(string origins, string? allowed)
    {
        await using var service = new SocketService(("Cors:Origins", origins));
        using var client = service.CreateClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/flush");
        preflight.Headers.Add("Origin", "https://a.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var call = new HttpRequestMessage(HttpMethod.Get, Question);
        call.Headers.Add("Origin", "https://a.example");

        using var asked = await client.SendAsync(preflight);
        using var called = await client.SendAsync(call);

        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(HttpStatusCode.OK, called.StatusCode);
        foreach (var answer in (HttpResponseMessage[])[asked, called])
        {
            Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
        }
    }
}
