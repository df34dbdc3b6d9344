using WhichFlush.Api.Contract;
using WhichFlush.Rules;
using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.Sequence;
using WhichFlush.TlbModel;
using WhichFlush.TlbModel.Questions;
using WhichFlush.TlbModel.Steps;

namespace WhichFlush.Api.Flush;

/// <summary>Runs the model on the steps that an answer advises against.</summary>
internal static class Witness
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Finds violations if the TLBIs are left out, or if a break is left out; <c>null</c> if the answer has neither.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="aborted">Cancelled when the client no longer waits.</param>
    public static WitnessAnswer? Of(in Question question, Answer answer, CancellationToken aborted)
    {
        if (answer.Decision.Tlbi.Length == 0)
        {
            return null;
        }

        bool direct = answer.Decision.MayProceed;
        string[] steps = direct ? WithoutTlbi(answer) : Straight(answer);
        ParsedSequence parsed = StepParser.Parse(steps, question.Old, question.New);
        var asked = new ModelQuestion { Old = question.Old, New = question.New, Context = question.Context, Children = question.Children, Steps = parsed.Steps };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(TimeLimit);
        ModelResult result = ModelCheck.Run(asked, limit.Token);
        return new WitnessAnswer
        {
            Done = direct ? "The TLBI was left out." : "The new value was written straight over the old one, and the TLBI done after it.",
            Steps = steps,
            Violations = [.. result.Violations.Select(ViolationMapper.Map)],
            Text = result.Bounded is string bound ? $"A bound was reached before there was an answer: {bound}."
                : result.Safe ? "The model sees nothing go wrong: here the answer is caution, by the rules that it cites."
                : "A shortest interleaving for each property that is violated.",
        };
    }

    private static string[] WithoutTlbi(Answer answer) =>
        [.. answer.Sequence.Where(step => step.Kind != StepKind.Tlbi).Select(step => step.Notation)];

    /// <summary>A store of the new value over the old one, then the TLBIs of the answer.</summary>
    private static string[] Straight(Answer answer)
    {
        IEnumerable<string> invalidation = answer.Sequence.SkipWhile(step => step.Kind != StepKind.Tlbi)
            .TakeWhile(step => step.Kind is StepKind.Tlbi or StepKind.Dsb)
            .Select(step => step.Notation);
        string barrier = answer.Sequence.Last(step => step.Kind == StepKind.Dsb).Notation;
        string store = answer.Update.Operation == StoreOperation.CompareAndSwap ? "CAS old, new" : "STR new";
        IEnumerable<string> clean = answer.Sequence.Where(step => step.Kind == StepKind.Cache && step.Notation == Step.CleanEntry).Take(1).Select(step => step.Notation);
        return [store, .. clean, barrier, .. invalidation, "ISB"];
    }
}
