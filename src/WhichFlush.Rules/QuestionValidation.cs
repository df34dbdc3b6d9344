using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules;

/// <summary>Finds what makes a question unanswerable.</summary>
internal static class QuestionValidation
{
    public static IReadOnlyList<MemberError> Validate(in Question question)
    {
        ref readonly TranslationContext c = ref question.Where;
        List<MemberError>? errors = null;
        bool placed = c.Stage is Stage.One or Stage.Two && c.Granule is (Granule.Size4K or Granule.Size16K or Granule.Size64K);
        Defined(ref errors, "stage", c.Stage, c.Stage is Stage.One or Stage.Two);
        Defined(ref errors, "regime", c.Regime, c.Regime <= Regime.El3);
        Defined(ref errors, "security", c.Security, c.Security <= SecurityState.Root);
        Defined(ref errors, "granule", c.Granule, c.Granule is Granule.Size4K or Granule.Size16K or Granule.Size64K);
        Defined(ref errors, "sharing", c.Sharing, c.Sharing <= Sharing.Single);
        Defined(ref errors, "reading", c.Reading, c.Reading <= Reading.Permissive);
        if (placed && (c.Level < Geometry.FirstLevel(c) || c.Level > 3))
        {
            Add(ref errors, new("level", LevelMessage(c)));
        }

        InRange(ref errors, "bbm", c.Bbm, 0, 3);
        InRange(ref errors, "smmu", c.Smmu, 0, 2);
        InRange(ref errors, "asid", c.Asid, 0, 65535);
        InRange(ref errors, "vmid", c.Vmid, 0, 65535);
        if (c.Sharing == Sharing.Outer && !c.Has(Features.FEAT_TLBIOS))
        {
            Add(ref errors, new("sharing", "Given outer without FEAT_TLBIOS in features: no operation invalidates the Outer Shareable domain. Accepted: inner, single, or outer with FEAT_TLBIOS."));
        }

        if (c.Sharing == Sharing.Single && c.Smmu is not null)
        {
            Add(ref errors, new("sharing", "Given single together with smmu: an SMMU that walks the table is another agent. Accepted: single without smmu, or inner or outer."));
        }

        if (c.Address is ulong ipa && !question.CanBeAt(ipa))
        {
            Add(ref errors, new("address", $"Given 0x{ipa:x}, which is no IPA. Accepted at stage 2: 0x0 to 0xfffffffffffff (52 bits)."));
        }

        if (placed && !question.Children.IsEmpty)
        {
            ValidateChildren(ref errors, question);
        }

        return errors is null ? Array.Empty<MemberError>() : errors;
    }

    private static void ValidateChildren(ref List<MemberError>? errors, in Question question)
    {
        ref readonly TranslationContext c = ref question.Where;
        int most = Geometry.EntriesPerTable(c.Granule);
        if (question.Children.Length > most)
        {
            Add(ref errors, new("children", $"Given {question.Children.Length} descriptors. Accepted: at most the {most} of one table of this granule."));
        }

        bool table = c.Level is >= -1 and <= 3
            && (Decoder.KindOf(c, question.Old) == DescriptorKind.Table || Decoder.KindOf(c, question.New) == DescriptorKind.Table);
        if (!table)
        {
            Add(ref errors, new("children", $"Given {question.Children.Length} descriptors, but neither old nor new is a Table at level {c.Level}. Accepted: children of a Table."));
        }
    }

    private static string LevelMessage(in TranslationContext c)
    {
        string granule = c.Granule.Name();
        string hint = c.Level == -1 && c.Granule == Granule.Size4K ? " (-1 only with ds=true)" : "";
        return $"Given {c.Level}. Accepted with the {granule} granule: {Geometry.FirstLevel(c)} to 3{hint}.";
    }

    private static void Defined<T>(ref List<MemberError>? errors, string member, T value, bool defined)
        where T : struct, Enum
    {
        if (!defined)
        {
            Add(ref errors, new(member, $"Given {value}, which is no {typeof(T).Name}."));
        }
    }

    /// <summary>A question without errors, which is the rule in a batch, needs no list.</summary>
    private static void Add(ref List<MemberError>? errors, MemberError error) => (errors ??= []).Add(error);

    private static void InRange(ref List<MemberError>? errors, string member, int? value, int lowest, int highest)
    {
        if (value is int given && (given < lowest || given > highest))
        {
            Add(ref errors, new(member, $"Given {given}. Accepted: {lowest} to {highest}."));
        }
    }
}
