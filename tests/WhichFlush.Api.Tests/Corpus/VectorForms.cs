using WhichFlush.Tests;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Asks the vectors in every form. The same question has the same answer in all of them, and each form its own bytes.</summary>
internal static class VectorForms
{
    private const int EveryText = 20;
    private const int EveryWitness = 100;

    private const string Flush = "/v1/flush";
    private const string Batch = "/v1/flush/batch";
    private const string Lines = "application/x-ndjson";

    /// <summary>Adds all forms of all vectors.</summary>
    public static async Task AddTo(AnswerList list, HttpClient client)
    {
        VectorQuestion[] all = VectorQuestion.All;
        string lines = string.Join('\n', all.Select(each => each.Json));
        await Add("get", all, each => CorpusRequest.Get(each.Id, $"{Flush}?{each.Query}"));
        await Add("post", all, each => CorpusRequest.Post(each.Id, Flush, each.Json));
        AddItems("line", BatchItems.OfLines(await client.Ask(CorpusRequest.Post("lines", Batch, lines, Lines))));
        AddItems("item", BatchItems.OfArray(await client.Ask(CorpusRequest.Post("array", Batch, $"[{string.Join(',', all.Select(each => each.Json))}]"))));
        AddItems("full", BatchItems.OfLines(await client.Ask(CorpusRequest.Post("full", $"{Batch}?detail=full", lines, Lines))));
        await AddRecords();
        await Add("text", Every(EveryText), each => CorpusRequest.Get(each.Id, $"{Flush}?{each.Query}", "text/plain"));
        await Add("witness", Every(EveryWitness), each => CorpusRequest.Post(each.Id, Flush, $"{each.Json[..^1]},\"witness\":true}}"), atATime: 2);

        VectorQuestion[] Every(int nth) => [.. all.Where((_, i) => i % nth == 0)];

        async Task Add(string form, VectorQuestion[] questions, Func<VectorQuestion, CorpusRequest> request, int atATime = 4) =>
            await list.AskAll(client, form, [.. questions.Select(request)], atATime);

        void AddItems(string form, IReadOnlyList<CorpusAnswer> answers) => list.AddAll([.. all.Select(each => each.Id)], form, answers);

        // What a record cannot hold goes into the query string, so vectors that agree on it share a batch.
        async Task AddRecords()
        {
            VectorQuestion[][] groups = [.. all.GroupBy(each => each.SharedQuery).Select(group => group.ToArray())];
            CorpusRequest[] requests = [.. groups.Select(group => CorpusRequest.Post(
                "records", $"{Batch}?{group[0].SharedQuery}", [.. group.SelectMany(each => each.Record)], "application/octet-stream"))];
            CorpusAnswer[] answers = await client.AskAll(requests);
            for (int i = 0; i < groups.Length; i++)
            {
                list.AddAll([.. groups[i].Select(each => each.Id)], "record", BatchItems.OfRecords(answers[i]));
            }
        }
    }

    /// <summary>Adds what <c>/v1/check</c> says of the vectors' sequences. Two at a time: a search that is starved of time is cut short.</summary>
    public static async Task AddSequencesTo(AnswerList list, HttpClient client) =>
        await list.AskAll(
            client,
            "check",
            [.. Vectors.Read("sequences").Select(vector => CorpusRequest.Post(vector.Id, "/v1/check", vector.Request.GetRawText()))],
            atATime: 2);
}
