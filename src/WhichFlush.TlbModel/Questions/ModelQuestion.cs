using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Questions;

/// <summary>A sequence to check, with the change that it makes and the context of the table entry.</summary>
public readonly record struct ModelQuestion
{
    /// <summary>Maximum number of instructions; a TLBI with <c>* N</c> counts once.</summary>
    public const int MaxSteps = 64;

    /// <summary>The 64-bit descriptor in the table before the sequence.</summary>
    public required ulong Old { get; init; }

    /// <summary>The 64-bit descriptor that the table holds after a correct sequence.</summary>
    public required ulong New { get; init; }

    /// <summary>Position of the entry and configuration of the regime; <c>Question.Validate</c> of the rules accepts it.</summary>
    public required TranslationContext Context { get; init; }

    /// <summary>Descriptors under the Table that old or new is, from index 0 on, all or a prefix; empty if not known.</summary>
    public ReadOnlyMemory<ulong> Children { get; init; }

    /// <summary>The instructions that P0 executes, in program order; at most <see cref="MaxSteps"/>.</summary>
    public required IReadOnlyList<SequenceStep> Steps { get; init; }

    /// <summary>The ASID that an omitted operand stands for; <c>null</c> for the ASID of the context.</summary>
    internal int? OperandAsid { get; init; }

    /// <summary>Checks that the model can judge every instruction in this context.</summary>
    /// <remarks>The model compares a given operand with the address and ASID of the context, so the question must give both.</remarks>
    /// <returns>One error for each instruction that the model cannot judge; empty if there is none.</returns>
    public IReadOnlyList<StepError> Validate()
    {
        var errors = new List<StepError>();
        if (Steps.Count > MaxSteps)
        {
            errors.Add(new(-1, $"Given {Steps.Count} steps. Accepted: at most {MaxSteps}."));
        }

        for (int i = 0; i < Steps.Count; i++)
        {
            if (MissingMember(Steps[i]) is string member)
            {
                errors.Add(new(i, $"Given '{Steps[i].Text}' without {member}. Accepted: the operand together with {member}, or TLBI {Steps[i].Tlbi.Mnemonic} without an operand, which stands for the correct one."));
            }
        }

        return errors;
    }

    /// <summary>All descriptors under the Table are given, and each valid one meets the condition.</summary>
    internal bool AllChildren(Func<Descriptor, bool> condition)
    {
        if (Children.Length < Geometry.EntriesPerTable(Context.Granule))
        {
            return false;
        }

        TranslationContext below = Context with { Level = Context.Level + 1 };
        foreach (ulong child in Children.Span)
        {
            Descriptor d = Decoder.Decode(below, child);
            if (d.Kind != DescriptorKind.Invalid && !condition(d))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The member of the question that the operand of a TLBI is compared with, if it is not given.</summary>
    private string? MissingMember(in SequenceStep step)
    {
        if (step.Kind != InstructionKind.Tlbi || step.Operand is null)
        {
            return null;
        }

        return step.Tlbi.TakesAddress && Context.Address is null ? "address"
            : step.Tlbi.ComparesAsid(Context) && Context.Asid is null && !Context.AsidsAreKnown() ? "asid"
            : null;
    }
}
