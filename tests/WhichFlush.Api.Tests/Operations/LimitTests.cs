using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WhichFlush.Api.Tests.Operations;

public sealed class LimitTests
{
    private const string Question = "/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_above_the_limit_is_a_413_problem(bool chunked)
    {
        await using var service = new SocketService(("Limits:MaxBodyBytes", "1000"));
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/flush");
        request.Content = new StringContent(new string(' ', 1001), Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await client.SendAsync(request);

        await AssertProblem(answer, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_given_up_and_others_are_served()
    {
        await using var service = new SocketService(("Limits:RequestSeconds", "1"));
        using var client = service.CreateClient();
        var half = service.SendAsync("POST /v1/flush HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Question)).StatusCode);

        string answer = await half;
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("not done in the time", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_trickles_is_a_408_problem()
    {
        await using var service = new SocketService();

        string answer = await service.SendAsync("POST /v1/flush HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("took too long to arrive", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_does_not_end_is_a_408()
    {
        await using var service = new SocketService(("Limits:RequestHeadSeconds", "1"));

        string answer = await service.SendAsync("GET /v1/flush HTTP/1.1\r\nHost: x\r\nX-Slow: ");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_that_are_malformed_are_a_400_problem()
    {
        await using var service = new SocketService();

        string answer = await service.SendAsync("POST /v1/flush HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("The body cannot be read", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"o\u00FFld\": \"0x1\"}", "Not UTF-8")]
    [InlineData("{\"old\": \"\\ud800\"}", "not Unicode")]
    [InlineData("{\"cpu\": [\"\u00FF\"]}", "Not UTF-8")]
    public async Task Text_that_is_not_Unicode_is_a_400_problem(string body, string told)
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = new("application/json");

        using var answer = await client.PostAsync("/v1/flush", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_when_to_come_back()
    {
        await using var service = new SocketService(("RateLimiting:PerSecond", "1"), ("RateLimiting:Burst", "2"));
        using var client = service.CreateClient();
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Question)).StatusCode);
        }

        using var answer = await client.GetAsync(Question);

        string detail = await AssertProblem(answer, HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("again in 1 s", detail, StringComparison.Ordinal);
        foreach (string path in (string[])["/health/live", "/health/ready", "/metrics"])
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task A_client_may_run_only_so_much_at_once()
    {
        await using var service = new SocketService(("RateLimiting:Concurrent", "1"), ("Limits:RequestSeconds", "2"));
        using var client = service.CreateClient();
        var half = service.SendAsync("POST /v1/flush HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
        await Task.Delay(TimeSpan.FromSeconds(0.5));

        using var meanwhile = await client.GetAsync(Question);

        Assert.Equal(HttpStatusCode.TooManyRequests, meanwhile.StatusCode);
        await half;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Question)).StatusCode);
    }

    [Fact]
    public async Task Limiting_clients_can_be_switched_off()
    {
        await using var service = new SocketService(("RateLimiting:Enabled", "false"), ("RateLimiting:Burst", "1"));
        using var client = service.CreateClient();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Question)).StatusCode);
        }
    }

    [Theory]
    [InlineData("", HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.0/8", HttpStatusCode.OK)]
    [InlineData("10.0.0.1", HttpStatusCode.TooManyRequests)]
    public async Task Only_a_configured_proxy_is_believed_who_the_client_is(string proxies, HttpStatusCode second)
    {
        await using var service = new SocketService(("RateLimiting:Burst", "1"), ("RateLimiting:PerSecond", "1"), ("ForwardedHeaders:KnownProxies", proxies));
        using var client = service.CreateClient();

        Assert.Equal(HttpStatusCode.OK, (await Ask("203.0.113.1")).StatusCode);
        Assert.Equal(second, (await Ask("203.0.113.2")).StatusCode);

        Task<HttpResponseMessage> Ask(string address)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Question);
            request.Headers.Add("X-Forwarded-For", address);
            return client.SendAsync(request);
        }
    }

    private static async Task<string> AssertProblem(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }
}
