using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.HighPerformance;

namespace WhichFlush.Rules;

/// <summary>
/// Finds questions whose stage nobody gave and that make no sense at stage 2, the default: bits change that stage 1 defines and stage 2
/// leaves reserved or ignored.
/// </summary>
internal static class StageValidation
{
    /// <summary>The error; <c>null</c> if the stage is given, or if stage 2 is plausible.</summary>
    public static MemberError? Validate(in Question question)
    {
        ulong bits = question.Where.StageAssumed ? StageOneBits(question) : 0;
        return bits == 0 ? null : ErrorOf(question, bits);
    }

    private static MemberError ErrorOf(in Question question, ulong bits)
    {
        bool unmapped = (question.New & 1) == 0;
        TranslationContext one = question.Where.AtStageOne();
        DescriptorKind kind = Decoder.KindOf(one, question.Old);
        IEnumerable<string> names = FieldTable.Applicable(Stage.One, kind, ContextKeys.Of(one, kind))
            .Where(row => row.Field != Field.Software && (row.Mask & bits) != 0)
            .Select(row => row.Name)
            .Distinct();
        return new("stage", $"Required here. Bits {Bits.Describe(bits)} {(unmapped ? "are set in old" : "differ")}: at stage 1 (EL1&0) they are {string.Join(", ", names)}; "
            + "at stage 2 they are reserved or ignored. Accepted: 1 or 2.");
    }

    /// <summary>The bits of two cached values of one kind that differ, or of a cached value that is unmapped, and that only stage 1 defines.</summary>
    private static ulong StageOneBits(in Question question)
    {
        ContextTables tables = question.Tables;
        ContextKey key = tables.Key;
        DescriptorKind oldKind = Decoder.KindOf(key, question.Old), newKind = Decoder.KindOf(key, question.New);
        if (!Decoder.IsCacheable(key, oldKind, question.Old, isOld: true, permissive: false) || (newKind != oldKind && newKind != DescriptorKind.Invalid))
        {
            return 0;
        }

        ulong bits = (newKind == oldKind ? question.Old ^ question.New : question.Old)
            & ~(tables.Level.AddressMask(oldKind) | tables.MeaningfulBits(oldKind));
        return bits == 0 ? 0 : bits & KnownTables.Find(question.Where.AtStageOne()).MeaningfulBits(oldKind);
    }
}
