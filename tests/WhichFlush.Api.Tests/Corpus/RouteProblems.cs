namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Paths that there are not, and methods that a path does not take. OPTIONS is answered, and stands here for what it says of them.</summary>
internal static class RouteProblems
{
    private static readonly string[] Unknown =
        ["/no/such/thing", "/v1", "/v1/", "/v2/flush", "/v1/flush/", "/v1/flush/other", "/V1/FLUSH", "/v1/check/", "/page/nothing.js", "/health", "/%2e%2e/etc", "/v1/fl%C3%BCsh"];

    private static readonly (string Method, string Url)[] Methods =
    [
        ("PUT", "/v1/flush"), ("DELETE", "/v1/flush"), ("PATCH", "/v1/flush"), ("TRACE", "/v1/flush"), ("FOO", "/v1/flush"), ("GET", "/v1/flush/batch"), ("PUT", "/v1/flush/batch"),
        ("GET", "/v1/check"), ("POST", "/v1/decode"), ("POST", "/v1/rules"), ("DELETE", "/v1/rules/6"), ("POST", "/v1/cpus"), ("POST", "/v1/cpus/X4"), ("DELETE", "/v1/cpus/identify"),
        ("POST", "/v1/registers"), ("POST", "/v1/tlbi"), ("PUT", "/v1/tlbi/VAE1IS"), ("POST", "/v1/tlbi/VAE1IS/operand"), ("POST", "/"), ("POST", "/page/app.js"),
        ("POST", "/health/live"), ("DELETE", "/health/ready"), ("POST", "/metrics"), ("POST", "/openapi/v1.json"),
    ];

    private static readonly string[] Options =
    [
        "/v1/flush", "/v1/flush/batch", "/v1/check", "/v1/decode", "/v1/rules", "/v1/rules/6", "/v1/cpus", "/v1/cpus/X4", "/v1/cpus/identify", "/v1/registers", "/v1/tlbi",
        "/v1/tlbi/VAE1IS", "/v1/tlbi/VAE1IS/operand", "/", "/health/live", "/metrics", "/no/such/thing",
    ];

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        .. Unknown.Select(url => CorpusRequest.Get($"path: {url}", url)),
        CorpusRequest.Post("path: POST /no/such/thing", "/no/such/thing", "{}"),
        CorpusRequest.Get("path: accepts text/html", "/no/such/thing", "text/html"),
        CorpusRequest.Get("path: / accepts text/html;q=0", "/", "text/html;q=0"),
        CorpusRequest.Get("path: / accepts application/json", "/", "application/json"),
        CorpusRequest.Get("path: / accepts what is no media type", "/", "nonsense"),
        .. Methods.Select(each => new CorpusRequest($"method: {each.Method} {each.Url}", each.Method, each.Url)),
        .. Options.Select(url => new CorpusRequest($"method: OPTIONS {url}", "OPTIONS", url)),
    ];
}
