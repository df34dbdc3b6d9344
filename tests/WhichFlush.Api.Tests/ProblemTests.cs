using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WhichFlush.Api.Tests;

public sealed partial class ProblemTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    public async Task An_unknown_path_is_a_404_problem_whatever_is_accepted(string accept)
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", accept);

        using var answer = await client.GetAsync("/no/such/thing");

        var problem = await ReadProblem(answer, HttpStatusCode.NotFound);
        Assert.Equal("Not Found", problem.GetProperty("title").GetString());
        Assert.Contains("/no/such/thing", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_is_a_405_problem_that_names_the_right_one()
    {
        using var client = service.CreateClient();

        using var answer = await client.PostAsync("/health/live", content: null);

        var problem = await ReadProblem(answer, HttpStatusCode.MethodNotAllowed);
        Assert.Equal("'/health/live' does not take POST; it takes GET, HEAD.", problem.GetProperty("detail").GetString());
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(400, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"Bad Request","status":400}""")]
    [InlineData(404, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"detail":"There is nothing at '/answered/by/this/test'; what there is is listed at /swagger."}""")]
    [InlineData(406, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.7","title":"Not Acceptable","status":406,"detail":"No answer of '/answered/by/this/test' has a media type that 'Accept: text/plain' allows."}""")]
    [InlineData(408, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.9","title":"Request Timeout","status":408,"detail":"The request took too long to arrive."}""")]
    [InlineData(413, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.14","title":"Content Too Large","status":413,"detail":"The body is larger than this operation takes."}""")]
    [InlineData(415, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.16","title":"Unsupported Media Type","status":415,"detail":"The body has no Content-Type; '/answered/by/this/test' takes application/json."}""")]
    [InlineData(418, """{"type":"about:blank","title":"I'm a teapot","status":418}""")]
    [InlineData(422, """{"type":"https://tools.ietf.org/html/rfc4918#section-11.2","title":"Unprocessable Entity","status":422}""")]
    [InlineData(429, """{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"This client asks too much at once; it may ask again in  s (Retry-After). A batch asks many questions with one request."}""")]
    [InlineData(499, """{"type":"about:blank","title":"Client Closed Request","status":499}""")]
    [InlineData(503, """{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.4","title":"Service Unavailable","status":503,"detail":"The request was not done in the time that the service gives one; it may be sent again.","traceId":"TRACE"}""")]
    public async Task A_bare_status_becomes_a_problem_whatever_is_accepted(int status, string expected)
    {
        await using var answering = Answering(http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        using var client = answering.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/plain");

        using var answer = await client.GetAsync("/answered/by/this/test");

        await ReadProblem(answer, (HttpStatusCode)status);
        Assert.Equal(expected, TraceIds().Replace(await answer.Content.ReadAsStringAsync(), "\"traceId\":\"TRACE\""));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task An_exception_is_a_500_problem_that_keeps_its_secrets(string environment)
    {
        await using var answering = Answering(_ => throw new InvalidOperationException("the secret"), environment);
        using var client = answering.CreateClient();

        using var answer = await client.GetAsync("/answered/by/this/test");

        var problem = await ReadProblem(answer, HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", problem.GetRawText(), StringComparison.Ordinal);
        Assert.True(problem.TryGetProperty("traceId", out _));
    }

    [Fact]
    public async Task Json_that_does_not_parse_is_a_400_problem_that_says_where()
    {
        await using var answering = Answering(async http => await Bind(http, """{"status":"nonsense"}"""));
        using var client = answering.CreateClient();

        using var answer = await client.GetAsync("/answered/by/this/test");

        var problem = await ReadProblem(answer, HttpStatusCode.BadRequest);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Equal("status", error.Name);
        Assert.Contains("line 1", error.Value[0].GetString(), StringComparison.Ordinal);
    }

    /// <summary>Throws what the framework throws if it cannot bind a body.</summary>
    private static Task Bind(HttpContext http, string body)
    {
        try
        {
            var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>();
            JsonSerializer.Deserialize<Contract.Health>(body, options.Value.SerializerOptions);
            return Task.CompletedTask;
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException("Failed to read parameter.", StatusCodes.Status400BadRequest, exception);
        }
    }

    /// <summary>The service with a handler of the test behind all middleware.</summary>
    private static WebApplicationFactory<Program> Answering(RequestDelegate handler, string environment = "Production") =>
        new Service().WithWebHostBuilder(host => host
            .UseEnvironment(environment)
            .ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Last(handler))));

    private static async Task<JsonElement> ReadProblem(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("type").GetString()!);
        return problem;
    }

    [GeneratedRegex("\"traceId\":\"[^\"]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex TraceIds();

    private sealed class Last(RequestDelegate handler) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Run(handler);
        };
    }
}
