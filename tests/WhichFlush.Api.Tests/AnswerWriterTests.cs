using System.Buffers;
using System.Text;
using System.Text.Json;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Api.HighPerformance;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Tests;
using Decoder = WhichFlush.Rules.Architecture.Decoder;

namespace WhichFlush.Api.Tests;

/// <summary>Slow twin of the templates: each answer that a template gives is what the plain serializer makes of the mapped answer.</summary>
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
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"cpu":"Neoverse-V1"}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"bbm":2,"cpu":["Cortex-A76","AMPERE1"],"features":["FEAT_TTL"]}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"bbm":2,"witness":true}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x50000003","level":2,"bbm":1,"witness":true,"idAa64isar0":"0x0"}""")]
    [InlineData("""{"old":"0x60000741","new":"0x0","level":1,"bbm":0,"stage":1,"regime":"el20","features":["FEAT_TLBIOS","FEAT_TLBIRANGE"],"sharing":"outer"}""")]
    public void Questions_beyond_the_vectors_are_written_as_the_serializer_would(string request) => AssertSame(request);

    /// <summary>Each pair differs in more than the values that a template leaves out.</summary>
    [Theory]
    [InlineData("""{"old":"0x40000060000f43","new":"0x600000600007c3","level":3,"bbm":2,"stage":1,"address":"0x8000000000"}""",
        """{"old":"0x40000060000f43","new":"0x600000600007c3","level":3,"bbm":2,"stage":1,"address":"0xffff800008000000"}""")]
    [InlineData("""{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"bbm":2}""",
        """{"old":"0x400000600007c1","new":"0x40000060000741","level":2,"bbm":2,"sharing":"inner"}""")]
    [InlineData("""{"old":"0x40000060000f43","new":"0x40000060000fc3","level":3,"bbm":2,"stage":1,"address":"0x8000000000"}""",
        """{"old":"0x40000060000f43","new":"0x40000060000fc3","level":3,"bbm":2,"stage":1,"address":"0x8000000000","asid":7}""")]
    [InlineData("""{"old":"0x400000600007c3","new":"0x400000600007c3","level":3,"bbm":2}""",
        """{"old":"0x400000600007c3","new":"0x400000700007c3","level":3,"bbm":2}""")]
    [InlineData("""{"old":"0x40000060000f43","new":"0x40000060000fc3","level":3,"bbm":2,"stage":1,"address":"0x8000000000","asid":7}""",
        """{"old":"0x40000060000f43","new":"0x40000060000fc3","level":3,"bbm":2,"stage":1,"address":"0x8000000000","asid":null}""")]
    [InlineData("""{"old":"0x100000600007c3","new":"0x0","level":3,"bbm":2,"address":"0x8000000000"}""",
        """{"old":"0x100000600007c3","new":"0x0","level":3,"bbm":2,"address":"0x9000000000"}""")]
    public void Questions_that_differ_in_more_than_addresses_share_no_template(string one, string other)
    {
        AssertSame(one);
        AssertSame(other);
        AssertSame(one);
    }

    [Fact]
    public void Random_questions_are_written_as_the_serializer_would()
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

    /// <summary>A value that the recorder missed would be the same in every answer of its template.</summary>
    [Fact]
    public void A_template_leaves_out_every_value_that_depends_on_addresses()
    {
        QuestionBinder binder = Requests.OfJson("""{"old":"0x60000060000f43","new":"0x600000700007c3","level":3,"bbm":2,"stage":1,"address":"0x8000000000","asid":7}""");
        AnswerTemplate template = Json.TemplateOf(binder.Question, binder, CancellationToken.None);

        // The operand stands in tlbi, in the sequence and in a register, and the new value in another. An address stands with
        // its text in the change and in the descriptor, in the summary, and in the two reasons of row 10.
        Assert.Equal(
            [(ValueSource.Old, 1), (ValueSource.New, 2), (ValueSource.OldAddress, 7), (ValueSource.NewAddress, 7), (ValueSource.Operand, 3)],
            template.Sources.CountBy(source => source).Select(count => (count.Key, count.Value)).Order());
    }

    [Fact]
    public void Vectors_have_values_of_every_source()
    {
        string[] throughNt = ["""{"old":"0x600007fd","new":"0x40005003","level":2,"bbm":1}""", """{"old":"0x40005003","new":"0x600007fd","level":2,"bbm":1}"""];
        var sources = Vectors.Read("linux-pgattr").Concat(Vectors.Read("linux-kvm-stage2")).Select(vector => vector.Request.GetRawText()).Concat(throughNt).SelectMany(request =>
        {
            QuestionBinder binder = Requests.OfJson(request);
            return Json.TemplateOf(binder.Question, binder, CancellationToken.None).Sources;
        }).CountBy(source => source).ToDictionary();

        Assert.Equal(Enum.GetValues<ValueSource>().Where(source => source != ValueSource.Fixed), sources.Keys.Order());
        Assert.All(sources.Where(source => source.Key is not (ValueSource.OldWithNt or ValueSource.NewWithNt)), source => Assert.InRange(source.Value, 1000, int.MaxValue));
    }

    [Fact]
    public void Questions_that_differ_in_addresses_alone_share_a_template()
    {
        QuestionBinder one = Requests.OfJson("""{"old":"0x40000060000fc3","new":"0x0","level":3,"bbm":2,"stage":1,"address":"0x8000000000","asid":7}""");
        QuestionBinder other = Requests.OfJson("""{"old":"0x40000070001fc3","new":"0x0","level":3,"bbm":2,"stage":1,"address":"0x9000000000","asid":8}""");

        Assert.Same(Json.TemplateOf(one.Question, one, CancellationToken.None), Json.TemplateOf(other.Question, other, CancellationToken.None));
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

    /// <summary>The same change at other addresses: answered from the template that the first question left, unless bit 55 differs.</summary>
    private static Question Elsewhere(in Question question, Random random)
    {
        TranslationContext context = question.Context;
        DescriptorKind oldKind = Decoder.KindOf(context, question.Old), newKind = Decoder.KindOf(context, question.New);
        ulong oldAddress = AddressBits(context, oldKind), newAddress = AddressBits(context, newKind);
        ulong flip = (ulong)random.NextInt64(), otherFlip = oldKind == newKind ? flip : (ulong)random.NextInt64();
        return question with
        {
            Old = question.Old ^ (flip & oldAddress),
            New = question.New ^ (otherFlip & newAddress),
            Context = context with
            {
                Address = context.Address is null ? null : (ulong)random.NextInt64(1L << 48) | (context.Stage == Stage.One && random.Next(2) == 0 ? 0xffff000000000000 : 0),
                Asid = context.Asid is null ? null : random.Next(65536),
                Vmid = random.Next(65536),
            },
        };
    }

    private static ulong AddressBits(in TranslationContext context, DescriptorKind kind) =>
        kind == DescriptorKind.Invalid ? 0 : Geometry.AddressMask(context, kind);

    /// <summary>Half of the descriptors differ in a few bits only, as those of real traces do.</summary>
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
