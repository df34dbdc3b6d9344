using System.Buffers;
using System.Text;
using System.Text.Json;
using WhichFlush.Api.HighPerformance;
using WhichFlush.Rules;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.RuleBook;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>A brief answer leaves out no operation that the whole answer to the same item has.</summary>
public sealed class BriefAnswerTests
{
    private const string Lines = "application/x-ndjson";
    private const string Records = "application/octet-stream";

    private static readonly string[] Values =
    [
        "0x0", "0x600007ff", "0x6000077f", "0x100000600007ff", "0x1000006000077f", "0x600007fd", "0x700007fd", "0x4000005003", "0x4000006003", "0x600000600007ff",
        "0x60000060000703", "0x700000600007c3", "0x60000060000f43", "0x40000600004c3", "0x6000000000000001", "0x1000000000003",
    ];

    private static readonly string[] Contexts =
    [
        "\"bbm\":0", "\"bbm\":2", "\"bbm\":3,\"sharing\":\"single\"", "\"cpu\":[\"Cortex-X4\"]", "\"cpu\":[\"Neoverse-N1\",\"Cortex-A76\"]", "\"cpu\":[\"Neoverse-V1\"],\"bbm\":2",
        "\"bbm\":1,\"features\":[\"FEAT_TLBIRANGE\",\"FEAT_TTL\"]", "\"bbm\":1,\"features\":[\"FEAT_TLBIRANGE\"],\"granule\":\"16k\"", "\"cpu\":[\"Neoverse-V2\"],\"granule\":\"64k\"",
    ];

    private static readonly string[] Places = ["", ",\"address\":\"0x8080000000\"", ",\"address\":\"0x8080000000\",\"asid\":7", ",\"stage\":1", ",\"stage\":1,\"address\":\"0xffff800080000000\",\"asid\":7"];

    [Fact]
    public async Task Operations_and_counts_are_those_of_the_whole_answer()
    {
        string[] items = [.. Items(4000, new Random(20261124))];
        byte[] body = Encoding.UTF8.GetBytes(string.Join('\n', items));
        JsonElement[] briefs = Parse(await BatchRunner.Answer(body, Lines)), wholes = Parse(await BatchRunner.Answer(body, Lines, "?detail=full"));
        int loops = 0, repeats = 0, conditions = 0, warnings = 0;
        for (int i = 0; i < items.Length; i++)
        {
            JsonElement brief = briefs[i], whole = wholes[i];
            if (whole.TryGetProperty("error", out _))
            {
                Assert.True(brief.TryGetProperty("error", out _));
                continue;
            }

            int condition = brief.GetProperty("conditionCount").GetInt32(), warning = brief.GetProperty("warningCount").GetInt32();
            Assert.Equal((items[i], whole.GetProperty("conditions").GetArrayLength(), whole.GetProperty("warnings").GetArrayLength()), (items[i], condition, warning));
            Assert.Equal(whole.GetProperty("tlbi").EnumerateArray().Select(OfWhole), brief.GetProperty("tlbi").EnumerateArray().Select(use => use.GetRawText()));
            loops += Any(brief, use => use.GetProperty("count").GetInt32() > 1);
            repeats += Any(brief, use => use.GetProperty("repeat").GetBoolean());
            conditions += condition > 0 ? 1 : 0;
            warnings += warning > 0 ? 1 : 0;
        }

        Assert.All(new[] { loops, repeats, conditions, warnings }, count => Assert.InRange(count, 50, items.Length));
    }

    /// <summary>Records with members in the query string that bring an erratum, a condition of parts, and a run of 16 entries.</summary>
    [Theory]
    [InlineData("?cpu=Cortex-X4", "ff07006000001000", 0x08, 16, 0b10)]
    [InlineData("?cpu=Cortex-X4", "ff07006000000000", 0x08, 1, 0b10)]
    [InlineData("?bbm=2", "ff07006000001000", 0x08, 16, 0)]
    [InlineData("?bbm=2", "ff07006000000000", 0, 1, 0)]
    public async Task A_record_says_what_it_leaves_out_or_holds_it(string query, string old, byte flag, int count, byte repeat)
    {
        byte[] record = Convert.FromHexString(old + "0000000000000000" + "0000008000000000" + "0000" + "0100" + "03ff0000");
        byte[] item = Encoding.UTF8.GetBytes($$"""{"old":"0x{{BitConverter.ToUInt64(record):x}}","new":"0x0","address":"0x8000000000","level":3}""");
        byte[] brief = await BatchRunner.Answer(record, Records, query), more = await BatchRunner.Answer(record, Records, query + "&layout=2");
        JsonElement line = Parse(await BatchRunner.Answer(item, Lines, query))[0];

        Assert.Equal(flag, brief[2] & 0xf8);
        Assert.Equal(0, more[2] & 0xf8);
        Assert.Equal(brief.Index().Where(at => at.Index != 2).Select(at => at.Item), more[..32].Index().Where(at => at.Index != 2).Select(at => at.Item));
        Assert.Equal((count, 1), (BitConverter.ToInt32(more, 32), BitConverter.ToInt32(more, 36)));
        Assert.Equal(repeat, more[40]);
        Assert.Equal(line.GetProperty("conditionCount").GetInt32(), more[41]);
        Assert.Equal(line.GetProperty("warningCount").GetInt32(), more[42]);
    }

    /// <summary>The writer asks for space once: no answer may be longer.</summary>
    [Fact]
    public void The_longest_answer_fits_the_space_that_the_writer_asks_for()
    {
        Question question = Requests.OfJson("""{"old":"0x4000005003","new":"0x0","level":1,"bbm":0,"granule":"16k","ds":true,"features":["FEAT_TLBIRANGE"]}""").Question;
        CountedDecision counted = FlushAdvisor.DecideAndCount(question);
        counted = new(counted.Decision with { RuleMask = (1UL << RuleTable.Rules.Length) - 1 }, int.MaxValue, int.MaxValue);
        var answers = new ExactWriter();

        BriefWriter.Write(answers, long.MaxValue, counted, question.Where);

        Assert.Contains("\"count\":2,", Encoding.UTF8.GetString(answers.Written), StringComparison.Ordinal);
        Assert.InRange(answers.Written.Length, 500, answers.Asked - 256);
    }

    private static IEnumerable<string> Items(int count, Random random) => Enumerable.Range(0, count).Select(_ =>
        $"{{\"old\":\"{Any(Values, random)}\",\"new\":\"{Any(Values, random)}\",\"level\":{random.Next(1, 4)},{Any(Contexts, random)}{Any(Places, random)}}}");

    private static string Any(string[] some, Random random) => some[random.Next(some.Length)];

    private static int Any(JsonElement brief, Func<JsonElement, bool> holds) => brief.GetProperty("tlbi").EnumerateArray().Any(holds) ? 1 : 0;

    private static string OfWhole(JsonElement use) => "{" + string.Join(',', new[] { "op", "scope", "operand", "count", "increment", "repeat" }
        .Select(name => $"\"{name}\":{use.GetProperty(name).GetRawText()}")) + "}";

    private static JsonElement[] Parse(byte[] lines) =>
        [.. Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    /// <summary>Gives exactly the space asked for.</summary>
    private sealed class ExactWriter : IBufferWriter<byte>
    {
        private byte[] _space = [];
        private int _written;

        public int Asked => _space.Length;

        public ReadOnlySpan<byte> Written => _space.AsSpan(0, _written);

        public void Advance(int count) => _written = count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _space = new byte[sizeHint];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
