using System.Buffers;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using WhichFlush.Api.Batch;
using WhichFlush.Api.Flush;

namespace WhichFlush.Benchmarks;

/// <summary>One item of a batch in process, without HTTP.</summary>
[MemoryDiagnoser]
public class ItemBenchmarks
{
    private static readonly byte[] Line =
        """{"old":"0x4001050000f7ff","new":"0x4001050000f77f","level":3,"bbm":2,"address":"0x8000000000","features":["FEAT_XNX"]}"""u8.ToArray();

    private static readonly byte[] Record = Convert.FromHexString("fff70000050140007ff700000501400000000000800000000000010003020000");

    private static readonly BatchTally Tally = new(BatchFormat.Lines);

    private readonly BatchOptions _options = BatchOptions.Read(new QueryCollection(), BatchFormat.Lines);
    private readonly ArrayBufferWriter<byte> _answers = new(4096);
    private readonly byte[] _answer = new byte[RecordAnswerer.Size];
    private ItemAnswerer? _answerer;
    private RecordAnswerer? _recordAnswerer;

    [Benchmark]
    public int NdjsonItem()
    {
        _answers.ResetWrittenCount();
        (_answerer ??= new(_options, FlushJson.Create(), Tally, CancellationToken.None)).Answer(_answers, 0, new ReadOnlySequence<byte>(Line));
        return _answers.WrittenCount;
    }

    [Benchmark]
    public byte BinaryItem()
    {
        (_recordAnswerer ??= new(_options, Tally)).Answer(Record, _answer);
        return _answer[1];
    }
}
