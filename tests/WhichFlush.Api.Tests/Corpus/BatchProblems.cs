using System.Buffers.Binary;
using System.Text;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>Batches that are wrong as a whole, or in some of their items.</summary>
internal static class BatchProblems
{
    private const string Url = "/v1/flush/batch";
    private const string Lines = "application/x-ndjson";
    private const string Records = "application/octet-stream";
    private const string Good = """{"old":"0x0","new":"0x600007ff","level":3,"bbm":0}""";
    private const string Shared = """{"old":"0x0","new":"0x600007ff","level":3}""";
    private const int LongestItem = 1 << 20;

    private static readonly (string Name, string Query, string Body, string Type)[] Texts =
    [
        ("bad detail", "?detail=long", Good, Lines),
        ("empty detail", "?detail=", Good, Lines),
        ("detail twice", "?detail=brief&detail=full", Good, Lines),
        ("a layout of lines", "?layout=2", Good, Lines),
        ("bad member in the query", "?bbm=7", Good, Lines),
        ("unknown member in the query", "?nonsense=1", Good, Lines),
        ("a member twice in the query", "?bbm=1&bbm=2", Good, Lines),
        ("children in the query", "?children=0x1", Good, Lines),
        ("an unknown cpu in the query", "?cpu=Foo", Shared, Lines),
        ("a contradiction in the query", "?cpu=Neoverse-V1&bbm=0", Shared, Lines),
        ("several errors in the query", "?bbm=7&detail=x&granule=4K", Good, Lines),
        ("no array", "", Good, "application/json"),
        ("an empty body for an array", "", "", "application/json"),
        ("a blank body for an array", "", " ", "application/json"),
        ("text/csv", "", Good, "text/csv"),
        ("lines: all kinds of wrong items", "", $"{Good}\nnonsense\n[]\n7\nnull\n\n{{}}\n{{\"old\":\n{{\"old\":\"\\ud800\"}}\n{{\"old\":\"0x0\",\"old\":\"0x0\",\"foo\":1,\"level\":\"3\"}}\r\n{Good}{Good}\n{Good}", Lines),
        ("lines in full: wrong items", "?detail=full", "{}\n[\n", Lines),
        ("lines: a member in query and item", "?bbm=2", $"{Shared}\n{Good}\n", Lines),
        ("lines: an unknown cpu in an item", "", $"{Good}\n{{\"old\":\"0x0\",\"new\":\"0x0\",\"level\":3,\"cpu\":\"Foo\"}}", Lines),
        ("lines: a line that is too long", "", $"{Good}\n{new string(' ', LongestItem + 2)}1\n{Good}\n", Lines),
        ("array: all kinds of wrong items", "", $"[{Good}, \"a\\\"]\", 7, null, [1,{{\"b\":\"}}\"}}], {{}}, {{\"old\":\"x\"}}, nonsense, {Good}]", "application/json"),
        ("array: an item that is too long", "", $"[{Good},\"{new string('x', LongestItem)}\",{Good}]", "application/json"),
        ("array: a comma before its end", "", "[1,]", "application/json"),
        ("array: without its end", "", "[1", "application/json"),
        ("array: another end", "", "[1}]", "application/json"),
        ("array: more after it", "", "[1],", "application/json"),
        ("array: cut in an item", "", "[1,{\"a\":", "application/json"),
        ("array: a comma first", "", "[,1]", "application/json"),
    ];

    private static readonly (string Name, string Query, byte[] Body)[] OfRecords =
    [
        ("full", "?detail=full", Record(0, 3, 2)),
        ("bad layout", "?layout=3", Record(0, 3, 2)),
        ("long and cut", "?layout=2", [.. Record(0, 3, 2), .. Record(0, 4, 2), .. Record(0, 3, 2)[..7]]),
        ("bad member in the query", "?bbm=7", Record(0, 3, 2)),
        ("nothing", "", []),
        ("cut", "", [.. Record(0, 3, 2), .. Record(0, 3, 2)[..7]]),
        ("wrong level", "", Record(0, 4, 2)),
        ("wrong bbm", "", Record(0, 3, 4)),
        ("level and bbm of no query", "", Record(0, -128, 255)),
        ("bits that must be zero", "", Record(0x8000, 3, 2)),
        ("an assertion of 1", "", Record(0x10, 3, 2)),
        ("an address that is not given", "", Record(0, 3, 2, address: 7)),
        ("an address that is no IPA", "", Record(1, 3, 2, address: 1UL << 60)),
        ("members in query and record", "?bbm=2&sharedWalk=true", [.. Record(4, 3, 2), .. Record(0, 3, 255)]),
        ("another member", "?sharing=outer", Record(0, 3, 2)),
    ];

    /// <summary>The requests.</summary>
    public static CorpusRequest[] All { get; } =
    [
        .. Texts.Select(each => CorpusRequest.Post($"batch: {each.Name}", Url + each.Query, each.Body, each.Type)),
        CorpusRequest.Post("batch lines: not UTF-8", Url, [.. Encoding.UTF8.GetBytes(Good), (byte)'\n', .. "{\"old\":\""u8, 0xff, .. "\"}\n"u8], Lines),
        .. OfRecords.Select(each => CorpusRequest.Post($"batch records: {each.Name}", Url + each.Query, each.Body, Records)),
        CorpusRequest.Post("batch: no content type", Url, Good, type: null),
        CorpusRequest.Post("batch: lines, accepts application/json", Url, Good, Lines, "application/json"),
        CorpusRequest.Post("batch: array, accepts application/json;q=0", Url, $"[{Good}]", accept: "application/json;q=0"),
        CorpusRequest.Post("batch: records, accepts text/plain", Url, Record(0, 3, 2), Records) with { Accept = "text/plain" },
    ];

    /// <summary>A record of an unmap.</summary>
    public static byte[] Record(int flags, int level, int bbm, ulong address = 0)
    {
        byte[] record = new byte[VectorQuestion.RecordSize];
        BinaryPrimitives.WriteUInt64LittleEndian(record, 0x600007ff);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(16), address);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(26), (ushort)flags);
        record[28] = (byte)(sbyte)level;
        record[29] = (byte)bbm;
        return record;
    }
}
