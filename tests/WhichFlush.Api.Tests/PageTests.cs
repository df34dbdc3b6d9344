using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Tests;

/// <summary>Delivery of the page. <c>tests/web</c> tests the page in a browser.</summary>
public sealed partial class PageTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    public async Task The_page_is_html_with_a_strict_policy(string? accept)
    {
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_client_that_takes_no_html_gets_a_406_problem()
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "application/json");

        using var answer = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page/app.js")]
    public async Task Other_methods_are_a_405_problem(string path)
    {
        using var client = service.CreateClient();

        using var answer = await client.PostAsync(path, content: null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Everything_that_the_page_names_is_there_and_is_kept_by_its_tag()
    {
        using var client = service.CreateClient();
        string html = await client.GetStringAsync("/");
        string[] named = ["/", .. FileNames().Matches(html).Select(match => "/" + match.Value), "/page/values.js"];

        Assert.True(named.Length >= 5);
        foreach (string path in named)
        {
            using var first = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.True(first.Headers.CacheControl is { Public: true, NoCache: true });
            EntityTagHeaderValue tag = first.Headers.ETag!;

            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(tag);
            using var second = await client.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        }
    }

    [Theory]
    [InlineData("/page/none.js")]
    [InlineData("/page/index.html")]
    [InlineData("/page/..%2fProgram.cs")]
    public async Task There_are_no_other_files(string path)
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Every_member_of_the_question_has_a_field_with_a_label()
    {
        using var client = service.CreateClient();

        string html = await client.GetStringAsync("/");

        foreach (Member member in QuestionMembers.All.Where(member => member.Name != "witness"))
        {
            Assert.Contains($"id=\"{member.Name}\" name=\"{member.Name}\"", html, StringComparison.Ordinal);
            Assert.Contains($"<label for=\"{member.Name}\">", html, StringComparison.Ordinal);
            Assert.Contains($"id=\"{member.Name}-error\"", html, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("page/[a-z]+\\.(js|css|svg)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FileNames();
}
