using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using WhichFlush.Api.Platform.Compression;

namespace WhichFlush.Api.Tests.Operations;

public sealed class CompressionTests : IAsyncDisposable
{
    private const string Question = "/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2";

    private readonly SocketService _service = new();

    public static TheoryData<string, string> Compressed
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string path in (string[])["/", "/page/app.js", "/page/style.css", "/openapi/v1.json", "/v1/tlbi", "/v1/cpus"])
            {
                data.Add(path, "br");
                data.Add(path, "gzip");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task Large_answers_and_files_are_compressed(string path, string coding)
    {
        using HttpResponseMessage plain = await Ask(path);
        using HttpResponseMessage compressed = await Ask(path, coding);
        byte[] body = await plain.Content.ReadAsByteArrayAsync();
        byte[] sent = await compressed.Content.ReadAsByteArrayAsync();

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal([coding], compressed.Content.Headers.ContentEncoding);
        Assert.Equal(plain.Content.Headers.ContentType, compressed.Content.Headers.ContentType);
        Assert.Equal(sent.Length, compressed.Content.Headers.ContentLength);
        Assert.Equal(body, Decode(coding, sent));
        Assert.True(sent.Length * 2 < body.Length, $"{body.Length} bytes became {sent.Length}");
        Assert.Contains("Accept-Encoding", plain.Headers.Vary);
        Assert.Equal(plain.Headers.Vary, compressed.Headers.Vary);
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task A_compressed_answer_has_a_weak_tag_and_is_not_sent_twice(string path, string coding)
    {
        using HttpResponseMessage plain = await Ask(path);
        using HttpResponseMessage compressed = await Ask(path, coding);
        EntityTagHeaderValue strong = plain.Headers.ETag!, weak = compressed.Headers.ETag!;
        using HttpResponseMessage again = await Ask(path, coding, known: weak);
        using HttpResponseMessage plainAgain = await Ask(path, known: strong);
        using HttpResponseMessage other = await Ask(path, coding, known: new("\"another\"", isWeak: true));

        Assert.False(strong.IsWeak);
        Assert.Equal(new EntityTagHeaderValue(strong.Tag, isWeak: true), weak);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(weak, again.Headers.ETag);
        Assert.Equal(compressed.Headers.Vary, again.Headers.Vary);
        Assert.Equal(compressed.Headers.CacheControl, again.Headers.CacheControl);
        Assert.Empty(again.Content.Headers.ContentEncoding);
        Assert.Equal(HttpStatusCode.NotModified, plainAgain.StatusCode);
        Assert.Equal(strong, plainAgain.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task HEAD_has_the_headers_of_the_compressed_answer(string path, string coding)
    {
        using HttpResponseMessage get = await Ask(path, coding);
        using HttpResponseMessage head = await Ask(path, coding, method: HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentEncoding, head.Content.Headers.ContentEncoding);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(Question)]
    [InlineData("/v1/tlbi?scope=inner")]
    [InlineData("/v1/tlbi/VAE1IS")]
    [InlineData("/v1/cpus?name=Cortex-X")]
    [InlineData("/v1/cpus/Cortex-X4")]
    [InlineData("/v1/rules")]
    [InlineData("/v1/tlbi?nonsense=1")]
    [InlineData("/page/nonsense")]
    [InlineData("/metrics")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Small_answers_problems_and_the_state_of_the_service_are_not(string path)
    {
        using HttpResponseMessage plain = await Ask(path);
        using HttpResponseMessage asked = await Ask(path, "gzip, br");
        byte[] body = await asked.Content.ReadAsByteArrayAsync();

        Assert.Empty(asked.Content.Headers.ContentEncoding);
        Assert.Equal(plain.Headers.ETag, asked.Headers.ETag);
        Assert.Equal(plain.Headers.Vary, asked.Headers.Vary);
        if (path != "/metrics")
        {
            Assert.True(body.Length < CompressibleJson.MinBytes);
            Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), body);
        }
    }

    [Fact]
    public async Task Batches_are_not()
    {
        const string Item = """{"old":"0x400100080007c5","new":"0x4000005003","level":2,"bbm":2}""";
        using HttpClient client = _service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/flush/batch?detail=full");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        request.Content = new StringContent(string.Concat(Enumerable.Repeat($"{Item}\n", 20)), Encoding.UTF8, "application/x-ndjson");

        using HttpResponseMessage answer = await client.SendAsync(request);
        string[] lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal(20, lines.Length);
        Assert.True(lines.Sum(line => line.Length) > CompressibleJson.MinBytes);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task<HttpResponseMessage> Ask(string path, string? codings = null, HttpMethod? method = null, EntityTagHeaderValue? known = null)
    {
        using HttpClient client = _service.CreateClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", codings);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await client.SendAsync(request);
    }

    private static byte[] Decode(string coding, byte[] body)
    {
        using var source = new MemoryStream(body);
        using Stream decoder = coding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var decoded = new MemoryStream();
        decoder.CopyTo(decoded);
        return decoded.ToArray();
    }
}
