namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Bodies that are too large for a service that takes 1,000 bytes at most.</summary>
internal static class SizeProblems
{
    private static readonly string TooLarge = new(' ', 1001);

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        CorpusRequest.Post("size: flush", "/v1/flush", TooLarge),
        CorpusRequest.Post("size: flush, as large as may be", "/v1/flush", TooLarge[1..]),
        CorpusRequest.Post("size: check", "/v1/check", TooLarge),
        CorpusRequest.Post("size: identify", "/v1/cpus/identify", TooLarge, "text/plain"),
    ];
}
