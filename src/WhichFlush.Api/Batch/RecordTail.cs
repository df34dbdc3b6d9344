using WhichFlush.Api.Questions;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Batch;

/// <summary>The last 8 bytes of a record: ASID, flags, level, bbm and zeros. They tell the context, but for the address.</summary>
/// <param name="Bits">The bytes as a little-endian value.</param>
internal readonly record struct RecordTail(ulong Bits)
{
    /// <summary>The byte of a record where the tail starts.</summary>
    public const int Offset = 24;

    private const int AddressFlag = 1, AsidFlag = 2, SharedWalkFlag = 4, SpuriousFaultFlag = 8, ReservedFlags = 0xfc00;
    private const int LevelOfQuery = sbyte.MinValue, BbmOfQuery = byte.MaxValue;

    /// <summary>The members of the bits in an answer that says which are wrong.</summary>
    private static readonly string[] Names =
        ["old", "new", "level", "bbm", "address", "asid", "sharedWalk", "spuriousFault", "sameContents", "sameMapping", "overlapsNonGlobal", "reserved"];

    /// <summary>The same members as bits for <see cref="RequestBinder.MarkPresent(ulong)"/>.</summary>
    private static readonly ulong[] Members = [.. Names[..^1].Select(name => QuestionMembers.Find(name)!.Bit)];

    /// <summary>The record gives an address.</summary>
    public bool HasAddress => (Flags & AddressFlag) != 0;

    private int Asid => (ushort)Bits;

    private int Flags => (ushort)(Bits >> 16);

    private int Level => (sbyte)(Bits >> 32);

    private int Bbm => (byte)(Bits >> 40);

    /// <summary>The bit of a member in an answer that says which are wrong; one more than the others for a member that no record gives.</summary>
    public static int WrongBit(string member) => Array.IndexOf(Names, member) is >= 0 and int bit ? bit : Names.Length;

    /// <summary>Binds all members of the tail, and the address.</summary>
    public void Bind(QuestionBinder binder, ulong address)
    {
        bool hasAsid = (Flags & AsidFlag) != 0;
        if (Bits >> 48 != 0 || (Flags & ReservedFlags) != 0 || (!HasAddress && address != 0) || (!hasAsid && Asid != 0))
        {
            binder.AddError("reserved", "Given bits that must be zero.");
        }

        ref TranslationContext context = ref binder.Context;
        ulong present = Members[0] | Members[1];
        if (Level != LevelOfQuery)
        {
            context.Level = Level;
            present |= Members[2];
        }

        if (Bbm != BbmOfQuery)
        {
            context.Bbm = Bbm;
            present |= Members[3];
        }

        if (HasAddress)
        {
            context.Address = address;
            present |= Members[4];
        }

        if (hasAsid)
        {
            context.Asid = Asid;
            present |= Members[5];
        }

        if ((Flags & SharedWalkFlag) != 0)
        {
            context.SharedWalk = true;
            present |= Members[6];
        }

        if ((Flags & SpuriousFaultFlag) != 0)
        {
            context.SpuriousFault = true;
            present |= Members[7];
        }

        context.SameContents = Assertion(binder, 8, ref present) ?? context.SameContents;
        context.SameMapping = Assertion(binder, 9, ref present) ?? context.SameMapping;
        context.OverlapsNonGlobal = Assertion(binder, 10, ref present) ?? context.OverlapsNonGlobal;
        if (binder.MarkPresent(present) is not 0 and ulong before)
        {
            AddRepeated(binder, before);
        }
    }

    /// <summary>A boolean of two bits: 0 not given, 2 false, 3 true.</summary>
    private bool? Assertion(QuestionBinder binder, int member, ref ulong present)
    {
        int bits = (Flags >> (2 * (member - 6))) & 3;
        if (bits == 0)
        {
            return null;
        }

        if (bits == 1)
        {
            binder.AddError(Names[member], Sentences.Wrong("1", "0 not given, 2 false, 3 true"));
        }

        present |= Members[member];
        return bits == 3;
    }

    /// <summary>A record must not give a member that the query string gives for all records.</summary>
    private static void AddRepeated(QuestionBinder binder, ulong before)
    {
        for (int member = 0; member < Members.Length; member++)
        {
            if ((before & Members[member]) != 0)
            {
                binder.AddError(Names[member], Sentences.SharedAndItem);
            }
        }
    }
}
