using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Batch;
using WhichFlush.Api.Flush;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>A batch uses its binder again for each item: every answer is the one that the item gets in a batch of its own.</summary>
public sealed class BatchMemoryTests
{
    private static readonly string[] Olds =
        ["\"0x4001050000f7ff\"", "\"0x600007ff\"", "\"0x0\"", "\"0x4000005003\"", "\"0X600007fd\"", "1610614783", "\"0x\"", "\"0x12345678123456781\"", "\"0x000000000000000000600007ff\"", "\"0x60g\"", "\"\\u0030x600007ff\"", "true"];

    private static readonly string[] Addresses =
        ["\"0x8000000000\"", "\"0x8000001000\"", "\"0xfffffffffffff\"", "\"0x10000000000000\"", "\"0xffff800080000000\"", "4096", "null"];

    private static readonly string[] Tails =
        [
            "", ",\"features\":[\"FEAT_XNX\"]", ",\"features\":[\"FEAT_NONSENSE\"]", ",\"features\":\"FEAT_XNX\"", ",\"features\":[]", ",\"features\":[\"FEAT_TTL\",\"FEAT_TLBIRANGE\"]", ",\"stage\":1,\"asid\":7", ",\"stage\":1,\"regime\":\"el2\"",
            ",\"children\":[\"0x1\"]", ",\"old\":\"0x1\"", ",\"nonsense\":1", ",\"sharedWalk\":true", ",\"cpu\":[\"Cortex-X4\"]", ",\"witness\":true",
        ];

    [Theory]
    [InlineData("")]
    [InlineData("?detail=full")]
    [InlineData("?stage=1&address=0x1000")]
    public void Items(string query)
    {
        BatchOptions options = Options(query, BatchFormat.Lines);
        ItemAnswerer together = Answerer(options);
        var random = new Random(20261123);
        int right = 0;
        string rest = "";
        for (int i = 0; i < 6000; i++)
        {
            rest = random.Next(3) > 0 && i > 0 ? rest : AnyRest(random, i % 3 == 0);
            byte[] item = Encoding.UTF8.GetBytes(AnyItem(random, i % 3 == 0, rest));
            string answer = Answer(together, item), alone = Answer(Answerer(options), item);
            Assert.Equal((Encoding.UTF8.GetString(item), alone), (Encoding.UTF8.GetString(item), answer));
            right += answer.Contains("\"error\"", StringComparison.Ordinal) ? 0 : 1;
        }

        Assert.InRange(right, 500, 5500);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?stage=1&regime=el10&address=0x1000")]
    [InlineData("?level=3&bbm=2&features=FEAT_TTL")]
    [InlineData("?cpu=Cortex-X4")]
    [InlineData("?layout=2&cpu=Cortex-X4")]
    [InlineData("?layout=2&stage=1")]
    public void Records(string query)
    {
        BatchOptions options = Options(query, BatchFormat.Records);
        var together = new RecordAnswerer(options, new BatchTally(BatchFormat.Records));
        var random = new Random(20261123);
        byte[] record = new byte[RecordAnswerer.Size], answer = new byte[options.Layout.AnswerSize()], alone = new byte[answer.Length];
        int[] outcomes = new int[2];
        for (int i = 0; i < 20_000; i++)
        {
            MakeRecord(random, record);
            together.Answer(record, answer);
            Array.Fill(alone, (byte)0xee);
            new RecordAnswerer(options, new BatchTally(BatchFormat.Records)).Answer(record, alone);
            Assert.Equal((Convert.ToHexString(record), Convert.ToHexString(alone)), (Convert.ToHexString(record), Convert.ToHexString(answer)));
            outcomes[answer[0]]++;
        }

        Assert.All(outcomes, count => Assert.InRange(count, 500, 19_500));
    }

    /// <summary>The capabilities of parts are resolved once for items that share them; another member must not be overlooked.</summary>
    [Fact]
    public void Shared_parts_are_resolved_for_each_level_that_an_item_gives()
    {
        BatchOptions options = Options("?cpu=0x410fd821", BatchFormat.Lines);
        ItemAnswerer together = Answerer(options);
        foreach (string tail in new[] { "", ",\"bbm\":2", "", ",\"bbm\":1", ",\"idAa64mmfr2\":\"0x10000000000000\"", ",\"granule\":\"64k\"", "" })
        {
            byte[] item = Encoding.UTF8.GetBytes($"{{\"old\":\"0x400100080007c5\",\"new\":\"0x4000005003\",\"level\":2{tail}}}");
            Assert.Equal(Answer(Answerer(options), item), Answer(together, item));
        }
    }

    [Fact]
    public void Whether_children_may_be_given_is_asked_each_time()
    {
        ItemAnswerer answerer = Answerer(Options("", BatchFormat.Lines));
        string[] answers = [.. new[] { "0x4000005003", "0x4000006003", "0x600007fd" }
            .Select(old => $$"""{"old":"{{old}}","new":"0x0","level":2,"bbm":2,"children":["0x1"]}""")
            .Select(item => Answer(answerer, Encoding.UTF8.GetBytes(item)))];

        Assert.DoesNotContain("error", answers[0] + answers[1], StringComparison.Ordinal);
        Assert.Contains("Accepted: children of a Table", answers[2], StringComparison.Ordinal);
    }

    /// <summary>Few members and values, right and wrong ones, so that each recurs often.</summary>
    private static string AnyItem(Random random, bool plain, string rest)
    {
        string old = Olds[random.Next(plain ? 4 : Olds.Length)], @new = Olds[random.Next(plain ? 4 : Olds.Length)];
        string address = random.Next(3) > 0 ? $",\"address\":{Addresses[random.Next(plain ? 3 : Addresses.Length)]}" : "";
        string item = $"{{\"old\":{old},\"new\":{@new}{address}{rest}}}";
        return random.Next(20) switch
        {
            0 => item + " ",
            1 => item + "\r",
            2 => item[..^1],
            3 => item.Replace(",\"", ", \"", StringComparison.Ordinal),
            _ => item,
        };
    }

    private static string AnyRest(Random random, bool plain) =>
        $",\"level\":{random.Next(1, 4)},\"bbm\":{random.Next(plain ? 2 : 5)}{Tails[random.Next(plain ? 2 : Tails.Length)]}";

    private static void MakeRecord(Random random, Span<byte> record)
    {
        ulong[] descriptors = [0x4001050000f7ff, 0x4001050000f77f, 0x4000005003, 0, 0x600007fd];
        ulong[] addresses = [0x8000000000, 0x8000001000, 0xffff800080000000, 0x10000000000000, 0];
        record.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(record, descriptors[random.Next(5)]);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], descriptors[random.Next(5)]);
        bool address = random.Next(4) > 0;
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], address || random.Next(8) == 0 ? addresses[random.Next(5)] : 0);
        record[24] = (byte)(random.Next(10) == 0 ? 5 : 0);
        record[26] = (byte)((address ? 1 : 0) | (record[24] != 0 && random.Next(4) > 0 ? 2 : 0) | (random.Next(30) == 0 ? 0x10 : 0));
        record[28] = (byte)random.Next(2, 5);
        record[29] = (byte)random.Next(1, 3);
        if (random.Next(3) == 0)
        {
            (record[28], record[29]) = (0x80, 0xff);
        }
    }

    private static ItemAnswerer Answerer(BatchOptions options) => new(options, FlushJson.Create(), new BatchTally(BatchFormat.Lines), CancellationToken.None);

    private static BatchOptions Options(string query, BatchFormat format) =>
        BatchOptions.Read(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)), format);

    private static string Answer(ItemAnswerer answerer, byte[] item)
    {
        var answers = new ArrayBufferWriter<byte>();
        answerer.Answer(answers, 7, item.AsSpan());
        return Encoding.UTF8.GetString(answers.WrittenSpan);
    }
}
