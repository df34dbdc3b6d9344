using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel;

/// <summary>Violations that the steps show without a search.</summary>
internal static class StepViolations
{
    /// <summary>The violations, at most one for each property.</summary>
    public static IEnumerable<Violation> Of(CompiledSequence sequence)
    {
        if (NotCleaned(sequence) is Violation stuck)
        {
            yield return stuck;
        }

        if (LostUpdate(sequence) is Violation lost)
        {
            yield return lost;
        }

        if (UndefinedHere(sequence.Question) is Violation undefined)
        {
            yield return undefined;
        }
    }

    /// <summary>No clean to the Point of Coherency follows the last store that changes a translation, though walks are not coherent.</summary>
    private static Violation? NotCleaned(CompiledSequence sequence)
    {
        ModelQuestion question = sequence.Question;
        int store = sequence.Stores.ToList().LastIndexOf(true);
        if (question.Context.WalksCoherent || !sequence.ChangesTranslation || question.Steps.Skip(store + 1).Any(step => step.CleansEntry))
        {
            return null;
        }

        string step = $"{question.Steps[store].Text} (step {store})";
        return new(Property.Stuck,
            $"{step} may stay in a cache: a walker that is not coherent reads the old value from memory again and again. DC CVAC entry and a DSB belong after it.",
            [Event(Actor.P0, $"P0 executes {step}: the value is in a cache, and memory holds the old one."), Event(Actor.P0, "P0 walks, and reads the old value from memory.")]);
    }

    /// <summary>A plain store claims the entry where a compare-and-swap is due.</summary>
    private static Violation? LostUpdate(CompiledSequence sequence)
    {
        ModelQuestion question = sequence.Question;
        int store = sequence.Stores.ToList().IndexOf(true);
        if (store < 0 || question.Steps[store].Expected is not null || RivalOf(question) is not string rival)
        {
            return null;
        }

        string step = $"{question.Steps[store].Text} (step {store})";
        Actor other = sequence.TwoPes ? Actor.P1 : Actor.P0;
        return new(Property.LostUpdate, $"{step} is a plain store: it may overwrite what {rival} since the old value was read. A compare-and-swap on the old value is due.",
            [Event(other, $"Between the read of the old value and the store {rival}."), Event(Actor.P0, $"P0 executes {step}: the update is lost.")]);
    }

    /// <summary>The writer besides P0, as a clause; <c>null</c> if there is none.</summary>
    private static string? RivalOf(in ModelQuestion question)
    {
        TranslationContext context = question.Context;
        Descriptor old = Decoder.Decode(context, question.Old);
        return context.SharedWalk ? "other software has stored"
            : !context.Ha || !old.IsLeaf ? null
            : !old.AccessFlag ? "hardware has stored with the Access flag (IBMRWH)"
            : context.Hd && IsWritableClean(context, old) ? "hardware has stored with the dirty state (RNSXRD)"
            : null;
    }

    /// <summary>Hardware makes the entry dirty at the first write: bit 7 is AP[2], S2AP[1], nDirty or Dirty.</summary>
    private static bool IsWritableClean(in TranslationContext context, in Descriptor leaf)
    {
        bool managed = (leaf.Raw & FieldBits.Mask(context, leaf.Kind, Field.DBM)) != 0 || FieldBits.Mask(context, leaf.Kind, Field.PIIndex) != 0;
        bool clean = (leaf.Raw >> 7 & 1) == (context.Stage == Stage.One ? 1UL : 0);
        return managed && clean && leaf.Writable;
    }

    private static Violation? UndefinedHere(in ModelQuestion question)
    {
        if (question.Context.RunsAt is not ExceptionLevel level)
        {
            return null;
        }

        var undefined = new List<string>();
        for (int i = 0; i < question.Steps.Count; i++)
        {
            SequenceStep step = question.Steps[i];
            if (step.Kind == InstructionKind.Tlbi && step.Tlbi.LowestLevel > level)
            {
                undefined.Add($"TLBI {step.Tlbi.Mnemonic} (step {i})");
            }
        }

        return undefined.Count == 0 ? null : new(Property.UndefinedHere,
            $"UNDEFINED at EL{(int)level}, where the sequence runs: {string.Join(", ", undefined)}. The instruction takes an exception and invalidates nothing.",
            [Event(Actor.P0, $"P0 executes {undefined[0]} at EL{(int)level}: an exception, and no invalidation.")]);
    }

    private static InterleavingEvent Event(Actor actor, string text) => new(actor, text, [], []);
}
