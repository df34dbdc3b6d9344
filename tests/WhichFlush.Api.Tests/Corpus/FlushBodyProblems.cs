namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Members of <c>POST /v1/flush</c> in which something is wrong: the bodies are JSON objects.</summary>
internal static class FlushBodyProblems
{
    private const string Good = "\"old\":\"0x0\",\"new\":\"0x600007ff\",\"level\":3,\"bbm\":0";

    private static readonly (string Name, string Members)[] Bodies =
    [
        ("no member", ""),
        ("old is missing", "\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("new is missing", "\"old\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("level is missing", "\"old\":\"0x1\",\"new\":\"0x1\",\"bbm\":0"),
        ("bbm is missing", "\"old\":\"0x1\",\"new\":\"0x1\",\"level\":3"),
        ("an unknown member", $"{Good},\"nonsense\":{{\"a\":[1,2]}}"),
        ("a member of /v1/check", $"{Good},\"steps\":[]"),
        ("a member in another case", $"{Good},\"Stage\":1"),
        ("a member twice", $"{Good},\"old\":\"0x2\""),
        ("a member twice, once in escapes", $"{Good},\"\\u006fld\":\"0x2\""),
        ("old: a fraction", "\"old\":1.5,\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: an exponent", "\"old\":1e3,\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: negative", "\"old\":-1,\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: 65 bits", "\"old\":18446744073709551616,\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: a boolean", "\"old\":true,\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: an array", "\"old\":[\"0x1\"],\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: an object", "\"old\":{},\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: an empty text", "\"old\":\"\",\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("old: a long text", $"\"old\":\"{new string('7', 100)}\",\"new\":\"0x1\",\"level\":3,\"bbm\":0"),
        ("required members: null", "\"old\":null,\"new\":null,\"level\":null,\"bbm\":null"),
        ("optional numbers: null", $"{Good},\"stage\":null,\"address\":null,\"asid\":null,\"vmid\":null,\"mair\":null,\"smmu\":null,\"idAa64mmfr2\":null"),
        ("optional names: null", $"{Good},\"regime\":null,\"security\":null,\"granule\":null,\"sharing\":null,\"reading\":null"),
        ("optional booleans: null", $"{Good},\"ds\":null,\"fwb\":null,\"sameContents\":null,\"noConflictAbort\":null,\"witness\":null"),
        ("lists: null", $"{Good},\"features\":null,\"cpu\":null,\"children\":null"),
        ("level: a text", "\"old\":\"0x1\",\"new\":\"0x1\",\"level\":\"3\",\"bbm\":0"),
        ("level: a fraction", "\"old\":\"0x1\",\"new\":\"0x1\",\"level\":3.0,\"bbm\":0"),
        ("level: out of range", "\"old\":\"0x1\",\"new\":\"0x1\",\"level\":99999999999,\"bbm\":0"),
        ("stage: a text", $"{Good},\"stage\":\"1\""),
        ("granule: a number", $"{Good},\"granule\":4"),
        ("granule: unknown", $"{Good},\"granule\":\"4K\""),
        ("fwb: a text", $"{Good},\"fwb\":\"true\""),
        ("fwb: a number", $"{Good},\"fwb\":1"),
        ("features: a text", $"{Good},\"features\":\"FEAT_TTL\""),
        ("features: a number in the list", $"{Good},\"features\":[\"FEAT_TTL\",1]"),
        ("features: unknown", $"{Good},\"features\":[\"FEAT_NONE\"]"),
        ("cpu: a number", $"{Good},\"cpu\":1091555328"),
        ("cpu: an empty list", $"{Good},\"cpu\":[]"),
        ("cpu: contradicts bbm", $"{Good},\"cpu\":[\"Neoverse-V1\"]"),
        ("cpu: unknown", $"{Good},\"cpu\":[\"Neoverse-N1\",\"Foo\"]"),
        ("asid: out of range", $"{Good},\"asid\":65536"),
        ("children: of no Table", $"{Good},\"children\":[\"0x1\"]"),
        ("children: a text", $"{Good},\"children\":\"0x1\""),
        ("children: one is no value", "\"old\":\"0x4000005003\",\"new\":\"0x0\",\"level\":2,\"bbm\":0,\"children\":[\"0x1\",\"x\"]"),
        ("children: too many", $"\"old\":\"0x4000005003\",\"new\":\"0x0\",\"level\":2,\"bbm\":0,\"children\":[{string.Join(',', Enumerable.Repeat(0, 513))}]"),
        ("several errors at once", "\"old\":\"x\",\"level\":9,\"bbm\":-1,\"foo\":null,\"stage\":0"),
        ("text beyond ASCII", $"{Good},\"granule\":\"4k\u00e9\\u0041<&>\""),
    ];

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } = [.. Bodies.Select(each => CorpusRequest.Post($"flush body: {each.Name}", "/v1/flush", $"{{{each.Members}}}"))];
}
