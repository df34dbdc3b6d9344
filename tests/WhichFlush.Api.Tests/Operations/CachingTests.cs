using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Platform.Caching;

namespace WhichFlush.Api.Tests.Operations;

/// <summary>Caching headers and conditional requests.</summary>
public sealed class CachingTests(Service service) : IClassFixture<Service>
{
    private const string Question = "/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2";

    [Theory]
    [InlineData(Question)]
    [InlineData("/v1/decode?value=0x400100080007c5&level=2")]
    [InlineData("/v1/rules")]
    [InlineData("/v1/rules/6")]
    [InlineData("/v1/tlbi")]
    [InlineData("/v1/tlbi?scope=inner")]
    [InlineData("/v1/tlbi/VAE1IS")]
    [InlineData("/v1/tlbi/VAE1IS/operand?address=0x8000000000")]
    [InlineData("/v1/cpus")]
    [InlineData("/v1/cpus?name=Cortex-X")]
    [InlineData("/v1/cpus/Cortex-X4")]
    [InlineData("/v1/registers?name=ID_AA64MMFR2_EL1&value=0x1221011112101011")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    [InlineData("/page/app.js")]
    public async Task What_depends_on_the_URL_alone_may_be_kept_and_is_not_sent_twice(string path)
    {
        using var client = service.CreateClient();

        using var first = await client.GetAsync(path);
        using var again = await Ask(client, HttpMethod.Get, path, first.Headers.ETag!);
        using var weak = await Ask(client, HttpMethod.Get, path, new EntityTagHeaderValue(first.Headers.ETag!.Tag, isWeak: true));
        using var any = await Ask(client, HttpMethod.Get, path, EntityTagHeaderValue.Any);
        using var head = await Ask(client, HttpMethod.Head, path, first.Headers.ETag!);
        using var other = await Ask(client, HttpMethod.Get, path, new EntityTagHeaderValue("\"another\""));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.True(first.Headers.CacheControl!.Public);
        foreach (var known in (HttpResponseMessage[])[again, weak, any, head])
        {
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
            Assert.Equal(first.Headers.ETag, known.Headers.ETag);
            Assert.Equal(first.Headers.CacheControl, known.Headers.CacheControl);
            Assert.Equal(first.Headers.Vary, known.Headers.Vary);
            Assert.Empty(await known.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await other.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/v1/tlbi", "/v1/tlbi?scope=inner")]
    [InlineData("/v1/tlbi/VAE1IS", "/v1/tlbi/VAE1OS")]
    [InlineData("/v1/rules/6", "/v1/rules/9a")]
    [InlineData("/v1/cpus/Cortex-X4", "/v1/cpus/Cortex-X3")]
    public async Task Other_answers_have_other_tags(string one, string other)
    {
        using var client = service.CreateClient();
        using var first = await client.GetAsync(one);

        using var second = await Ask(client, HttpMethod.Get, other, first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    [Theory]
    [InlineData("/v1/flush?old=nonsense")]
    [InlineData("/v1/rules/nonsense")]
    [InlineData("/v1/tlbi/nonsense")]
    [InlineData("/v1/tlbi?nonsense=1")]
    [InlineData("/v1/tlbi/VAE1IS/operand?value=nonsense")]
    [InlineData("/v1/cpus?nonsense=1")]
    [InlineData("/v1/cpus/nonsense")]
    [InlineData("/v1/registers?name=nonsense")]
    [InlineData("/v1/decode")]
    [InlineData("/page/nonsense")]
    [InlineData("/no/such/thing")]
    public async Task Errors_are_not_kept(string path)
    {
        using var client = service.CreateClient();

        using var answer = await Ask(client, HttpMethod.Get, path, EntityTagHeaderValue.Any);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Null(answer.Headers.ETag);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task What_tells_of_this_moment_is_not_kept(string path)
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task What_is_negotiated_says_so()
    {
        using var client = service.CreateClient();
        using var page = await client.GetAsync("/");
        using var answer = await client.GetAsync(Question);

        Assert.Equal(["Accept", "Accept-Encoding"], page.Headers.Vary);
        Assert.Equal(["Accept"], answer.Headers.Vary);
    }

    /// <summary>Without <c>Vary: Origin</c> a cache would give a page an answer without CORS headers that it keeps for another client.</summary>
    [Theory]
    [InlineData("https://a.example")]
    [InlineData("https://a.example,https://b.example")]
    [InlineData("*")]
    public async Task Where_pages_may_call_answers_depend_on_the_origin(string origins)
    {
        await using var open = new SocketService(("Cors:Origins", origins));
        using var client = open.CreateClient();
        foreach (string? origin in (string?[])[null, "https://a.example", "https://c.example"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Question);
            request.Headers.TryAddWithoutValidation("Origin", origin);

            using var answer = await client.SendAsync(request);

            Assert.Single(answer.Headers.Vary, name => name == "Origin");
            Assert.Single(answer.Headers.Vary, name => name == "Accept");
        }
    }

    [Fact]
    public void Another_build_gives_other_tags()
    {
        var request = new DefaultHttpContext { Request = { Path = "/v1/rules" } }.Request;

        Assert.Equal(AnswerCaching.TagOf("a", request, ""), AnswerCaching.TagOf("a", request, ""));
        Assert.NotEqual(AnswerCaching.TagOf("a", request, ""), AnswerCaching.TagOf("b", request, ""));

        // A changed assembly has another id.
        Assert.Equal(["WhichFlush.Api", "WhichFlush.Rules", "WhichFlush.TlbModel"], ServiceBuild.Parts.Select(part => part.GetName().Name));
        Assert.All(ServiceBuild.Parts, part => Assert.Contains(part.ManifestModule.ModuleVersionId.ToString("N"), ServiceBuild.Id, StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient client, HttpMethod method, string path, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.IfNoneMatch.Add(known);
        return await client.SendAsync(request);
    }
}
