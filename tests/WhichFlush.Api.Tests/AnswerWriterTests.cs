using System.Buffers;
using System.Text;
using System.Text.Json;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Tests;

namespace WhichFlush.Api.Tests;

/// <summary>The answer is written by hand for speed, and must be what the serializer makes of the contract's records.</summary>
public sealed class AnswerWriterTests
{
    private static readonly Features[] AllFeatures = Enum.GetValues<Features>();
    private static readonly FlushJson Json = FlushJson.Create();
    private static readonly Granule[] Granules = Enum.GetValues<Granule>();

    [Theory]
    [InlineData("herd7-bbm")]
    [InlineData("linux-kvm-stage2")]
    [InlineData("linux-pgattr")]
    [InlineData("aarch64-paging")]
    public void Every_vector_is_written_as_the_serializer_would(string file)
    {
        foreach (Vector vector in Vectors.Read(file))
        {
            AssertSame(vector.Request.GetRawText());
        }
    }

    [Theory]
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"cpu":"Neoverse-V2"}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"cpu":["Cortex-A76","AMPERE1"],"features":["FEAT_TTL"]}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"bbm":2,"witness":true}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x50000003","level":2,"bbm":1,"witness":true,"idAa64isar0":"0x0"}""")]
    [InlineData("""{"old":"0x60000741","new":"0x0","level":1,"bbm":0,"stage":1,"regime":"el20","features":["FEAT_TLBIOS","FEAT_TLBIRANGE"],"sharing":"outer"}""")]
    public void What_vectors_do_not_ask_is_written_so_too(string request) => AssertSame(request);

    /// <summary>Each pair differs in what a template must not be shared over, though the values that are left out of its shape are alike.</summary>
    [Theory]
    [InlineData("""{"old":"0x40000060000f43","new":"0x600000600007c3","level":3,"bbm":2,"stage":1,"address":"0x8000000000"}""",
        """{"old":"0x40000060000f43","new":"0x600000600007c3","level":3,"bbm":2,"stage":1,"address":"0xffff800008000000"}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"bbm":2}""",
        """{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"bbm":2,"sharing":"inner"}""")]
    [InlineData("""{"old":"0x40000060000f43","new":"0x40000060000fc3","level":3,"bbm":2,"stage":1,"address":"0x8000000000"}""",
        """{"old":"0x40000060000f43","new":"0x40000060000fc3","level":3,"bbm":2,"stage":1,"address":"0x8000000000","asid":7}""")]
    [InlineData("""{"old":"0x400000600007c3","new":"0x400000600007c3","level":3,"bbm":2}""",
        """{"old":"0x400000600007c3","new":"0x400000700007c3","level":3,"bbm":2}""")]
    [InlineData("""{"old":"0x100000600007c3","new":"0x0","level":3,"bbm":2,"address":"0x8000000000"}""",
        """{"old":"0x100000600007c3","new":"0x0","level":3,"bbm":2,"address":"0x9000000000"}""")]
    public void What_differs_in_more_than_addresses_shares_no_template(string one, string other)
    {
        AssertSame(one);
        AssertSame(other);
        AssertSame(one);
    }

    [Fact]
    public void Whatever_is_asked_is_written_so()
    {
        var random = new Random(20261122);
        int answered = 0;
        for (int i = 0; i < 20_000; i++)
        {
            Question question = AnyQuestion(random);
            if (question.Validate().Count == 0)
            {
                AssertSame(question, new QuestionBinder(), question.ToString());
                Question other = Elsewhere(question, random);
                AssertSame(other, new QuestionBinder(), other.ToString());
                answered++;
            }
        }

        Assert.InRange(answered, 5_000, 20_000);
    }

    private static void AssertSame(string request)
    {
        QuestionBinder binder = Requests.OfJson(request);
        AssertSame(binder.Question, binder, request);
    }

    private static void AssertSame(in Question question, QuestionBinder binder, string asked)
    {
        var written = new ArrayBufferWriter<byte>();
        Json.Write(written, question, binder, CancellationToken.None);
        string answer = Encoding.UTF8.GetString(written.WrittenSpan);
        string serialized = JsonSerializer.Serialize(FlushAnswerMapper.Map(FlushReply.To(question, binder, CancellationToken.None)), JsonSetup.Options);
        Assert.True(serialized == answer, $"{asked}\n{serialized}\n{answer}");
    }

    /// <summary>The same shape of question at other addresses: answered from the template that the first one left.</summary>
    private static Question Elsewhere(in Question question, Random random)
    {
        TranslationContext context = question.Context;
        ulong oldAddress = AddressBits(context, question.Old), newAddress = AddressBits(context, question.New);
        ulong flip = (ulong)random.NextInt64();
        return question with
        {
            Old = question.Old ^ (flip & oldAddress),
            New = question.New ^ (flip & newAddress),
            Context = context with
            {
                Address = context.Address is null ? null : (ulong)random.NextInt64(1L << 48) | (context.Stage == Stage.One && random.Next(2) == 0 ? 0xffff000000000000 : 0),
                Asid = context.Asid is null ? null : random.Next(65536),
                Vmid = random.Next(65536),
            },
        };
    }

    private static ulong AddressBits(in TranslationContext context, ulong descriptor)
    {
        DescriptorKind kind = WhichFlush.Rules.Architecture.Decoder.KindOf(context, descriptor);
        return kind == DescriptorKind.Invalid ? 0 : Geometry.AddressMask(context, kind);
    }

    /// <summary>Half of the descriptors differ in a few bits only, as they do in life.</summary>
    private static Question AnyQuestion(Random random)
    {
        ulong old = (ulong)random.NextInt64() << 1 | (uint)random.Next(2);
        ulong @new = random.Next(2) == 0 ? (ulong)random.NextInt64() : old ^ 1UL << random.Next(64) ^ 1UL << random.Next(64);
        Features features = default;
        for (int i = random.Next(6); i > 0; i--)
        {
            features |= AllFeatures[random.Next(AllFeatures.Length)];
        }

        return new Question
        {
            Old = old,
            New = @new,
            Context = new TranslationContext
            {
                Stage = random.Next(2) == 0 ? Stage.One : Stage.Two,
                Regime = (Regime)random.Next(4),
                Security = (SecurityState)random.Next(4),
                Granule = Granules[random.Next(Granules.Length)],
                Level = random.Next(0, 4),
                Bbm = random.Next(4),
                Features = features,
                Errata = random.Next(4) == 0 ? (Errata)(1 << random.Next(5)) : Errata.None,
                Ds = random.Next(4) == 0,
                Ha = random.Next(3) == 0,
                Hd = random.Next(3) == 0,
                Fwb = random.Next(3) == 0,
                Mair = random.Next(2) == 0 ? (ulong)random.NextInt64() : null,
                Smmu = random.Next(4) == 0 ? random.Next(3) : null,
                Sharing = random.Next(4) == 0 ? Sharing.Single : Sharing.Inner,
                SharedWalk = random.Next(3) == 0,
                SameContents = Maybe(random),
                SameMapping = Maybe(random),
                OverlapsNonGlobal = Maybe(random),
                SpuriousFault = random.Next(8) == 0,
                Reading = random.Next(3) == 0 ? Reading.Permissive : Reading.Strict,
                Address = random.Next(2) == 0 ? (ulong)random.NextInt64(1L << 48) : null,
                Asid = random.Next(2) == 0 ? random.Next(65536) : null,
            },
        };
    }

    private static bool? Maybe(Random random) => random.Next(3) switch { 0 => null, 1 => true, _ => false };
}
