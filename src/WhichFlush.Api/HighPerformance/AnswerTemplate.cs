using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using WhichFlush.Api.Contract;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;
using Decoder = WhichFlush.Rules.Architecture.Decoder;

namespace WhichFlush.Api.HighPerformance;

/// <summary>The JSON of an answer with holes for the values that depend on addresses: one template serves all questions of a <see cref="TemplateKey"/>.</summary>
internal sealed class AnswerTemplate
{
    /// <summary>Maximum bytes of a value, reached by the longest formula of an operand.</summary>
    private const int MaxValueLength = 96;

    /// <summary>nT of a Block.</summary>
    private const ulong NtBit = 1UL << 16;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JsonSetup.Options.Encoder, SkipValidation = true };

    private readonly byte[] _json;
    private readonly Hole[] _holes;

    private AnswerTemplate(byte[] json, Hole[] holes, Verdict verdict, string[] rules)
    {
        _json = json;
        _holes = holes;
        Verdict = verdict;
        Rules = rules;
    }

    /// <summary>The verdict of the answer.</summary>
    public Verdict Verdict { get; }

    /// <summary>Rules of the manual that decided, each once.</summary>
    public string[] Rules { get; }

    /// <summary>Sources of the values in the holes, in order.</summary>
    public IEnumerable<ValueSource> Sources => _holes.Select(hole => hole.Source);

    /// <summary>Makes the template of an answer by serializing it.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="recorder">The recorder of its texts.</param>
    /// <param name="rules">Rules of the manual that decided, each once.</param>
    public static AnswerTemplate Of(FlushAnswer answer, List<RecordedValue> recorder, string[] rules)
    {
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(output, Writing))
        {
            JsonSerializer.Serialize(writer, answer, ContractJson.Default.FlushAnswer);
        }

        ReadOnlySpan<byte> whole = output.WrittenSpan;
        var json = new ArrayBufferWriter<byte>(whole.Length);
        var holes = new Hole[recorder.Count];
        int read = 0;
        for (int i = 0; i < holes.Length; i++)
        {
            RecordedValue value = recorder[i];
            json.Write(whole[read..value.Start]);
            read = value.End;
            holes[i] = new(json.WrittenCount, value.Source, value.Tlbi);
        }

        json.Write(whole[read..]);
        return new(json.WrittenSpan.ToArray(), holes, answer.Verdict, rules);
    }

    /// <summary>Writes the answer to a question with the key of the template.</summary>
    /// <param name="output">Destination.</param>
    /// <param name="question">The question.</param>
    /// <param name="index">Index in a batch, written as the first member.</param>
    public void Fill(IBufferWriter<byte> output, in Question question, long? index = null)
    {
        Span<byte> space = output.GetSpan(_json.Length + ((_holes.Length + 1) * MaxValueLength));
        int read = 0, written = 0;
        if (index is long item)
        {
            "{\"index\":"u8.CopyTo(space);
            written = 9;
            Utf8Formatter.TryFormat(item, space[written..], out int digits);
            written += digits;
            space[written++] = (byte)',';
            read = 1;
        }

        foreach (ref readonly Hole hole in _holes.AsSpan())
        {
            _json.AsSpan(read, hole.Offset - read).CopyTo(space[written..]);
            written += hole.Offset - read;
            read = hole.Offset;
            written += WriteValue(space[written..], hole, question);
        }

        _json.AsSpan(read).CopyTo(space[written..]);
        output.Advance(written + _json.Length - read);
    }

    private static int WriteValue(Span<byte> space, in Hole hole, in Question question)
    {
        ref readonly TranslationContext context = ref question.Where;
        return hole.Source switch
        {
            ValueSource.Old => Hex64.Format(question.Old, space),
            ValueSource.New => Hex64.Format(question.New, space),
            ValueSource.OldWithNt => Hex64.Format(question.Old | NtBit, space),
            ValueSource.NewWithNt => Hex64.Format(question.New | NtBit, space),
            ValueSource.OldAddress => Hex64.Format(Geometry.Address(context, Decoder.KindOf(context, question.Old), question.Old), space),
            ValueSource.NewAddress => Hex64.Format(Geometry.Address(context, Decoder.KindOf(context, question.New), question.New), space),
            _ => TlbiOperand.Value(hole.Tlbi, context) is ulong value
                ? Hex64.Format(value, space)
                : Encoding.UTF8.GetBytes(TlbiOperand.Symbolic(hole.Tlbi, context), space),
        };
    }

    /// <summary>Position of a value that the template leaves out.</summary>
    /// <param name="Offset">Number of bytes of the template before the value.</param>
    /// <param name="Source">Source of the value.</param>
    /// <param name="Tlbi">The operation if the value is an operand.</param>
    private readonly record struct Hole(int Offset, ValueSource Source, TlbiUse Tlbi);
}
