namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Requests to <c>/v1/check</c> in which something is wrong.</summary>
internal static class CheckProblems
{
    private const string Url = "/v1/check";
    private const string Remap = "\"old\":\"0x600007ff\",\"new\":\"0x700007ff\",\"level\":3,\"bbm\":2";
    private const string Stage1 = "\"old\":\"0x60000040000f83\",\"new\":\"0x60000041000f83\",\"level\":3,\"bbm\":2,\"stage\":1,\"address\":\"0x400000\"";

    private static readonly (string Name, string Body)[] Bodies =
    [
        ("no member", "{}"),
        ("steps are missing", $"{{{Remap}}}"),
        ("steps: null", $"{{{Remap},\"steps\":null}}"),
        ("steps: a text", $"{{{Remap},\"steps\":\"STR new\"}}"),
        ("steps: an object", $"{{{Remap},\"steps\":{{}}}}"),
        ("steps: a number in the array", $"{{{Remap},\"steps\":[\"STR new\",7]}}"),
        ("steps: null in the array", $"{{{Remap},\"steps\":[null]}}"),
        ("steps: too many", $"{{{Remap},\"steps\":[{string.Join(',', Enumerable.Repeat("\"ISB\"", 65))}]}}"),
        ("steps: too many, and a wrong member", $"{{{Remap},\"foo\":1,\"steps\":[{string.Join(',', Enumerable.Repeat("\"ISB\"", 65))}]}}"),
        ("steps: in query's case", $"{{{Remap},\"Steps\":[]}}"),
        ("a wrong question", """{"old":"x","new":"0x1","level":3,"bbm":0,"steps":["FOO"]}"""),
        ("a wrong question without steps", """{"old":"x","new":"0x1","level":3,"bbm":0}"""),
        ("bbm is missing", """{"old":"0x1","new":"0x1","level":3,"steps":["ISB"]}"""),
        ("a contradiction", """{"old":"0x1","new":"0x1","level":3,"bbm":0,"cpu":"Neoverse-V1","steps":["ISB"]}"""),
        ("an array", "[]"), ("null", "null"), ("empty", ""), ("cut", """{"old":"""), ("not JSON", "steps"), ("more after it", "{} {}"),
        ("a lone surrogate", """{"old":"\ud800"}"""),
        ("a lone surrogate in a step", $"{{{Remap},\"steps\":[\"\\ud800\"]}}"),
    ];

    private static readonly string[] Steps =
    [
        "", "FOO", "STR", "STR what", "STR old, new", "STR 0x", "STR 0x10000000000000000", "STLR", "CAS new", "CAS old new", "CASAL old, what", "TLBI", "TLBI VAE9IS",
        "TLBI VAE1IS, x", "TLBI VAE1IS, 16", "TLBI VAE1IS, 0x1, 0x2", "TLBI VMALLE1, 0x1", "TLBI VAE1IS * 0", "TLBI VAE1IS * x", "TLBI VAE1IS * 268435457",
        "DSB WHAT", "DSB ISHSTnXS", "DMB ISHnXS", "DSB ISH, NSH", "ISB ISH", "DC", "IC ", "DC A, B, C", "LDR X0", "\u00e9",
    ];

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        .. Bodies.Select(each => CorpusRequest.Post($"check: {each.Name}", Url, each.Body)),
        CorpusRequest.Post("check: steps of every kind that do not parse", Url, $"{{{Remap},\"steps\":[{string.Join(',', Steps.Select(step => $"\"{step}\""))}]}}"),
        CorpusRequest.Post("check: an operand without address", Url, $"{{{Remap},\"steps\":[\"STR new\",\"TLBI IPAS2E1IS, 0x1\"]}}"),
        CorpusRequest.Post("check: an operand without asid", Url, $"{{{Stage1},\"steps\":[\"STR new\",\"TLBI VAE1IS, 0x1\"]}}"),
        CorpusRequest.Post("check: a query beside the body", $"{Url}?bbm=2&steps=ISB", $"{{{Remap},\"steps\":[]}}"),
        CorpusRequest.Post("check: text/csv", Url, "old,new", "text/csv"),
        CorpusRequest.Post("check: no content type", Url, "{}", type: null),
        CorpusRequest.Post("check: not UTF-8", Url, [.. "{\"old\":\""u8, 0xff, .. "\"}"u8], "application/json"),
        new CorpusRequest("check: POST without a body", "POST", Url),
    ];
}
