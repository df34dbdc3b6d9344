using WhichFlush.Rules.Descriptors;

namespace WhichFlush.Rules;

/// <summary>Finds what makes a question unanswerable.</summary>
internal static class QuestionValidation
{
    public static IReadOnlyList<QuestionError> Validate(in Question question)
    {
        TranslationContext c = question.Context;
        var errors = new List<QuestionError>();
        bool placed = Enum.IsDefined(c.Stage) && Enum.IsDefined(c.Granule);
        Defined(errors, "stage", c.Stage);
        Defined(errors, "regime", c.Regime);
        Defined(errors, "security", c.Security);
        Defined(errors, "granule", c.Granule);
        Defined(errors, "sharing", c.Sharing);
        Defined(errors, "reading", c.Reading);
        if (placed && (c.Level < Geometry.FirstLevel(c) || c.Level > 3))
        {
            errors.Add(new("level", LevelMessage(c)));
        }

        InRange(errors, "bbm", c.Bbm, 0, 3);
        InRange(errors, "smmu", c.Smmu, 0, 2);
        InRange(errors, "asid", c.Asid, 0, 65535);
        InRange(errors, "vmid", c.Vmid, 0, 65535);
        if (c.Sharing == Sharing.Outer && !c.Has(Features.FEAT_TLBIOS))
        {
            errors.Add(new("sharing", "Given outer without FEAT_TLBIOS in features: no operation invalidates the Outer Shareable domain. Accepted: inner, single, or outer with FEAT_TLBIOS."));
        }

        if (c.Sharing == Sharing.Single && c.Smmu is not null)
        {
            errors.Add(new("sharing", "Given single together with smmu: an SMMU that walks the table is another agent. Accepted: single without smmu, or inner or outer."));
        }

        if (c.Stage == Stage.Two && c.Address is ulong ipa && ipa >> 52 != 0)
        {
            errors.Add(new("address", $"Given 0x{ipa:x}, which is no IPA. Accepted at stage 2: 0x0 to 0xfffffffffffff (52 bits)."));
        }

        if (placed && !question.Children.IsEmpty)
        {
            ValidateChildren(errors, question);
        }

        return errors;
    }

    private static void ValidateChildren(List<QuestionError> errors, in Question question)
    {
        TranslationContext c = question.Context;
        int most = Geometry.EntriesPerTable(c.Granule);
        if (question.Children.Length > most)
        {
            errors.Add(new("children", $"Given {question.Children.Length} descriptors. Accepted: at most the {most} of one table of this granule."));
        }

        bool table = c.Level is >= -1 and <= 3
            && (Decoder.KindOf(c, question.Old) == DescriptorKind.Table || Decoder.KindOf(c, question.New) == DescriptorKind.Table);
        if (!table)
        {
            errors.Add(new("children", $"Given {question.Children.Length} descriptors, but neither old nor new is a Table at level {c.Level}. Accepted: children of a Table."));
        }
    }

    private static string LevelMessage(in TranslationContext c)
    {
        string granule = c.Granule switch { Granule.Size4K => "4k", Granule.Size16K => "16k", _ => "64k" };
        string hint = c.Level == -1 && c.Granule == Granule.Size4K ? " (-1 only with ds=true)" : "";
        return $"Given {c.Level}. Accepted with the {granule} granule: {Geometry.FirstLevel(c)} to 3{hint}.";
    }

    private static void Defined<T>(List<QuestionError> errors, string member, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            errors.Add(new(member, $"Given {value}, which is no {typeof(T).Name}."));
        }
    }

    private static void InRange(List<QuestionError> errors, string member, int? value, int lowest, int highest)
    {
        if (value is int given && (given < lowest || given > highest))
        {
            errors.Add(new(member, $"Given {given}. Accepted: {lowest} to {highest}."));
        }
    }
}
