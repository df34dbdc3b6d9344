using System.Buffers;
using System.Buffers.Text;
using System.Text;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.HighPerformance;

/// <summary>Writes the brief answer to a batch item from prepared pieces: only numbers and operands are formatted.</summary>
internal ref struct BriefWriter
{
    /// <summary>Bytes that the longest answer, with two operations and every rule, does not reach.</summary>
    private const int MaxLength = 2048;

    private static readonly byte[][] Verdicts =
    [
        .. new[] { ("true", "noChange"), ("true", "writeOnly"), ("true", "writeThenInvalidate"), ("false", "viaNt"), ("false", "breakBeforeMake") }
            .Select(route => Encoding.UTF8.GetBytes($",\"mayProceed\":{route.Item1},\"verdict\":\"{route.Item2}\",\"tlbi\":[")),
    ];

    private static readonly byte[][][] Operations =
    [
        .. Enum.GetValues<TlbiFamily>().Select(family => Enum.GetValues<Scope>()
            .Select(scope => Encoding.UTF8.GetBytes($"{{\"op\":\"{family.Mnemonic(scope)}\",\"scope\":\"{scope.ToString().ToLowerInvariant()}\",\"operand\":"))
            .ToArray()),
    ];

    private readonly Span<byte> _space;
    private int _length;

    private BriefWriter(Span<byte> space) => _space = space;

    /// <summary>Writes the answer to an item.</summary>
    public static void Write(IBufferWriter<byte> answers, long index, in CountedDecision counted, in TranslationContext context)
    {
        Decision decision = counted.Decision;
        var writer = new BriefWriter(answers.GetSpan(MaxLength));
        writer.Raw("{\"index\":"u8);
        writer.Number(index);
        writer.Raw(Verdicts[(int)decision.Verdict]);
        for (int i = 0; i < decision.Tlbi.Length; i++)
        {
            if (i > 0)
            {
                writer.Raw(","u8);
            }

            writer.Tlbi(decision.Tlbi[i], context);
        }

        writer.Raw("],\"rules\":["u8);
        writer.Raw(RuleCites.Of(decision.RuleMask));
        writer.Raw("],\"conditionCount\":"u8);
        writer.Number(counted.ConditionCount);
        writer.Raw(",\"warningCount\":"u8);
        writer.Number(counted.WarningCount);
        writer.Raw("}"u8);
        answers.Advance(writer._length);
    }

    private void Tlbi(in TlbiUse use, in TranslationContext context)
    {
        Raw(Operations[(int)use.Family][(int)use.Scope]);
        if (use.Family.OperandKind() == OperandKind.None)
        {
            Raw("null"u8);
        }
        else if (TlbiOperand.Value(use, context) is ulong value)
        {
            Hex(value);
        }
        else
        {
            Raw("\""u8);
            _length += Encoding.UTF8.GetBytes(TlbiOperand.Symbolic(use, context), _space[_length..]);
            Raw("\""u8);
        }

        Issued(use, context);
    }

    /// <summary>How often the operation is issued, and the end of its object.</summary>
    private void Issued(in TlbiUse use, in TranslationContext context)
    {
        if (use.Count == 1)
        {
            Raw(",\"count\":1,\"increment\":null"u8);
        }
        else
        {
            Raw(",\"count\":"u8);
            Number(use.Count);
            Raw(",\"increment\":"u8);
            Hex(TlbiOperand.Increment(use, context));
        }

        Raw(RepeatedInvalidation.After(use, context.Errata) == Errata.None ? ",\"repeat\":false}"u8 : ",\"repeat\":true}"u8);
    }

    private void Number(long number)
    {
        Utf8Formatter.TryFormat(number, _space[_length..], out int written);
        _length += written;
    }

    private void Hex(ulong value)
    {
        Raw("\""u8);
        _length += Hex64.Format(value, _space[_length..]);
        Raw("\""u8);
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_space[_length..]);
        _length += text.Length;
    }
}
