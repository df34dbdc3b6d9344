using WhichFlush.Rules.Architecture;

namespace WhichFlush.TlbModel.Questions;

/// <summary>
/// Splits a question by the ASIDs under which the table is walked. ASIDs do not affect each other, except through global entries that
/// every ASID uses, so the model looks at one ASID at a time. ASIDs that no operand names are alike: one of them stands for all.
/// </summary>
internal static class Asids
{
    /// <summary>The questions that together answer the given one; a single one if the ASIDs are not known or have no meaning.</summary>
    public static IReadOnlyList<ModelQuestion> Split(in ModelQuestion question)
    {
        TranslationContext context = question.Context;
        if (context.AsidList is not { Count: > 0 } list || !context.HasAsids())
        {
            return [question];
        }

        int omitted = context.Asid ?? list[0];
        ModelQuestion asked = question with { OperandAsid = omitted };
        HashSet<int> named = [omitted];
        named.UnionWith(question.Steps
            .Where(step => step.Kind == InstructionKind.Tlbi && step.Operand is not null && step.Tlbi.ComparesAsid(context))
            .Select(step => (int)(step.Operand!.Value >> 48)));
        IEnumerable<int> walked = context.Asid is int own ? list.Prepend(own) : list;
        return [.. walked.Distinct()
            .DistinctBy(asid => named.Contains(asid) ? asid : -1)
            .Select(asid => asked with { Context = context with { Asid = asid } })];
    }
}
