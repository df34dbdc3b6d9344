using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace WhichFlush.Api.Tests.Operations;

/// <summary>A batch that runs while its service drains goes on, and its last answer names the first item without an answer.</summary>
public sealed class BatchDrainTests
{
    private const string Item = """{"old":"0x400100080007c5","new":"0x4000005003","level":2,"bbm":2}""";

    private static readonly byte[] Record = Convert.FromHexString("c507800010004000" + "0350000040000000" + "0000000000000000" + "0000" + "0000" + "02020000");

    private static readonly string[] Settings = ["--Shutdown:DrainSeconds=0", "--Shutdown:TimeoutSeconds=2", "--RateLimiting:Enabled=false"];

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    public async Task A_batch_that_waits_goes_on_and_is_ended_in_time(string mediaType)
    {
        using var service = await ServiceProcess.Start(Settings);
        using var batch = await RunningBatch.Begin(service.Address, mediaType);
        await batch.Send(PieceOf(mediaType, first: true));
        await batch.ReadSome();

        await service.Terminate();
        var watch = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(0.3));
        await batch.Send(PieceOf(mediaType, first: false));
        byte[] body = await batch.ReadToEnd();

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        AssertEnded(mediaType, body, answered: 2);
        Assert.Equal(0, await service.Exit(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    public async Task A_batch_that_is_busy_ends_behind_a_whole_answer(string mediaType)
    {
        using var service = await ServiceProcess.Start(Settings);
        using var batch = await RunningBatch.Begin(service.Address, mediaType);
        byte[] first = PieceOf(mediaType, first: true), further = PieceOf(mediaType, first: false);
        byte[] many = [.. Enumerable.Repeat(further, 100).SelectMany(piece => piece)];
        await batch.Send(first);
        await batch.ReadSome();
        var reading = batch.ReadToEnd();
        await service.Terminate();

        while (!reading.IsCompleted)
        {
            await batch.Send(many);
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        AssertEnded(mediaType, await reading, answered: null);
        batch.Dispose();
        Assert.Equal(0, await service.Exit(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    public async Task A_batch_that_has_sent_nothing_is_told_to_begin_elsewhere(string mediaType)
    {
        using var service = await ServiceProcess.Start(Settings);
        using var batch = await RunningBatch.Begin(service.Address, mediaType);
        using var client = new HttpClient { BaseAddress = service.Address };
        var watch = Stopwatch.StartNew();
        while (!(await client.GetStringAsync("/metrics")).Contains("http_request_method=\"POST\"} 1\n", StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "The batch was not taken up.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        await service.Terminate();

        AssertEnded(mediaType, await batch.ReadToEnd(), answered: 0);
        Assert.Equal(0, await service.Exit(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    public async Task A_batch_that_ends_in_time_ends_as_ever(string mediaType)
    {
        using var service = await ServiceProcess.Start(Settings);
        using var batch = await RunningBatch.Begin(service.Address, mediaType);
        await batch.Send(PieceOf(mediaType, first: true));
        await batch.ReadSome();

        await service.Terminate();
        await Task.Delay(TimeSpan.FromSeconds(0.3));
        await batch.Send(PieceOf(mediaType, first: false));
        await batch.Send(mediaType == "application/json" ? "]"u8.ToArray() : []);
        await batch.End();
        byte[] body = await batch.ReadToEnd();

        Assert.DoesNotContain("stopping", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        Assert.Equal(0, mediaType == "application/octet-stream" ? body[32] : 0);
        Assert.Equal(0, await service.Exit(TimeSpan.FromSeconds(10)));
    }

    private static byte[] PieceOf(string mediaType, bool first) => mediaType switch
    {
        "application/x-ndjson" => Encoding.UTF8.GetBytes(Item + "\n"),
        "application/json" => Encoding.UTF8.GetBytes((first ? "[" : ",") + Item),
        _ => Record,
    };

    /// <summary>Asserts that all answers but the last are complete and in order, and that the last names the first item without an answer.</summary>
    private static void AssertEnded(string mediaType, byte[] body, int? answered)
    {
        if (mediaType == "application/octet-stream")
        {
            Assert.Equal(0, body.Length % 32);
            int last = (body.Length / 32) - 1;
            Assert.Equal(answered ?? last, last);
            Assert.All(Enumerable.Range(0, last), record => Assert.Equal((0, 2), (body[record * 32], body[(record * 32) + 1])));
            Assert.Equal([3, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes((long)last), .. new byte[16]], body[^32..]);
            return;
        }

        string text = Encoding.UTF8.GetString(body);
        var answers = mediaType == "application/json"
            ? [.. JsonNode.Parse(text)!.AsArray().Select(node => node!)]
            : text.Split('\n')[..^1].Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.True(mediaType == "application/json" || text.EndsWith('\n'));
        Assert.Equal(Enumerable.Range(0, answers.Length), answers.Select(answer => answer["index"]!.GetValue<int>()));
        Assert.All(answers[..^1], answer => Assert.Equal("writeThenInvalidate", answer["verdict"]!.GetValue<string>()));
        var end = answers[^1];
        Assert.Equal(answered ?? answers.Length - 1, end["index"]!.GetValue<int>());
        Assert.Equal(503, end["error"]!["status"]!.GetValue<int>());
        Assert.Contains($"from index {answers.Length - 1} on", end["error"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
