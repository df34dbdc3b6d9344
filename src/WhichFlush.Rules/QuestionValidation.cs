using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;

namespace WhichFlush.Rules;

/// <summary>Finds the errors that make a question unanswerable.</summary>
internal static class QuestionValidation
{
    public static IReadOnlyList<MemberError> Validate(in Question question)
    {
        ref readonly TranslationContext c = ref question.Where;
        List<MemberError>? errors = null;
        bool hasGeometry = c.Stage is Stage.One or Stage.Two && c.Granule is (Granule.Size4K or Granule.Size16K or Granule.Size64K);
        RequireDefined(ref errors, "stage", c.Stage, c.Stage is Stage.One or Stage.Two);
        RequireDefined(ref errors, "regime", c.Regime, c.Regime <= Regime.El3);
        RequireDefined(ref errors, "security", c.Security, c.Security <= SecurityState.Root);
        RequireDefined(ref errors, "granule", c.Granule, c.Granule is Granule.Size4K or Granule.Size16K or Granule.Size64K);
        RequireDefined(ref errors, "sharing", c.Sharing, c.Sharing <= Sharing.Single);
        RequireDefined(ref errors, "reading", c.Reading, c.Reading <= Reading.Permissive);
        if (hasGeometry && (c.Level < Geometry.FirstLevel(c) || c.Level > 3))
        {
            Add(ref errors, new("level", LevelMessage(c)));
        }

        RequireDefined(ref errors, "runsAt", c.RunsAt ?? ExceptionLevel.El1, c.RunsAt is null or (>= ExceptionLevel.El1 and <= ExceptionLevel.El3));
        RequireRange(ref errors, "bbm", c.Bbm, 0, 3);
        RequireRange(ref errors, "smmu", c.Smmu, 0, 2);
        RequireRange(ref errors, "asid", c.Asid, 0, 65535);
        RequireRange(ref errors, "vmid", c.Vmid, 0, 65535);
        for (int i = 0; i < (c.AsidList?.Count ?? 0); i++)
        {
            RequireRange(ref errors, "asids", c.AsidList![i], 0, 65535);
        }

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
            Add(ref errors, new("address", $"Given 0x{ipa:x}. Accepted at stage 2: an IPA of 52 bits, 0x0 to 0xfffffffffffff."));
        }

        if (errors is null && StageValidation.Validate(question) is MemberError stage)
        {
            Add(ref errors, stage);
        }

        if (hasGeometry && !question.Children.IsEmpty)
        {
            ValidateChildren(ref errors, question);
        }

        if (hasGeometry && question.Run is not null && c.Level >= Geometry.FirstLevel(c) && c.Level <= 3)
        {
            ValidateRun(ref errors, question, question.Run);
        }

        return errors is null ? Array.Empty<MemberError>() : errors;
    }

    private static void ValidateChildren(ref List<MemberError>? errors, in Question question)
    {
        ref readonly TranslationContext c = ref question.Where;
        int max = Geometry.EntriesPerTable(c.Granule);
        if (question.Children.Length > max)
        {
            Add(ref errors, new("children", $"Given {question.Children.Length} descriptors. Accepted: at most {max}, the descriptors of one table with this granule."));
        }

        bool table = c.Level is >= -1 and <= 3
            && (Decoder.KindOf(c, question.Old) == DescriptorKind.Table || Decoder.KindOf(c, question.New) == DescriptorKind.Table);
        if (!table)
        {
            Add(ref errors, new("children", $"Given {question.Children.Length} descriptors, but neither old nor new is a Table at level {c.Level}. Accepted: children of a Table."));
        }
    }

    private static void ValidateRun(ref List<MemberError>? errors, in Question question, ContiguousRun run)
    {
        ref readonly TranslationContext c = ref question.Where;
        int members = Geometry.ContiguousEntries(c);
        string where = $"at level {c.Level} with the {c.Granule.Name()} granule";
        if (members == 1)
        {
            Add(ref errors, new("run", $"Given {run.Count} members, but {where} the Contiguous bit has no effect. Accepted: a run at a level that has runs."));
            return;
        }

        if (run.Old.Length != members || run.New.Length != members)
        {
            Add(ref errors, new("run", $"Given {run.Old.Length} old and {run.New.Length} new values. Accepted {where}: {members} of each, all members of the run."));
            return;
        }

        ContextKey key = ContextKeys.Of(c);
        if (!HasContiguousLeaf(key, run.Old.Span) && !HasContiguousLeaf(key, run.New.Span))
        {
            Add(ref errors, new("run", "Given members of which none is a Block or Page with the Contiguous bit, before or after. Accepted: a Contiguous run."));
        }

        if (!question.Children.IsEmpty)
        {
            Add(ref errors, new("children", "Given together with run. Accepted: one of them."));
        }

        ValidateMember(ref errors, question, run);
    }

    /// <summary>Old and new value are those of the member at the address, or of some member if there is no address.</summary>
    private static void ValidateMember(ref List<MemberError>? errors, in Question question, ContiguousRun run)
    {
        ref readonly TranslationContext c = ref question.Where;
        if (c.Address is not ulong address)
        {
            if (run.IndexOf(question.Old, question.New) < 0)
            {
                Add(ref errors, new("run", $"Given no member that goes from old, 0x{question.Old:x}, to new, 0x{question.New:x}. Accepted: a run with the entry that old and new are of."));
            }

            return;
        }

        int index = (int)(address >> Geometry.EntryShift(c.Granule, c.Level)) & (run.Count - 1);
        RequireMember(ref errors, "old", question.Old, run.Old.Span[index], index);
        RequireMember(ref errors, "new", question.New, run.New.Span[index], index);
    }

    private static void RequireMember(ref List<MemberError>? errors, string member, ulong given, ulong ofRun, int index)
    {
        if (given != ofRun)
        {
            Add(ref errors, new(member, $"Given 0x{given:x}, but run.{member}[{index}], the member at address, is 0x{ofRun:x}. Accepted: the same value."));
        }
    }

    private static bool HasContiguousLeaf(ContextKey key, ReadOnlySpan<ulong> members)
    {
        foreach (ulong raw in members)
        {
            if (Decoder.KindOf(key, raw) is DescriptorKind.Block or DescriptorKind.Page && Decoder.IsContiguous(key, raw))
            {
                return true;
            }
        }

        return false;
    }

    private static string LevelMessage(in TranslationContext c)
    {
        string granule = c.Granule.Name();
        string hint = c.Level == -1 && c.Granule == Granule.Size4K ? " (-1 only with ds=true)" : "";
        return $"Given {c.Level}. Accepted with the {granule} granule: {Geometry.FirstLevel(c)} to 3{hint}.";
    }

    private static void RequireDefined<T>(ref List<MemberError>? errors, string member, T value, bool defined)
        where T : struct, Enum
    {
        if (!defined)
        {
            Add(ref errors, new(member, $"Given {value}. Accepted: {string.Join(", ", Enum.GetNames<T>())}."));
        }
    }

    /// <summary>Creates the list with the first error, because most questions have none.</summary>
    private static void Add(ref List<MemberError>? errors, MemberError error) => (errors ??= []).Add(error);

    private static void RequireRange(ref List<MemberError>? errors, string member, int? value, int min, int max)
    {
        if (value is int given && (given < min || given > max))
        {
            Add(ref errors, new(member, $"Given {given}. Accepted: {min} to {max}."));
        }
    }
}
