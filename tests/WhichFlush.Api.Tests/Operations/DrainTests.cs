using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WhichFlush.Api.Tests.Operations;

public sealed class DrainTests
{
    private const string Body = """{"old": "0x400100080007c5", "new": "0x4000005003", "level": 2, "bbm": 2}""";

    [Fact]
    public async Task A_service_that_is_told_to_terminate_finishes_what_it_has_begun()
    {
        using var service = await ServiceProcess.Start("--Shutdown:DrainSeconds=2", "--Shutdown:TimeoutSeconds=10");
        var address = service.Address;
        using var client = new HttpClient { BaseAddress = address };
        using var begun = await BeginRequest(address);

        await service.Terminate();
        var watch = Stopwatch.StartNew();

        // The service is not ready but serves.
        await Until(async () => (await client.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.5), $"{watch.Elapsed}");
        using var served = await client.GetAsync("/v1/rules");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.True(served.Headers.ConnectionClose);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);

        // After the drain the service refuses connections and finishes running requests.
        await Until(async () => !await TakesConnections(address));
        await begun.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Body));
        using var reader = new StreamReader(begun.GetStream());
        string answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("writeThenInvalidate", answer, StringComparison.Ordinal);

        Assert.Equal(0, await service.Exit(TimeSpan.FromSeconds(20)));
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1.9), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task A_service_exits_in_time_though_a_request_does_not_end()
    {
        using var service = await ServiceProcess.Start("--Shutdown:DrainSeconds=0", "--Shutdown:TimeoutSeconds=1", "--Limits:MinBodyBytesPerSecond=0");
        using var begun = await BeginRequest(service.Address);

        await service.Terminate();

        Assert.Equal(0, await service.Exit(TimeSpan.FromSeconds(10)));
    }

    private static async Task<TcpClient> BeginRequest(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/flush HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n"));
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        return client;
    }

    private static async Task<bool> TakesConnections(Uri address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "It did not come about.");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
