using System.Buffers.Binary;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Batch;

/// <summary>Answers the records of <c>application/octet-stream</c>. The remarks of the operation document every byte.</summary>
/// <param name="options">The query string: members that all records share, and the layout of answers.</param>
/// <param name="tally">Counts the decisions.</param>
internal sealed class RecordAnswerer(BatchOptions options, BatchTally tally)
{
    /// <summary>Bytes of a record of a request; <see cref="RecordLayouts.AnswerSize"/> tells those of an answer.</summary>
    public const int Size = 32;

    private const byte Answered = 0, Wrong = 1, Cut = 2, Stopped = 3;

    private readonly bool _long = options.Layout == RecordLayout.Long;
    private readonly QuestionBinder _binder = new();
    private RecordTail _lastTail;

    /// <summary>The last record had no error, so that another one with its tail differs in descriptors and address alone.</summary>
    private bool _lastWasRight;

    /// <summary>Answers a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="answer">Receives the answer; as long as the layout says.</param>
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

        _binder.Reset(options.Shared);
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
        if (_long)
        {
            DecideAndCount(question, answer);
            return;
        }

        Decision decision = FlushAdvisor.Decide(question);
        tally.Count(decision);
        Write(answer, decision, question.Where, LeavesOut(decision.Tlbi, question.Where));
    }

    private void DecideAndCount(in Question question, Span<byte> answer)
    {
        CountedDecision counted = FlushAdvisor.DecideAndCount(question);
        tally.Count(counted.Decision);
        Write(answer, counted.Decision, question.Where, leftOut: false);
        WriteMore(answer, counted, question.Where, _binder.Capabilities?.Conditions.Count ?? 0);
    }

    private static void Write(Span<byte> answer, in Decision decision, in TranslationContext context, bool leftOut)
    {
        TlbiUse first = decision.Tlbi.First, second = decision.Tlbi.Second;
        ulong? firstOperand = first.IsNone ? null : TlbiOperand.Value(first, context);
        ulong? secondOperand = second.IsNone ? null : TlbiOperand.Value(second, context);
        ulong flags = (decision.MayProceed ? 1UL : 0) | (firstOperand is null ? 0UL : 2) | (secondOperand is null ? 0UL : 4) | (leftOut ? 8UL : 0);
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

    /// <summary>Writes what the long layout has behind the short one.</summary>
    private static void WriteMore(Span<byte> answer, in CountedDecision counted, in TranslationContext context, int moreConditions)
    {
        TlbiUse first = counted.Decision.Tlbi.First, second = counted.Decision.Tlbi.Second;
        answer[32..].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(answer[32..], first.Count);
        BinaryPrimitives.WriteInt32LittleEndian(answer[36..], second.Count);
        answer[40] = (byte)((IsRepeated(first, context) ? 1 : 0) | (IsRepeated(second, context) ? 2 : 0));
        answer[41] = (byte)Math.Min(counted.ConditionCount + moreConditions, byte.MaxValue);
        answer[42] = (byte)Math.Min(counted.WarningCount, byte.MaxValue);
    }

    /// <summary>Whether an operation is issued more than once, or is to be repeated.</summary>
    private static bool LeavesOut(in TlbiList list, in TranslationContext context) =>
        (list.First.Count | list.Second.Count) > 1 || (context.Errata != Errata.None && RepeatedInvalidation.After(list, context.Errata) != Errata.None);

    private static bool IsRepeated(in TlbiUse use, in TranslationContext context) => RepeatedInvalidation.After(use, context.Errata) != Errata.None;

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
