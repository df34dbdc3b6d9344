using System.Diagnostics;
using System.Net;
using System.Text;

namespace WhichFlush.Api.Tests.Operations;

public sealed class MetricsTests
{
    private const string Question = "/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2";

    [Fact]
    public async Task Metrics_tell_requests_decisions_and_the_process()
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();
        await client.GetAsync(Question);
        await client.GetAsync("/v1/flush?old=nonsense");
        await client.GetAsync("/no/such/thing");

        using var answer = await client.GetAsync("/metrics");
        string text = await answer.Content.ReadAsStringAsync();
        string[] lines = text.Split('\n');

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", lines);
        Assert.Single(lines, line => line.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal)
            && Has(line, "http_request_method=\"GET\"") && Has(line, "http_response_status_code=\"200\"") && Has(line, "http_route=\"/v1/flush/\"")
            && line.EndsWith(" 1", StringComparison.Ordinal));
        Assert.Contains(lines, line => Has(line, "http_response_status_code=\"400\""));
        Assert.Contains(lines, line => Has(line, "http_response_status_code=\"404\""));
        Assert.Contains(lines, line => line.StartsWith("whichflush_decisions_total{verdict=\"writeThenInvalidate\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("whichflush_decision_rules_total{rule=\"RKFLJB\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("dotnet_process_memory_working_set_bytes ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length == 0 || line[0] == '#' || line.LastIndexOf(' ') > 0));

        // No label holds a value or a path of a request.
        Assert.DoesNotContain("400100080007c5", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("nonsense", text, StringComparison.Ordinal);
        Assert.DoesNotContain("such/thing", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_of_a_report_are_counted_as_those_of_an_answer_in_JSON()
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();
        int before = await Count(client);
        using var report = new HttpRequestMessage(HttpMethod.Get, "/v1/flush?old=0x400000600007c3&new=0x400000600007c3&level=3&bbm=2&spuriousFault=true");
        report.Headers.Accept.ParseAdd("text/plain");

        using var answer = await client.SendAsync(report);

        Assert.Contains("RSQBCS", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await Count(client) > before);
    }

    private static async Task<int> Count(HttpClient client)
    {
        const string Series = "whichflush_decision_rules_total{rule=\"RSQBCS\"} ";
        string? line = (await client.GetStringAsync("/metrics")).Split('\n').FirstOrDefault(line => line.StartsWith(Series, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[Series.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Batches_are_counted_by_size_and_their_items_by_verdict()
    {
        // A process of its own, because other tests add to the same counts.
        using var service = await ServiceProcess.Start();
        using var client = new HttpClient { BaseAddress = service.Address };
        const string Item = """{"old":"0x400100080007c5","new":"0x4000005003","level":2,"bbm":2}""";
        byte[] record = Convert.FromHexString("c507800010004000" + "0350000040000000" + "0000000000000000" + "0000" + "0000" + "02020000");
        byte[] wrong = [.. record[..28], 9, .. record[29..]];
        await Post(client, "application/x-ndjson", Encoding.UTF8.GetBytes($"{Item}\n{{}}\n{Item}\n"));
        await Post(client, "application/json", Encoding.UTF8.GetBytes($"[{Item}]"), "?detail=full");
        await Post(client, "application/octet-stream", [.. record, .. wrong, .. record, .. record, 1]);

        // Decisions count while a batch runs. Its size counts when it ends, even if the client closed the connection.
        using (var running = await RunningBatch.Begin(service.Address, "application/x-ndjson"))
        {
            await running.Send(Encoding.UTF8.GetBytes($"{Item}\n"));
            await running.ReadSome();
            Assert.Contains("whichflush_decisions_total{verdict=\"writeThenInvalidate\"} 7", await Lines(client));
        }

        string[] lines;
        var watch = Stopwatch.StartNew();
        do
        {
            lines = await Lines(client);
        }
        while (watch.Elapsed < TimeSpan.FromSeconds(10) && !lines.Contains("whichflush_batch_items_count{media_type=\"application/x-ndjson\"} 2"));

        Assert.Contains("whichflush_batch_items_sum{media_type=\"application/x-ndjson\"} 4", lines);
        Assert.Contains("whichflush_batch_items_sum{media_type=\"application/json\"} 1", lines);
        Assert.Contains("whichflush_batch_items_sum{media_type=\"application/octet-stream\"} 4", lines);
        Assert.Contains("whichflush_batch_items_count{media_type=\"application/octet-stream\"} 1", lines);
        Assert.DoesNotContain(lines, line => Has(line, "400100080007c5"));
    }

    [Fact]
    public async Task The_buckets_of_a_histogram_add_up()
    {
        await using var service = new SocketService();
        using var client = service.CreateClient();
        await client.GetAsync(Question);

        var lines = (await client.GetStringAsync("/metrics")).Split('\n')
            .Where(line => line.StartsWith("http_server_request_duration_seconds_bucket", StringComparison.Ordinal) && Has(line, "/v1/flush/"))
            .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..])).ToList();

        Assert.Equal(lines.Order(), lines);
        Assert.Equal(1, lines[^1]);
    }

    [Fact]
    public async Task Traces_and_metrics_go_to_the_configured_collector()
    {
        using var collector = new HttpListener();
        int port = FreePort();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        var received = new Dictionary<string, string>(StringComparer.Ordinal);
        var collecting = Task.Run(async () =>
        {
            while (received.Count < 2)
            {
                var context = await collector.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                received[context.Request.Url!.AbsolutePath] = await reader.ReadToEndAsync();
                context.Response.Close();
            }
        });

        await using (var service = new SocketService(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{port}"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            using var client = service.CreateClient();
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Question)).StatusCode);
        }

        await collecting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("http.server.request.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("whichflush.decisions", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("whichflush", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.route", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.response.status_code", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("GET /v1/flush", received["/v1/traces"], StringComparison.Ordinal);
        Assert.All(received.Values, body => Assert.DoesNotContain("400100080007c5", body, StringComparison.Ordinal));
    }

    private static async Task<string[]> Lines(HttpClient client) => (await client.GetStringAsync("/metrics")).Split('\n');

    private static async Task Post(HttpClient client, string mediaType, byte[] body, string query = "")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(mediaType);
        using var answer = await client.PostAsync("/v1/flush/batch" + query, content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static bool Has(string line, string part) => line.Contains(part, StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
