using System.Diagnostics;
using System.Text;
using System.Text.Json;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Questions;
using WhichFlush.Api.Tests.Batch;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests.Operations.Fuzz;

/// <summary>
/// Requests of every sort through a socket: no 5xx, no hang, flat memory, and each answer of 200, and each line of a batch, is the engine's.
/// <c>FUZZ_REQUESTS</c> says how many (tests/trials/fuzz sets it), <c>FUZZ_SEED</c> which.
/// </summary>
[Collection(Alone.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Connections = 4;

    private static readonly JsonSerializerOptions Json = JsonOptions();

    private readonly int[] _statuses = new int[600];
    private int _compared;
    private int _lines;
    private int _unanswered;

    [Fact]
    public async Task Whatever_is_sent_is_answered_and_rightly()
    {
        int count = Number("FUZZ_REQUESTS", 4_000);
        int seed = Number("FUZZ_SEED", 1);
        var document = JsonElement.Parse(await File.ReadAllTextAsync(Repository.PathOf("openapi", "openapi.json")));
        await using var service = new SocketService(("RateLimiting:Enabled", "false"));
        int port = service.ClientOptions.BaseAddress.Port;
        var watch = Stopwatch.StartNew();

        await Run(document, port, seed, count / 10);
        long before = LiveBytes();
        await Run(document, port, seed + Connections, count - (count / 10));
        long after = LiveBytes();

        var statuses = _statuses.Index().Where(status => status.Item > 0).Select(status => $"{status.Index}: {status.Item}");
        string summary = $"{count} requests in {watch.Elapsed.TotalSeconds:0} s: {string.Join(", ", statuses)}; closed without an answer: {_unanswered}; "
            + $"compared with the engine: {_compared} and {_lines} lines of batches; "
            + $"{count / watch.Elapsed.TotalSeconds:0} a second; live memory {before >> 10} to {after >> 10} KiB";
        output.WriteLine(summary);
        TestContext.Current.SendDiagnosticMessage(summary);
        Assert.True(_compared > count / 20 && _lines > count / 10, summary);
        // Pools and templates are full after the first ten thousand requests; a leak would go on growing.
        Assert.True(after - before < 32 << 20, summary);
    }

    private async Task Run(JsonElement document, int port, int seed, int count) =>
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(worker => Task.Run(async () =>
        {
            var requests = new FuzzRequests(document, seed + worker);
            using var connection = new RawConnection(port);
            for (int i = 0; i < count / Connections; i++)
            {
                var request = requests.Next();
                var answer = await Ask(connection, request);
                if (answer is null)
                {
                    Interlocked.Increment(ref _unanswered);
                    continue;
                }

                Interlocked.Increment(ref _statuses[answer.Status]);
                // 505 is the right answer to another version of HTTP.
                Assert.True(answer.Status is < 500 or 505, $"{answer.Status} {answer.Body}\nto\n{Encoding.Latin1.GetString(request.Bytes)}");
                if (request.Items is { } items)
                {
                    Assert.Equal(200, answer.Status);
                    Interlocked.Add(ref _lines, BatchOracle.AssertLines(request.Question!, items, answer.Body));
                }
                else if (request.Question is { } question && answer.Status == 200 && answer.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal))
                {
                    Assert.Equal(AnswerOfEngine(question), answer.Body);
                    Interlocked.Increment(ref _compared);
                }
            }
        })));

    private static async Task<RawAnswer?> Ask(RawConnection connection, FuzzRequest request)
    {
        try
        {
            return await connection.AskAsync(request.Bytes, request.IsSpoilt);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"No answer to\n{Encoding.Latin1.GetString(request.Bytes)}", exception);
        }
    }

    /// <summary>The engine's answer to a question in a target or a body.</summary>
    private static string AnswerOfEngine(string asked)
    {
        QuestionBinder binder;
        if (asked.StartsWith("/v1/flush", StringComparison.Ordinal))
        {
            binder = Requests.OfQuery(asked["/v1/flush".Length..]);
        }
        else
        {
            binder = new QuestionBinder();
            Requests.ReadDocument(binder, JsonElement.Parse(asked.TrimStart('\uFEFF')));
        }

        binder.Complete();
        Assert.False(binder.HasErrors, asked);
        return JsonSerializer.Serialize(FlushAnswerMapper.Map(FlushReply.To(binder.Question, binder, CancellationToken.None)), Json);
    }

    private static long LiveBytes() => GC.GetTotalMemory(forceFullCollection: true);

    private static int Number(string name, int fallback) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : fallback;

    private static JsonSerializerOptions JsonOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        JsonSetup.Apply(options);
        return options;
    }
}
