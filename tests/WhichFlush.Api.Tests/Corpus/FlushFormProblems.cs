using System.Text;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Requests to <c>/v1/flush</c> of the wrong form: bodies that are no JSON object, media types, and what is accepted.</summary>
internal static class FlushFormProblems
{
    private const string Url = "/v1/flush";
    private const string Good = """{"old":"0x0","new":"0x600007ff","level":3,"bbm":0}""";
    private const string GoodUrl = "/v1/flush?old=0x0&new=0x600007ff&level=3&bbm=0";

    private static readonly (string Name, string Body)[] NoObjects =
    [
        ("empty", ""), ("blank", " \n"), ("an array", "[]"), ("an array of questions", $"[{Good}]"), ("a number", "7"), ("a text", "\"old\""), ("null", "null"), ("true", "true"),
        ("not JSON", "old=0x1"), ("cut", """{"old":"""), ("cut in a text", """{"old":"0x"""), ("cut in a literal", """{"old":nul"""), ("cut before the end", Good[..^1]),
        ("a comma too many", """{"old":"0x0",}"""), ("a comment", """{/* */"old":"0x0"}"""), ("single quotes", "{'old':1}"), ("more after it", Good + Good),
        ("a number with a zero before it", """{"old":01}"""), ("a control in a text", "{\"old\":\"\u0001\"}"), ("a bad escape", """{"old":"\x"}"""),
        ("a lone surrogate", """{"old":"\ud800"}"""), ("a lone surrogate in a name", """{"\ud800":1}"""), ("a lone surrogate in a list", """{"cpu":["\udc00"]}"""),
        ("too deep", new string('[', 65) + new string(']', 65)), ("too deep in a member", $"{{\"old\":{new string('[', 65)}{new string(']', 65)}}}"),
    ];

    private static readonly (string Name, byte[] Body, string? Type)[] Bytes =
    [
        ("not UTF-8 in a text", [.. "{\"old\":\""u8, 0xff, .. "\"}"u8], "application/json"),
        ("not UTF-8 in a name", [.. "{\"o"u8, 0xff, .. "ld\":1}"u8], "application/json"),
        ("not UTF-8 in a list", [.. "{\"cpu\":[\""u8, 0xc3, .. "\"]}"u8], "application/json"),
        ("a byte order mark", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Good)], "application/json"),
        ("UTF-16", Encoding.Unicode.GetBytes(Good), "application/json; charset=utf-16"),
        ("Latin-1", Encoding.Latin1.GetBytes("{\"old\":\"\u00e9\"}"), "application/json; charset=iso-8859-1"),
        ("a NUL", [.. Encoding.UTF8.GetBytes(Good), 0], "application/json"),
        ("no content type", Encoding.UTF8.GetBytes(Good), null),
        ("an empty content type", Encoding.UTF8.GetBytes(Good), ""),
        ("text/csv", "old,new"u8.ToArray(), "text/csv"),
        ("text/json", Encoding.UTF8.GetBytes(Good[..^1]), "text/json"),
        ("application/vnd.a+json", Encoding.UTF8.GetBytes(Good[..^1]), "application/vnd.a+json"),
        ("a form", "old=0x0"u8.ToArray(), "application/x-www-form-urlencoded"),
        ("a content type that is none", Encoding.UTF8.GetBytes(Good), "json"),
    ];

    private static readonly string[] Refused =
        ["image/png", "text/html", "text/html;q=0", "application/json;q=0", "*/*;q=0", "application/json;q=0, text/plain;q=0, */*", "text/html, application/xhtml+xml", "nonsense", "application/*;q=0"];

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        .. NoObjects.Select(each => CorpusRequest.Post($"flush form: {each.Name}", Url, each.Body)),
        .. Bytes.Select(each => CorpusRequest.Post($"flush form: {each.Name}", Url, each.Body, each.Type)),
        .. Refused.Select(accept => CorpusRequest.Get($"flush form: GET accepts {accept}", GoodUrl, accept)),
        CorpusRequest.Post("flush form: POST accepts image/png", Url, Good, accept: "image/png"),
        CorpusRequest.Post("flush form: POST accepts text/plain, wrong body", Url, "{}", accept: "text/plain"),
        CorpusRequest.Get("flush form: GET accepts text/plain, wrong query", $"{Url}?old=1", "text/plain"),
        CorpusRequest.Get("flush form: GET accepts image/png, wrong query", $"{Url}?old=1", "image/png"),
        CorpusRequest.Post("flush form: POST accepts image/png, text/csv", Url, Good, "text/csv", "image/png"),
        CorpusRequest.Post("flush form: a query beside the body", $"{Url}?bbm=2&foo=1&foo=2", Good),
        new CorpusRequest("flush form: POST without a body", "POST", Url),
    ];
}
