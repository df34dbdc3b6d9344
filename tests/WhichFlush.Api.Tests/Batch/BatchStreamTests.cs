using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Batch;
using WhichFlush.Api.Tests.Operations;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>Batches over a real server on the loopback: long ones, and clients that hang up or do not read.</summary>
[Collection(Alone.Name)]
public sealed class BatchStreamTests
{
    private const string Line = """{"old":"0x600007ff","new":"0x6000077f","level":3,"bbm":2,"address":"0x8000000000"}""" + "\n";

    [Fact]
    public async Task A_million_lines_take_no_more_memory_than_a_few()
    {
        await using var service = Listening();
        byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, 1000)));
        await Send(service, block, 20);
        long before = GC.GetTotalMemory(forceFullCollection: true), highest = 0, next = 0;

        long lines = await Send(service, block, 1000, sofar =>
        {
            // Live memory, ten times on the way; garbage between collections does not count.
            if (sofar >= next)
            {
                next += 100_000;
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true));
            }
        });

        Assert.Equal(1_000_000, lines);
        Assert.True(highest - before < 32 << 20, $"{before} bytes before, {highest} at most");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("", 32)]
    [InlineData("?layout=2", 48)]
    public async Task As_many_answers_go_into_chunks_as_there_are(string query, int recordSize)
    {
        // Sizes about those of the server's own buffers.
        bool records = recordSize > 0;
        await using var service = new SocketService();
        using HttpClient client = service.CreateClient();
        foreach (int count in (int[])[127, 128, 129, 511, 512, 513, 1023, 1024, 1025, 5000])
        {
            using var body = new ByteArrayContent(records ? new byte[count * 32] : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"old\":1}\n", count))));
            body.Headers.ContentType = new(records ? "application/octet-stream" : "application/x-ndjson");

            using HttpResponseMessage answer = await client.PostAsync("/v1/flush/batch" + query, body);
            byte[] answers = await answer.Content.ReadAsByteArrayAsync();

            Assert.Equal(count, records ? answers.Length / (double)recordSize : answers.AsSpan().Count((byte)'\n'));
        }
    }

    [Fact]
    public async Task Answers_come_while_the_request_is_still_sent()
    {
        await using var service = Listening();
        using var socket = await Open(service);
        using var reader = new StreamReader(socket.GetStream());

        await Chunk(socket, Line);
        string? answer;
        do
        {
            answer = await reader.ReadLineAsync();
        }
        while (answer is not null && !answer.StartsWith('{'));

        Assert.StartsWith("{\"index\":0,", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_the_service_as_it_was()
    {
        await using var service = Listening();
        for (int i = 0; i < 5; i++)
        {
            using var socket = await Open(service);
            await Chunk(socket, string.Concat(Enumerable.Repeat(Line, 200)) + Line[..20]);
            socket.Client.LingerState = new LingerOption(enable: true, 0);
        }

        Assert.Equal(1000, await Send(service, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, 1000))), 1));
    }

    [Fact]
    public async Task Cancellation_stops_the_work_and_leaves_whole_lines()
    {
        using var cancelled = new CancellationTokenSource();
        var requests = new Pipe();
        var answers = new MemoryStream();
        var options = BatchOptions.Read(new QueryCollection(), BatchFormat.Lines);
        Task answering = BatchStream.Answer(requests.Reader, PipeWriter.Create(answers), options, BatchFormat.Lines, Flush.FlushJson.Create(), CancellationToken.None, cancelled.Token);
        await requests.Writer.WriteAsync(Encoding.UTF8.GetBytes(Line + Line + Line[..30]));
        while (answers.Length == 0)
        {
            await Task.Delay(5);
        }

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        string text = Encoding.UTF8.GetString(answers.ToArray());
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_not_read_from_either()
    {
        var requests = new Pipe(new PipeOptions(pauseWriterThreshold: 64 << 10, resumeWriterThreshold: 32 << 10));
        var answers = new Pipe(new PipeOptions(pauseWriterThreshold: 64 << 10, resumeWriterThreshold: 32 << 10));
        var options = BatchOptions.Read(new QueryCollection(), BatchFormat.Lines);
        using var stop = new CancellationTokenSource();
        Task answering = BatchStream.Answer(requests.Reader, answers.Writer, options, BatchFormat.Lines, Flush.FlushJson.Create(), CancellationToken.None, stop.Token);
        byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, 100)));
        int written = 0;
        while (written < 1000)
        {
            ValueTask<FlushResult> write = requests.Writer.WriteAsync(block);
            written++;
            if (!write.IsCompleted && await Task.WhenAny(write.AsTask(), Task.Delay(300)) is not Task<FlushResult>)
            {
                break;
            }
        }

        Assert.True(written < 100, $"{written} blocks were taken without a reader");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    private static Service Listening()
    {
        var service = new Service();
        service.UseKestrel(0);
        service.StartServer();
        return service;
    }

    /// <summary>Sends and reads at once, which HttpClient does not; counts the lines of the answer.</summary>
    private static async Task<long> Send(Service service, byte[] block, int times, Action<long>? watch = null)
    {
        using TcpClient socket = await Connect(service);
        NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"POST /v1/flush/batch HTTP/1.0\r\nContent-Type: application/x-ndjson\r\nContent-Length: {(long)block.Length * times}\r\n\r\n"));
        var sending = Task.Run(async () =>
        {
            for (int i = 0; i < times; i++)
            {
                await stream.WriteAsync(block);
            }
        });
        byte[] buffer = new byte[64 << 10];
        long lines = 0;
        byte last = 0;
        for (int read; (read = await stream.ReadAsync(buffer)) > 0; last = buffer[read - 1])
        {
            lines += (last == '}' && buffer[0] == '\n' ? 1 : 0) + buffer.AsSpan(0, read).Count("}\n"u8);
            watch?.Invoke(lines);
        }

        await sending;
        return lines;
    }

    private static async Task<TcpClient> Connect(Service service)
    {
        using HttpClient client = service.CreateClient();
        var socket = new TcpClient();
        await socket.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
        return socket;
    }

    private static async Task<TcpClient> Open(Service service)
    {
        TcpClient socket = await Connect(service);
        await socket.GetStream().WriteAsync("POST /v1/flush/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        return socket;
    }

    private static async Task Chunk(TcpClient socket, string text) =>
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{text.Length:x}\r\n{text}\r\n"));
}

/// <summary>Tests that measure the memory of the process, and so run without others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
