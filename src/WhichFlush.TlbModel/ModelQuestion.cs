using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.TlbModel;

/// <summary>A sequence to check: the change that it is meant to make, the context, and its instructions.</summary>
public readonly record struct ModelQuestion
{
    /// <summary>The 64-bit descriptor that stands in the table before the sequence.</summary>
    public required ulong Old { get; init; }

    /// <summary>The 64-bit descriptor that is to stand there after it.</summary>
    public required ulong New { get; init; }

    /// <summary>Where the entry stands and what is configured; must be one that <c>Question.Validate</c> accepts.</summary>
    public required TranslationContext Context { get; init; }

    /// <summary>Descriptors under the Table that old or new is, from index 0 on, all or a prefix; empty if not known.</summary>
    public ReadOnlyMemory<ulong> Children { get; init; }

    /// <summary>The instructions that P0 executes, in program order; at most <see cref="StepParser.MostSteps"/>.</summary>
    public required IReadOnlyList<SequenceStep> Steps { get; init; }

    /// <summary>
    /// Says which instructions cannot be judged in this context; empty if the question can be answered. An operand that is given
    /// is compared with the context's address and ASID, so those must be known.
    /// </summary>
    public IReadOnlyList<StepError> Validate()
    {
        var errors = new List<StepError>();
        if (Steps.Count > StepParser.MostSteps)
        {
            errors.Add(new(-1, $"Given {Steps.Count} steps. Accepted: at most {StepParser.MostSteps}."));
        }

        for (int i = 0; i < Steps.Count; i++)
        {
            SequenceStep step = Steps[i];
            if (step.Kind != SequenceStepKind.Tlbi || step.Operand is null)
            {
                continue;
            }

            if (step.Tlbi.TakesAddress && Context.Address is null)
            {
                errors.Add(new(i, $"Given '{step.Text}' without address. Accepted: the operand together with address, or TLBI {step.Tlbi.Mnemonic} for the operand as it should be."));
            }
            else if (Machine.Matching.ComparesAsid(step.Tlbi, Context) && Context.Asid is null)
            {
                errors.Add(new(i, $"Given '{step.Text}' without asid. Accepted: the operand together with asid, or TLBI {step.Tlbi.Mnemonic} for the operand as it should be."));
            }
        }

        return errors;
    }
}
