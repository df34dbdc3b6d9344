using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using WhichFlush.Api.Batch;
using WhichFlush.Api.Flush;

namespace WhichFlush.Api.Tests.Batch;

/// <summary>The brief answers of a batch allocate nothing once the first items have been seen.</summary>
public sealed class BatchAllocationTests
{
    [Theory]
    [InlineData("""{"old":"0x4001050000f7ff","new":"0x4001050000f77f","level":3,"bbm":2,"address":"0x8000000000","features":["FEAT_XNX"]}""")]
    [InlineData("""{"stage":1,"mair":"0x40044f0ff","asid":7,"address":"0x8000","level":3,"bbm":0,"old":"0x60000040000c43","new":"0x60000040000c47","sharing":"single","sameContents":false}""")]
    [InlineData("""{"old":"0","new":"0x4000001003","level":0,"bbm":0,"granule":"4k","reading":"permissive"}""")]
    [InlineData("""{"old":"0x100000600007ff","new":"0x1000006000077f","level":3,"bbm":2,"address":"0x8000000000"}""")]
    public void An_item_allocates_nothing(string item)
    {
        byte[] line = Encoding.UTF8.GetBytes(item);
        var answers = new ArrayBufferWriter<byte>(4096);
        var answerer = new ItemAnswerer(BatchOptions.Read(new QueryCollection(), BatchFormat.Lines), FlushJson.Create(), new BatchTally(BatchFormat.Lines), CancellationToken.None);
        Assert.Equal(0, LeastAllocated(() =>
        {
            answers.ResetWrittenCount();
            answerer.Answer(answers, 0, new ReadOnlySequence<byte>(line));
        }));
        Assert.DoesNotContain("error", Encoding.UTF8.GetString(answers.WrittenSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?layout=2")]
    public void A_record_allocates_nothing(string query)
    {
        byte[] record = Convert.FromHexString("fff70000050140007ff700000501400000000000800000000000010003020000");
        var options = BatchOptions.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), BatchFormat.Records);
        byte[] answer = new byte[options.Layout.AnswerSize()];
        var answerer = new RecordAnswerer(options, new BatchTally(BatchFormat.Records));
        Assert.Equal(0, LeastAllocated(() =>
        {
            record[28] ^= 1;
            answerer.Answer(record, answer);
            answerer.Answer(record, answer);
        }));
        Assert.Equal(0, answer[0]);
    }

    /// <summary>The fewest bytes of several rounds: the runtime allocates in some of them while it compiles, the code under test in all.</summary>
    private static long LeastAllocated(Action answer)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 6 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                answer();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
