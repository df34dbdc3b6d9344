using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Batch;

/// <summary>How much of each answer is wanted.</summary>
internal enum BatchDetail
{
    /// <summary>The decision.</summary>
    Brief,

    /// <summary>The whole answer of <c>/v1/flush</c>.</summary>
    Full,
}

/// <summary>What the query string says of all items.</summary>
/// <param name="Shared">Members that all items share, and what is wrong with the query string.</param>
/// <param name="Detail">How much is wanted.</param>
internal sealed record BatchOptions(FlushDraft Shared, BatchDetail Detail)
{
    /// <summary>The query parameter that is no member of a question.</summary>
    public const string DetailName = "detail";

    /// <summary>Reads the query string.</summary>
    public static BatchOptions Read(IQueryCollection query, BatchFormat format)
    {
        var shared = new FlushDraft();
        FlushReader.ReadQuery(shared, new QueryCollection(query
            .Where(parameter => parameter.Key != DetailName)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value, StringComparer.Ordinal)));
        string given = query.TryGetValue(DetailName, out var values) ? values.ToString() : "brief";
        if (given is not ("brief" or "full"))
        {
            shared.Fail(DetailName, $"Given {(given.Length == 0 ? "nothing" : given)}. Accepted: brief or full, once.");
        }
        else if (given == "full" && format == BatchFormat.Records)
        {
            shared.Fail(DetailName, "Given full, but records hold the brief answer only. Accepted with application/octet-stream: brief.");
        }

        return new(shared, given == "full" ? BatchDetail.Full : BatchDetail.Brief);
    }
}
