using System.Text;
using WhichFlush.Api.Contract;

namespace WhichFlush.Api.Flush;

/// <summary>Writes an answer as a report of 80 columns for terminals and mails: the verdict, the assembly, the difference, then the rest.</summary>
internal static class TextReport
{
    private const int Width = 80;

    /// <summary>Writes the report.</summary>
    public static string Write(FlushAnswer answer)
    {
        var text = new StringBuilder();
        Paragraph(text, $"{Words<Verdict>.Of(answer.Verdict)}: {answer.Summary}");
        Paragraph(text, $"Safe to overwrite in place: {(answer.MayProceed ? "yes" : "no")}");
        foreach (WarningAnswer doubt in answer.Warnings.Where(warning => DoubtsTheQuestion(warning.Code)))
        {
            Paragraph(text, $"Warning: {doubt.Text}");
        }

        Sequence(text, answer);
        TextDifference.Write(text, answer, Width);
        List(text, "Conditions", answer.Conditions.Select(condition => $"{condition.Code}: {condition.Text}"));
        List(text, "Hazards", answer.Hazards.Select(hazard => $"{hazard.Code}: {hazard.Text} {hazard.Recovery}"));
        List(text, "Store", [$"claim: {Words<ClaimedBy>.Of(answer.Update.Claim)}, {Words<StoreKind>.Of(answer.Update.Operation)}. {answer.Update.OnFailure}"]);
        List(text, "Why", answer.Reasons
            .GroupBy(reason => reason.Clause, reason => $"{reason.Rule} ({reason.Section})", StringComparer.Ordinal)
            .Select(clause => $"{clause.Key}: {string.Join(", ", clause)}"));
        List(text, "Disputed", answer.Disputes.Select(dispute => $"{dispute.Rule}: {dispute.Text} Read {Words<ReadingUsed>.Of(dispute.Reading)}; the other reading: {Words<Verdict>.Of(dispute.Other.Verdict)}{(dispute.Other.SameAnswer ? ", the same" : "")}."));
        List(text, "Alternatives", answer.Alternatives.Select(other => $"{string.Join(", DSB, ", other.Ops)} ({other.Instructions} TLBI): {other.Text}"));
        Witness(text, answer.Witness);
        List(text, "Linux", [answer.Linux.Call == "none" ? answer.Linux.Text : $"{answer.Linux.Call}: {answer.Linux.Text}"]);
        List(text, "Warnings", answer.Warnings.Where(warning => !DoubtsTheQuestion(warning.Code)).Select(warning => $"{warning.Code}: {warning.Text}"));
        List(text, "Assumed", answer.Assumed.Count == 0 ? [] : [string.Join(", ", answer.Assumed.Select(assumed => $"{assumed.Member}={assumed.Value}"))]);
        text.Append("\nRules ").Append(answer.RulesVersion).Append('\n');
        return text.ToString();
    }

    /// <summary>Whether a warning says that the question itself may be wrong; it then stands beside the verdict.</summary>
    private static bool DoubtsTheQuestion(string code) => code is "stageNotGiven" or "looksLikeLeaf";

    private static void Sequence(StringBuilder text, FlushAnswer answer)
    {
        if (answer.Sequence.Count == 0)
        {
            return;
        }

        text.Append('\n');
        foreach (StepAnswer step in answer.Sequence)
        {
            string times = step.Count > 1 ? $"{step.Count} times: " : "";
            Hanging(text, $"    {step.Assembly,-22} // ", $"{times}{step.Why}{Listed("; values", step.Values)}{Listed("; expected", step.Expected)}", 27, "// ");
        }

        text.Append('\n');
        Registers(text, answer);
    }

    /// <summary>Values that do not rise evenly, one for each entry; the registers tell the others.</summary>
    private static string Listed(string name, ValuesAnswer? values) => values?.List is { } list ? $"{name} {string.Join(", ", list)}" : "";

    /// <summary>Contents of X0 to X2; the steps themselves tell those of the other registers.</summary>
    private static void Registers(StringBuilder text, FlushAnswer answer)
    {
        IEnumerable<string> used = answer.Registers
            .Where(register => register.Key is "X0" or "X1" or "X2")
            .Select(register => $"{register.Key} = {(register.Value.Value is null ? "" : $"{register.Value.Value}, ")}{register.Value.Meaning}");
        Hanging(text, "    ", string.Join("; ", used), 4, "");
    }

    private static void Witness(StringBuilder text, WitnessAnswer? witness)
    {
        if (witness is null)
        {
            return;
        }

        text.Append("\nWhat goes wrong otherwise\n");
        Hanging(text, "  ", $"{witness.Done} {string.Join("; ", witness.Steps)}", 2, "");
        Hanging(text, "  ", witness.Text, 2, "");
        foreach (ViolationAnswer violation in witness.Violations)
        {
            Hanging(text, "  - ", $"{Words<ViolatedProperty>.Of(violation.Property)}: {violation.Text}", 4, "");
            for (int i = 0; i < violation.Interleaving.Count; i++)
            {
                Hanging(text, $"    {i + 1}. ", violation.Interleaving[i].Text, 7, "");
            }
        }
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> items)
    {
        bool first = true;
        foreach (string item in items)
        {
            text.Append(first ? $"\n{title}\n" : "");
            first = false;
            Hanging(text, "  - ", item, 4, "");
        }
    }

    private static void Paragraph(StringBuilder text, string words) => Hanging(text, "", words, 0, "");

    /// <summary>Writes words after a lead and wraps them; the following lines start with the indent and the mark.</summary>
    private static void Hanging(StringBuilder text, string lead, string words, int indent, string mark)
    {
        text.Append(lead);
        int column = lead.Length;
        Wrap(text, ref column, column, words, new string(' ', indent) + mark);
        text.Append('\n');
    }

    /// <summary>Pads to a column, on the next line if the current line is longer.</summary>
    public static void GoTo(StringBuilder text, ref int column, int target)
    {
        if (column > target)
        {
            text.Append('\n');
            column = 0;
        }

        text.Append(' ', target - column);
        column = target;
    }

    /// <summary>Writes words from a column on and wraps them; the following lines start with <paramref name="next"/>, or at that column.</summary>
    public static void Wrap(StringBuilder text, ref int column, int target, string words, string? next = null)
    {
        GoTo(text, ref column, target);
        next ??= new string(' ', target);
        bool start = true;
        foreach (string word in Units(words))
        {
            if (!start && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(next);
                column = next.Length;
                start = true;
            }

            text.Append(start ? "" : " ").Append(word);
            column += word.Length + (start ? 0 : 1);
            start = false;
        }
    }

    /// <summary>Units that no line break divides: words, and a register with its value.</summary>
    private static IEnumerable<string> Units(string words)
    {
        string[] parts = words.Split(' ');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i + 2 < parts.Length && parts[i + 1] == "=" && parts[i].Length + parts[i + 2].Length < 40)
            {
                yield return $"{parts[i]} = {parts[i + 2]}";
                i += 2;
            }
            else
            {
                yield return parts[i];
            }
        }
    }
}
