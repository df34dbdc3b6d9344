using System.Diagnostics;

namespace WhichFlush.Api.Tests.Operations;

/// <summary>
/// Malformed requests that the server refuses before the service sees them: the server sends the status without a body and closes
/// the connection. The documentation lists the same.
/// </summary>
public sealed class RefusalTests
{
    private static readonly string LongHeader = new('a', 40_000);

    public static TheoryData<string, int> Refusals => new()
    {
        { "BREW\r\n\r\n", 400 },
        { "GET /health/live\r\n\r\n", 400 },
        { "GET \0 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400 },
        { "GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n\r\n", 400 },
        { "POST /v1/flush HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400 },
        { "POST /v1/flush HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400 },
        { "POST /v1/flush HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400 },
        { "POST /v1/flush HTTP/1.0\r\nHost: x\r\n\r\n", 400 },
        { $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { $"GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: {LongHeader}\r\n\r\n", 431 },
        { $"GET /health/live HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: 1\r\n"))}\r\n", 431 },
        { "GET /health/live HTTP/3.1\r\nHost: x\r\n\r\n", 505 },
        { "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ", 408 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task The_server_says_the_status_and_closes(string request, int status)
    {
        await using var service = new SocketService(("Limits:RequestHeadSeconds", "1"));
        var watch = Stopwatch.StartNew();

        string answer = await service.SendAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 0\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(status == 408 ? 8 : 4), $"{watch.Elapsed}");
    }
}
