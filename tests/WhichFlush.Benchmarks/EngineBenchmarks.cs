using BenchmarkDotNet.Attributes;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Benchmarks;

/// <summary>The engine in process: a stage 2 page loses its write right.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private readonly Question _question = new()
    {
        Old = 0x600007ff,
        New = 0x6000077f,
        Context = new TranslationContext { Level = 3, Bbm = 2, Address = 0x8000000000, Features = Features.FEAT_XNX },
    };

    private TlbiUse _use;

    [GlobalSetup]
    public void Choose() => _use = FlushAdvisor.Decide(_question).Tlbi.First;

    [Benchmark]
    public Descriptor Decode() => Decoder.Decode(_question.Context, _question.Old);

    [Benchmark]
    public Decision BriefDecision() => FlushAdvisor.Decide(_question);

    [Benchmark]
    public Answer FullDecision() => FlushAdvisor.Explain(_question);

    [Benchmark]
    public ulong? Operand() => TlbiOperand.Value(_use, _question.Context);
}
