using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Platform.Negotiation;

namespace WhichFlush.Api.Tests.Operations;

public sealed class NegotiationTests(Service service) : IClassFixture<Service>
{
    public static TheoryData<string, string, string> Endpoints => new()
    {
        { "GET", "/", "text/html" },
        { "GET", "/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2", "application/json" },
        { "POST", "/v1/flush", "application/json" },
        { "POST", "/v1/flush/batch", "application/json" },
        { "POST", "/v1/check", "application/json" },
        { "GET", "/v1/decode?value=0x400100080007c5&level=2", "application/json" },
        { "GET", "/v1/tlbi", "application/json" },
        { "GET", "/v1/tlbi/VAE1IS", "application/json" },
        { "GET", "/v1/tlbi/VAE1IS/operand", "application/json" },
        { "GET", "/v1/cpus", "application/json" },
        { "GET", "/v1/cpus/Cortex-X4", "application/json" },
        { "POST", "/v1/cpus/identify", "application/json" },
        { "GET", "/v1/registers?name=ID_AA64MMFR2_EL1&value=0", "application/json" },
        { "GET", "/v1/rules", "application/json" },
        { "GET", "/v1/rules/6", "application/json" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Every_endpoint_answers_406_if_its_media_type_is_excluded(string method, string path, string mediaType)
    {
        foreach (string accept in (string[])["image/png", $"{mediaType};q=0, image/png", $"{mediaType};q=0, */*;q=0", "nonsense"])
        {
            using HttpResponseMessage answer = await Ask(method, path, accept);

            Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("has a media type that", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Null(answer.Headers.ETag);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Every_endpoint_answers_if_its_media_type_is_allowed(string method, string path, string mediaType)
    {
        foreach (string accept in (string[])["", "*/*", mediaType, $"{mediaType[..mediaType.IndexOf('/')]}/*", $"image/png, {mediaType};q=0.1"])
        {
            using HttpResponseMessage answer = await Ask(method, path, accept);

            Assert.NotEqual(HttpStatusCode.NotAcceptable, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_page_is_refused_to_a_client_that_excludes_html_alone()
    {
        using HttpResponseMessage answer = await Ask("GET", "/", "text/html;q=0, */*");

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task Operators_are_answered_whatever_they_accept(string path)
    {
        using HttpResponseMessage answer = await Ask("GET", path, "image/png");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, "a/json")]
    [InlineData("", "a/json")]
    [InlineData(" ", "a/json")]
    [InlineData("*/*", "a/json")]
    [InlineData("a/*", "a/json")]
    [InlineData("b/*", "b/text")]
    [InlineData("B/Text", "b/text")]
    [InlineData("a/json, b/text", "a/json")]
    [InlineData("a/json;q=0.5, b/text", "b/text")]
    [InlineData("a/json;q=0.5, */*;q=0.4", "a/json")]
    [InlineData("a/json;q=0.5, */*;q=0.6", "b/text")]
    [InlineData("a/json;q=0, */*", "b/text")]
    [InlineData("a/*;q=0, a/json", "a/json")]
    [InlineData("*/*;q=0, b/text;q=0.001", "b/text")]
    [InlineData("a/json;charset=utf-8", "a/json")]
    [InlineData("a/json;q=0, b/*;q=0, */*", null)]
    [InlineData("c/png", null)]
    [InlineData("nonsense", null)]
    public void The_most_specific_range_decides_and_the_highest_quality_wins(string? accept, string? expected)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;

        Assert.Equal(expected, AcceptHeader.Choose(request, "a/json", "b/text"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("identity", null)]
    [InlineData("deflate", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, br;q=0.9", "gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*;q=0", null)]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData("identity;q=0.5, GZIP", "gzip")]
    [InlineData("gzip;q=0, br;q=0", null)]
    public void The_preferred_coding_is_chosen(string? accepted, string? expected)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        request.Headers.AcceptEncoding = accepted;

        Assert.Equal(expected, ContentCoding.Choose(request));
    }

    private async Task<HttpResponseMessage> Ask(string method, string path, string accept)
    {
        using HttpClient client = service.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (method == "POST")
        {
            request.Content = new StringContent("[]", Encoding.UTF8, path.EndsWith("identify", StringComparison.Ordinal) ? "text/plain" : "application/json");
        }

        return await client.SendAsync(request);
    }
}
