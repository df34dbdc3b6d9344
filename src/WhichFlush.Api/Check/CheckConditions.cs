using WhichFlush.Rules;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.Api.Check;

/// <summary>
/// The conditions of a checked sequence: those of the change, except for those that depend on the operations. These are taken from the
/// caller's own operations.
/// </summary>
internal static class CheckConditions
{
    private const string OneAsid = "oneAsid", RunsAtEl2 = "runsAtEl2", UndefinedHere = "undefinedHere";

    /// <summary>The conditions of the sequence.</summary>
    /// <param name="ofChange">The conditions of the recommended answer.</param>
    /// <param name="question">The change.</param>
    /// <param name="steps">The caller's own sequence.</param>
    public static IEnumerable<Condition> Of(IReadOnlyList<Condition> ofChange, Question question, IReadOnlyList<SequenceStep> steps)
    {
        TranslationContext context = question.Context;
        foreach (Condition condition in ofChange)
        {
            if (condition.Code is not (OneAsid or RunsAtEl2 or UndefinedHere))
            {
                yield return condition;
            }
        }

        SequenceStep[] tlbis = [.. steps.Where(step => step.Kind == InstructionKind.Tlbi)];
        bool global = Decoder.Decode(context, question.Old) is { IsLeaf: true, Global: true };
        if (!global && context.AsidList is not { Count: > 0 } && Array.Exists(tlbis, step => step.Tlbi.ComparesAsid(context)))
        {
            yield return new(OneAsid, "The table is used under this one ASID only (asids names all of them); else the entries of the others stay.");
        }

        int high = Array.FindIndex(tlbis, step => step.Tlbi.LowestLevel > ExceptionLevel.El1);
        if (context.RunsAt is null && high >= 0)
        {
            TlbiOperation operation = tlbis[high].Tlbi;
            string level = operation.LowestLevel == ExceptionLevel.El3 ? "EL3" : "EL2 or EL3";
            yield return new(RunsAtEl2, $"TLBI {operation.Mnemonic} executes at {level}: it is UNDEFINED below (runsAt says where the sequence runs).");
        }
    }
}
