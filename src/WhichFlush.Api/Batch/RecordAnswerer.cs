using System.Buffers.Binary;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Batch;

/// <summary>Answers the records of <c>application/octet-stream</c>. The remarks of the operation document every byte.</summary>
/// <param name="shared">The query string: members that all records share.</param>
/// <param name="tally">Counts the decisions.</param>
internal sealed class RecordAnswerer(QuestionBinder shared, BatchTally tally)
{
    /// <summary>Bytes of a record, of a request and of an answer.</summary>
    public const int Size = 32;

    private const byte Answered = 0, Wrong = 1, Cut = 2, Stopped = 3;

    private readonly QuestionBinder _binder = new();
    private RecordTail _lastTail;

    /// <summary>The last record had no error, so that another one with its tail differs in descriptors and address alone.</summary>
    private bool _lastWasRight;

    /// <summary>Answers a record.</summary>
    public void Answer(ReadOnlySpan<byte> record, Span<byte> answer)
    {
        ulong old = BinaryPrimitives.ReadUInt64LittleEndian(record), @new = BinaryPrimitives.ReadUInt64LittleEndian(record[8..]);
        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(record[16..]);
        var tail = new RecordTail(BinaryPrimitives.ReadUInt64LittleEndian(record[RecordTail.Offset..]));
        if (_lastWasRight && tail == _lastTail && (tail.HasAddress ? _binder.Question.CanBeAt(address) : address == 0))
        {
            Decide(_binder.WithEntry(old, @new, tail.HasAddress ? address : null), answer);
            return;
        }

        _binder.Reset(shared);
        (_binder.Old, _binder.New) = (old, @new);
        tail.Bind(_binder, address);
        ref readonly Question question = ref _binder.Complete();
        _lastTail = tail;
        _lastWasRight = !_binder.HasErrors;
        if (_lastWasRight)
        {
            Decide(question, answer);
        }
        else
        {
            WriteWrong(answer, _binder.Errors.Members);
        }
    }

    /// <summary>Answers a record that was cut short.</summary>
    public static void AnswerCut(Span<byte> answer)
    {
        answer.Clear();
        answer[0] = Cut;
    }

    /// <summary>Answers that the service stops before the record of this index.</summary>
    public static void AnswerStop(Span<byte> answer, long index)
    {
        answer.Clear();
        answer[0] = Stopped;
        BinaryPrimitives.WriteInt64LittleEndian(answer[8..], index);
    }

    private void Decide(in Question question, Span<byte> answer)
    {
        Decision decision = FlushAdvisor.Decide(question);
        tally.Count(decision);
        Write(answer, decision, question.Where);
    }

    private static void Write(Span<byte> answer, in Decision decision, in TranslationContext context)
    {
        TlbiUse first = decision.Tlbi.First, second = decision.Tlbi.Second;
        ulong? firstOperand = first.IsNone ? null : TlbiOperand.Value(first, context);
        ulong? secondOperand = second.IsNone ? null : TlbiOperand.Value(second, context);
        ulong flags = (decision.MayProceed ? 1UL : 0) | (firstOperand is null ? 0UL : 2) | (secondOperand is null ? 0UL : 4);
        ulong head = Answered
            | ((ulong)decision.Verdict << 8)
            | (flags << 16)
            | ((ulong)decision.Tlbi.Length << 24)
            | (Operation(first) << 32)
            | (Operation(second) << 48);
        BinaryPrimitives.WriteUInt64LittleEndian(answer, head);
        BinaryPrimitives.WriteUInt64LittleEndian(answer[8..], firstOperand.GetValueOrDefault());
        BinaryPrimitives.WriteUInt64LittleEndian(answer[16..], secondOperand.GetValueOrDefault());
        BinaryPrimitives.WriteUInt64LittleEndian(answer[24..], decision.RuleMask);
    }

    /// <summary>An operation and its scope, in two bytes.</summary>
    private static ulong Operation(TlbiUse use) => use.IsNone ? 0 : (ulong)(use.Family + 1) | ((ulong)use.Scope << 8);

    private static void WriteWrong(Span<byte> answer, IEnumerable<string> members)
    {
        ulong wrong = 0;
        foreach (string member in members)
        {
            wrong |= 1UL << RecordTail.WrongBit(member);
        }

        answer.Clear();
        answer[0] = Wrong;
        BinaryPrimitives.WriteUInt64LittleEndian(answer[8..], wrong);
    }
}
