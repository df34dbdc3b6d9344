using WhichFlush.Api.Tests.Operations;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>
/// What clients get must not change by accident: digests of some 6,000 answers, and whole answers where a reader wants to see
/// them, in <c>tests/vectors/corpus</c>. Only HTTP is used, so that the code behind it can be arranged anew.
/// </summary>
public sealed class CorpusTests(CorpusService service) : IClassFixture<CorpusService>
{
    [Fact]
    public async Task Every_vector_sequence_and_catalogue_is_answered_as_before()
    {
        using var client = service.CreateClient();
        var list = new AnswerList();

        await VectorForms.AddTo(list, client);
        await VectorForms.AddSequencesTo(list, client);
        await list.AskAll(client, "get", await CatalogueRequests.All(client));
        await list.AskAll(client, "post", IdentifyRequests.All);

        await CorpusFile.AssertSame("answers.txt", list.ToString(), CorpusFile.SplitLines);
    }

    [Fact]
    public async Task Whole_bodies_are_those_of_before()
    {
        using var client = service.CreateClient();
        CorpusRequest[] requests = [.. FlushBodies.All, .. OtherBodies.All];

        string actual = Transcript.Of(requests, await client.AskAll(requests, atATime: 2));

        await CorpusFile.AssertSame("bodies.txt", actual, CorpusFile.SplitTranscripts);
    }

    [Fact]
    public async Task Every_bad_request_is_refused_as_before()
    {
        // Bodies are bounded by the server itself, which an answer in memory does without.
        await using var bounded = new SocketService(("RateLimiting:Enabled", "false"), ("Limits:MaxBodyBytes", "1000"));
        using HttpClient client = service.CreateClient(), boundedClient = bounded.CreateClient();
        CorpusRequest[] requests =
        [
            .. FlushQueryProblems.All, .. FlushBodyProblems.All, .. FlushFormProblems.All, .. BatchProblems.All, .. CheckProblems.All,
            .. CatalogueProblems.All, .. RouteProblems.All,
        ];

        string actual = Transcript.Of(requests, await client.AskAll(requests))
            + Transcript.Of(SizeProblems.All, await boundedClient.AskAll(SizeProblems.All, atATime: 1));

        Assert.DoesNotContain("traceId", actual, StringComparison.Ordinal);
        await CorpusFile.AssertSame("problems.txt", actual, CorpusFile.SplitTranscripts);
    }
}
