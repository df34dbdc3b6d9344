using System.Buffers;
using System.Buffers.Text;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Flush;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.HighPerformance;

/// <summary>What stands in a hole of a template.</summary>
internal enum HoleKind : byte
{
    /// <summary>The old descriptor.</summary>
    OldRaw,

    /// <summary>The new descriptor.</summary>
    NewRaw,

    /// <summary>The output or table address in the old descriptor.</summary>
    OldAddress,

    /// <summary>The output or table address in the new descriptor.</summary>
    NewAddress,

    /// <summary>The operand of an operation, a value or a formula.</summary>
    Operand,
}

/// <summary>A hole of a template.</summary>
/// <param name="At">Where it is: this many bytes of the template come before.</param>
/// <param name="Kind">What goes there.</param>
/// <param name="Use">The operation, if that is an operand.</param>
internal readonly record struct Hole(int At, HoleKind Kind, TlbiUse Use);

/// <summary>
/// The JSON of an answer, with holes where addresses stand. Everything else is the same for all questions of a shape, see
/// <see cref="QuestionShape"/>.
/// </summary>
internal sealed class AnswerTemplate
{
    /// <summary>More than the longest formula of an operand takes.</summary>
    private const int LongestFilling = 96;

    private readonly byte[] _json;
    private readonly Hole[] _holes;

    /// <summary>A template.</summary>
    /// <param name="json">The JSON without what stands in the holes.</param>
    /// <param name="holes">The holes, in order.</param>
    /// <param name="reply">The answer that it was made of.</param>
    public AnswerTemplate(byte[] json, Hole[] holes, FlushReply reply)
    {
        _json = json;
        _holes = holes;
        Verdict = (Verdict)reply.Answer.Decision.Verdict;
        Rules = reply.Rules;
    }

    /// <summary>The verdict of the answer.</summary>
    public Verdict Verdict { get; }

    /// <summary>The manual's rules that decided, each once.</summary>
    public string[] Rules { get; }

    /// <summary>Writes the answer to a question of the template's shape.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="question">The question.</param>
    /// <param name="index">Its place in a batch, which then is the first member.</param>
    public void Fill(IBufferWriter<byte> output, in Question question, long? index = null)
    {
        TranslationContext context = question.Context;
        Span<byte> space = output.GetSpan(_json.Length + ((_holes.Length + 1) * LongestFilling));
        int done = 0, length = 0;
        if (index is long place)
        {
            "{\"index\":"u8.CopyTo(space);
            length = 9;
            Utf8Formatter.TryFormat(place, space[length..], out int digits);
            length += digits;
            space[length++] = (byte)',';
            done = 1;
        }

        foreach (ref readonly Hole hole in _holes.AsSpan())
        {
            _json.AsSpan(done, hole.At - done).CopyTo(space[length..]);
            length += hole.At - done;
            done = hole.At;
            length += Fill(space[length..], hole, question, context);
        }

        _json.AsSpan(done).CopyTo(space[length..]);
        output.Advance(length + _json.Length - done);
    }

    private static int Fill(Span<byte> space, in Hole hole, in Question question, in TranslationContext context) => hole.Kind switch
    {
        HoleKind.OldRaw => Hex(space, question.Old),
        HoleKind.NewRaw => Hex(space, question.New),
        HoleKind.OldAddress => Hex(space, Geometry.Address(context, Decoder.KindOf(context, question.Old), question.Old)),
        HoleKind.NewAddress => Hex(space, Geometry.Address(context, Decoder.KindOf(context, question.New), question.New)),
        _ => TlbiOperand.Value(hole.Use, context) is ulong value
            ? Hex(space, value)
            : System.Text.Encoding.UTF8.GetBytes(TlbiOperand.Symbolic(hole.Use, context), space),
    };

    private static int Hex(Span<byte> space, ulong value)
    {
        "0x"u8.CopyTo(space);
        Utf8Formatter.TryFormat(value, space[2..], out int digits, new StandardFormat('x'));
        return digits + 2;
    }
}
