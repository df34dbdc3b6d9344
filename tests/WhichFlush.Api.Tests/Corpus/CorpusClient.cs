namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Asks the service over HTTP, several requests at a time.</summary>
internal static class CorpusClient
{
    private const int AtATime = 4;

    /// <summary>The answers, in the order of the requests.</summary>
    public static async Task<CorpusAnswer[]> AskAll(this HttpClient client, IReadOnlyList<CorpusRequest> requests, int atATime = AtATime)
    {
        var answers = new CorpusAnswer[requests.Count];
        await Parallel.ForAsync(
            0,
            requests.Count,
            new ParallelOptions { MaxDegreeOfParallelism = atATime },
            async (i, _) => answers[i] = await client.Ask(requests[i]));
        return answers;
    }

    /// <summary>One answer.</summary>
    public static async Task<CorpusAnswer> Ask(this HttpClient client, CorpusRequest request)
    {
        using HttpRequestMessage message = request.ToMessage();
        using HttpResponseMessage answer = await client.SendAsync(message);
        return await CorpusAnswer.Read(answer);
    }
}
