using System.Buffers.Binary;
using WhichFlush.Api.Flush.Members;
using WhichFlush.Rules;
using WhichFlush.Rules.Maintenance;

namespace WhichFlush.Api.Batch;

/// <summary>The records of <c>application/octet-stream</c>. The remarks of the operation document every byte.</summary>
internal static class RecordFormat
{
    /// <summary>Bytes of a record, of a request and of an answer.</summary>
    public const int Size = 32;

    private const byte Answered = 0, Wrong = 1, Cut = 2, Stopped = 3;
    private const int AddressGiven = 1, AsidGiven = 2, SharedWalk = 4, SpuriousFault = 8, ReservedFlags = 0xfc00;
    private const int LevelOfQuery = sbyte.MinValue, BbmOfQuery = byte.MaxValue;

    /// <summary>What may be wrong, by the bit that says so.</summary>
    private static readonly string[] Members =
        ["old", "new", "level", "bbm", "address", "asid", "sharedWalk", "spuriousFault", "sameContents", "sameMapping", "overlapsNonGlobal", "reserved"];

    private static readonly FlushMember[] Known = [.. Members[..^1].Select(name => FlushMembers.Find(name)!)];

    /// <summary>Answers a record.</summary>
    public static void Answer(ReadOnlySpan<byte> record, Span<byte> answer, FlushDraft draft, BatchTally tally)
    {
        Read(record, draft);
        if (draft.Finish(out var errors) is { } question)
        {
            Decision decision = FlushAdvisor.Decide(question);
            tally.Count(decision);
            Write(answer, decision, question);
        }
        else
        {
            WriteWrong(answer, errors!.Keys);
        }
    }

    /// <summary>Answers a record that was cut short.</summary>
    public static void AnswerCut(Span<byte> answer)
    {
        answer.Clear();
        answer[0] = Cut;
    }

    /// <summary>Says that the service stops, and which record is the first that it does not answer.</summary>
    public static void AnswerStop(Span<byte> answer, long index)
    {
        answer.Clear();
        answer[0] = Stopped;
        BinaryPrimitives.WriteInt64LittleEndian(answer[8..], index);
    }

    private static void Read(ReadOnlySpan<byte> record, FlushDraft draft)
    {
        ulong old = BinaryPrimitives.ReadUInt64LittleEndian(record), @new = BinaryPrimitives.ReadUInt64LittleEndian(record[8..]);
        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(record[16..]);
        int asid = BinaryPrimitives.ReadUInt16LittleEndian(record[24..]), flags = BinaryPrimitives.ReadUInt16LittleEndian(record[26..]);
        int level = (sbyte)record[28], bbm = record[29];
        bool reserved = record[30] != 0 || record[31] != 0 || (flags & ReservedFlags) != 0
            || ((flags & AddressGiven) == 0 && address != 0) || ((flags & AsidGiven) == 0 && asid != 0);
        if (reserved)
        {
            draft.Fail("reserved", "Given bits that must be zero.");
        }

        Give(draft, 0, true);
        Give(draft, 1, true);
        (draft.Old, draft.New) = (old, @new);
        TranslationContext c = draft.Context;
        draft.Context = c with
        {
            Level = Give(draft, 2, level != LevelOfQuery) ? level : c.Level,
            Bbm = Give(draft, 3, bbm != BbmOfQuery) ? bbm : c.Bbm,
            Address = Give(draft, 4, (flags & AddressGiven) != 0) ? address : c.Address,
            Asid = Give(draft, 5, (flags & AsidGiven) != 0) ? asid : c.Asid,
            SharedWalk = Give(draft, 6, (flags & SharedWalk) != 0) || c.SharedWalk,
            SpuriousFault = Give(draft, 7, (flags & SpuriousFault) != 0) || c.SpuriousFault,
            SameContents = Assertion(draft, 8, flags >> 4, c.SameContents),
            SameMapping = Assertion(draft, 9, flags >> 6, c.SameMapping),
            OverlapsNonGlobal = Assertion(draft, 10, flags >> 8, c.OverlapsNonGlobal),
        };
    }

    private static bool? Assertion(FlushDraft draft, int member, int bits, bool? shared)
    {
        if ((bits & 3) == 1)
        {
            draft.Fail(Members[member], "Given 1. Accepted: 0 not given, 2 false, 3 true.");
        }

        return Give(draft, member, (bits & 3) != 0) ? (bits & 3) == 3 : shared;
    }

    /// <summary>Notes a member that the record gives; it is an error if the query string does, too.</summary>
    private static bool Give(FlushDraft draft, int member, bool given)
    {
        if (given && !draft.Give(Known[member]))
        {
            draft.Fail(Members[member], "Given in the query string and in the record. Accepted: once.");
        }

        return given;
    }

    private static void Write(Span<byte> answer, in Decision decision, in Question question)
    {
        TlbiList tlbi = decision.Tlbi;
        ulong? first = tlbi.Length > 0 ? TlbiOperand.Value(tlbi.First, question.Context) : null;
        ulong? second = tlbi.Length > 1 ? TlbiOperand.Value(tlbi.Second, question.Context) : null;
        answer[0] = Answered;
        answer[1] = (byte)decision.Verdict;
        answer[2] = (byte)((decision.MayProceed ? 1 : 0) | (first is null ? 0 : 2) | (second is null ? 0 : 4));
        answer[3] = (byte)tlbi.Length;
        answer[4] = tlbi.Length > 0 ? (byte)(tlbi.First.Family + 1) : (byte)0;
        answer[5] = (byte)tlbi.First.Scope;
        answer[6] = tlbi.Length > 1 ? (byte)(tlbi.Second.Family + 1) : (byte)0;
        answer[7] = (byte)tlbi.Second.Scope;
        BinaryPrimitives.WriteUInt64LittleEndian(answer[8..], first.GetValueOrDefault());
        BinaryPrimitives.WriteUInt64LittleEndian(answer[16..], second.GetValueOrDefault());
        BinaryPrimitives.WriteUInt64LittleEndian(answer[24..], decision.RuleMask);
    }

    private static void WriteWrong(Span<byte> answer, IEnumerable<string> members)
    {
        ulong wrong = 0;
        foreach (string member in members)
        {
            int bit = Array.IndexOf(Members, member);
            wrong |= 1UL << (bit < 0 ? Members.Length : bit);
        }

        answer.Clear();
        answer[0] = Wrong;
        BinaryPrimitives.WriteUInt64LittleEndian(answer[8..], wrong);
    }
}
