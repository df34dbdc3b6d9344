using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel;

/// <summary>Finds the errata, or the walks that are not coherent, without which a violation would not be possible, by asking again without them.</summary>
internal static class ViolationCauses
{
    private const string NotCoherent = " The entry is not cleaned to the Point of Coherency before (DC CVAC entry; DSB): a walker that is not coherent may go on to read the earlier value.";

    /// <summary>The BBM level of parts with errata that set the level to 0: a part without them reports at least this one.</summary>
    private const int UsualBbm = 2;

    /// <summary>The violations with their causes.</summary>
    public static List<Violation> Name(IReadOnlyList<Violation> violations, CompiledSequence sequence, Bounds bounds)
    {
        TranslationContext context = sequence.Question.Context;
        var effects = ErrataEffects.Of(context.Errata);
        TranslationContext without = context with { Errata = Errata.None, Bbm = effects.BreaksSizes ? Math.Max(context.Bbm, UsualBbm) : context.Bbm };
        HashSet<Property>? healthy = effects == default ? null : With(without);
        HashSet<Property>? coherent = context.WalksCoherent ? null : With(context with { WalksCoherent = true });
        return [.. violations.Select(violation => violation.Property == Property.Refilled ? violation : violation with
        {
            Errata = healthy?.Contains(violation.Property) == false ? Culprits(violation.Property) : Errata.None,
            Text = coherent?.Contains(violation.Property) == false ? violation.Text + NotCoherent : violation.Text,
        })];

        HashSet<Property> With(in TranslationContext other) => Searched(new CompiledSequence(sequence.Question with { Context = other }, sequence.Switches), bounds);

        Errata Culprits(Property property)
        {
            Errata alone = Errata.None;
            foreach (Errata one in ErrataEffects.Each(context.Errata))
            {
                alone |= With(without with { Errata = one }).Contains(property) ? one : Errata.None;
            }

            return alone == Errata.None ? context.Errata : alone;
        }
    }

    /// <summary>The properties that the verdict search finds violated.</summary>
    public static HashSet<Property> Searched(CompiledSequence sequence, Bounds bounds) =>
        [.. Goal.Of(VerdictSearch.Run(sequence, bounds)).Select(goal => goal.Property)];
}
