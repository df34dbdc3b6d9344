using System.Buffers.Binary;
using WhichFlush.Api.Questions;
using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Batch;

/// <summary>Answers the records of <c>application/octet-stream</c>. The remarks of the operation document every byte.</summary>
/// <param name="shared">What the query string says of all records.</param>
/// <param name="tally">Where decisions are counted.</param>
internal sealed class RecordAnswerer(FlushDraft shared, BatchTally tally)
{
    /// <summary>Bytes of a record, of a request and of an answer.</summary>
    public const int Size = 32;

    /// <summary>From here on a record holds the circumstances: ASID, flags, level, bbm and what is zero.</summary>
    private const int CircumstancesAt = 24;

    private const byte Answered = 0, Wrong = 1, Cut = 2, Stopped = 3;
    private const int AddressGiven = 1, AsidGiven = 2, SharedWalk = 4, SpuriousFault = 8, Assertions = 0x03f0, ReservedFlags = 0xfc00;
    private const int LevelOfQuery = sbyte.MinValue, BbmOfQuery = byte.MaxValue;

    /// <summary>What may be wrong, by the bit that says so.</summary>
    private static readonly string[] Members =
        ["old", "new", "level", "bbm", "address", "asid", "sharedWalk", "spuriousFault", "sameContents", "sameMapping", "overlapsNonGlobal", "reserved"];

    /// <summary>The same members as bits for <see cref="FlushDraft.Give(ulong)"/>.</summary>
    private static readonly ulong[] Given = [.. Members[..^1].Select(name => 1UL << FlushMembers.Find(name)!.Index)];

    /// <summary>By some bits of a hash of their bytes.</summary>
    private readonly Circumstances?[] _known = new Circumstances?[16];
    private Circumstances _last = new();

    /// <summary>Answers a record.</summary>
    public void Answer(ReadOnlySpan<byte> record, Span<byte> answer)
    {
        ulong old = BinaryPrimitives.ReadUInt64LittleEndian(record), @new = BinaryPrimitives.ReadUInt64LittleEndian(record[8..]);
        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(record[16..]);
        ulong behind = BinaryPrimitives.ReadUInt64LittleEndian(record[CircumstancesAt..]);
        Circumstances circumstances = _last.Bytes == behind ? _last : _last = Find(behind);
        bool addressGiven = (record[26] & AddressGiven) != 0;

        // In a trace most records have circumstances that were there before. Of the rest only the address can be wrong.
        FlushDraft draft = circumstances.Draft;
        if (circumstances.Sound && (addressGiven ? draft.Asked.CanBeAt(address) : address == 0))
        {
            Decide(draft.Again(old, @new, addressGiven ? address : null), answer);
            return;
        }

        draft.Restart(shared);
        (draft.Old, draft.New) = (old, @new);
        Read(record, address, draft);
        ref readonly Question question = ref draft.Finish();
        circumstances.Sound = !draft.HasErrors;
        if (draft.HasErrors)
        {
            WriteWrong(answer, draft.Errors.Keys);
        }
        else
        {
            Decide(question, answer);
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

    private void Decide(in Question question, Span<byte> answer)
    {
        Decision decision = FlushAdvisor.Decide(question);
        tally.Count(decision);
        Write(answer, decision, question.Where);
    }

    /// <summary>The circumstances that these bytes say; they take the place of others if they are not known.</summary>
    private Circumstances Find(ulong bytes)
    {
        Circumstances found = _known[(int)((bytes * 0x9e3779b97f4a7c15) >> 60)] ??= new();
        if (found.Bytes != bytes)
        {
            (found.Bytes, found.Sound) = (bytes, false);
        }

        return found;
    }

    private static void Read(ReadOnlySpan<byte> record, ulong address, FlushDraft draft)
    {
        int asid = BinaryPrimitives.ReadUInt16LittleEndian(record[24..]), flags = BinaryPrimitives.ReadUInt16LittleEndian(record[26..]);
        int level = (sbyte)record[28], bbm = record[29];
        bool reserved = record[30] != 0 || record[31] != 0 || (flags & ReservedFlags) != 0
            || ((flags & AddressGiven) == 0 && address != 0) || ((flags & AsidGiven) == 0 && asid != 0);
        if (reserved)
        {
            draft.Fail("reserved", "Given bits that must be zero.");
        }

        ref TranslationContext c = ref draft.Context;
        ulong given = Given[0] | Given[1];
        if (level != LevelOfQuery)
        {
            c.Level = level;
            given |= Given[2];
        }

        if (bbm != BbmOfQuery)
        {
            c.Bbm = bbm;
            given |= Given[3];
        }

        if ((flags & AddressGiven) != 0)
        {
            c.Address = address;
            given |= Given[4];
        }

        if ((flags & AsidGiven) != 0)
        {
            c.Asid = asid;
            given |= Given[5];
        }

        if ((flags & SharedWalk) != 0)
        {
            c.SharedWalk = true;
            given |= Given[6];
        }

        if ((flags & SpuriousFault) != 0)
        {
            c.SpuriousFault = true;
            given |= Given[7];
        }

        if ((flags & Assertions) != 0)
        {
            c.SameContents = Assertion(draft, 8, flags >> 4, ref given) ?? c.SameContents;
            c.SameMapping = Assertion(draft, 9, flags >> 6, ref given) ?? c.SameMapping;
            c.OverlapsNonGlobal = Assertion(draft, 10, flags >> 8, ref given) ?? c.OverlapsNonGlobal;
        }

        if (draft.Give(given) is not 0 and ulong again)
        {
            FailGivenTwice(draft, again);
        }
    }

    private static bool? Assertion(FlushDraft draft, int member, int bits, ref ulong given)
    {
        switch (bits & 3)
        {
            case 0:
                return null;
            case 1:
                draft.Fail(Members[member], "Given 1. Accepted: 0 not given, 2 false, 3 true.");
                break;
        }

        given |= Given[member];
        return (bits & 3) == 3;
    }

    /// <summary>What the query string gives for all records, no record may give.</summary>
    private static void FailGivenTwice(FlushDraft draft, ulong again)
    {
        for (int member = 0; member < Given.Length; member++)
        {
            if ((again & Given[member]) != 0)
            {
                draft.Fail(Members[member], "Given in the query string and in the record. Accepted: once.");
            }
        }
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
            int bit = Array.IndexOf(Members, member);
            wrong |= 1UL << (bit < 0 ? Members.Length : bit);
        }

        answer.Clear();
        answer[0] = Wrong;
        BinaryPrimitives.WriteUInt64LittleEndian(answer[8..], wrong);
    }

    /// <summary>What some records have in common: the bytes behind the address, and what was read from them.</summary>
    private sealed class Circumstances
    {
        public ulong Bytes { get; set; }

        /// <summary>Nothing was wrong with the last record.</summary>
        public bool Sound { get; set; }

        public FlushDraft Draft { get; } = new();
    }
}
