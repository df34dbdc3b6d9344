using System.Text;

namespace WhichFlush.Api.Flush;

/// <summary>An answer as a report of 80 columns, for terminals and mails: verdict first, then the assembly, then the difference.</summary>
internal static class TextReport
{
    private const int Width = 80;

    /// <summary>Writes the report.</summary>
    public static string Write(FlushAnswer answer)
    {
        var text = new StringBuilder();
        string verdict = char.ToLowerInvariant(answer.Verdict.ToString()[0]) + answer.Verdict.ToString()[1..];
        Paragraph(text, $"{verdict}: {answer.Summary}", 0);
        Paragraph(text, $"May be written straight over the old value: {(answer.MayProceed ? "yes" : "no")}", 0);
        Sequence(text, answer);
        Changes(text, answer);
        List(text, "Conditions", answer.Conditions.Select(condition => $"{condition.Code}: {condition.Text}"));
        List(text, "Hazards", answer.Hazards.Select(hazard => $"{hazard.Code}: {hazard.Text} {hazard.Recovery}"));
        List(text, "Store", [$"claim: {Camel(answer.Update.Claim)}, {Camel(answer.Update.Operation)}. {answer.Update.OnFailure}"]);
        List(text, "Why", answer.Reasons.Select(reason => $"{reason.Rule} ({reason.Section}), {reason.Clause}"));
        List(text, "Disputed", answer.Disputes.Select(dispute => $"{dispute.Rule}: {dispute.Text} Read {Camel(dispute.Reading)}; the other reading: {Camel(dispute.Other.Verdict)}{(dispute.Other.SameAnswer ? ", the same" : "")}."));
        List(text, "Alternatives", answer.Alternatives.Select(other => $"{string.Join(", DSB, ", other.Ops)} ({other.Instructions} TLBI): {other.Text}"));
        List(text, "Linux", [answer.Linux.Call == "none" ? answer.Linux.Text : $"{answer.Linux.Call}: {answer.Linux.Text}"]);
        List(text, "Warnings", answer.Warnings.Select(warning => $"{warning.Code}: {warning.Text}"));
        List(text, "Assumed", answer.Assumed.Count == 0 ? [] : [string.Join(", ", answer.Assumed.Select(assumed => $"{assumed.Member}={assumed.Value}"))]);
        text.Append("\nRules ").Append(answer.RulesVersion).Append('\n');
        return text.ToString();
    }

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
            Hanging(text, $"    {step.Assembly,-22} // ", times + step.Why, 27, "// ");
        }
    }

    private static void Changes(StringBuilder text, FlushAnswer answer)
    {
        text.Append('\n');
        text.Append($"old {answer.Old.Raw} ({answer.Old.Kind})\nnew {answer.New.Raw} ({answer.New.Kind})\n");
        foreach (ChangeAnswer change in answer.Changes)
        {
            Hanging(text, $"  {change.Bits,-9} {change.Field,-14} ", $"{change.Old.Text} -> {change.New.Text} ({change.Effect})", 27, "");
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

    private static void Paragraph(StringBuilder text, string words, int indent) => Hanging(text, "", words, indent, "");

    private static string Camel<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    /// <summary>Writes words after a lead, wrapped, with the following lines indented and marked.</summary>
    private static void Hanging(StringBuilder text, string lead, string words, int indent, string mark)
    {
        string next = new string(' ', indent) + mark;
        text.Append(lead);
        int column = lead.Length;
        bool start = true;
        foreach (string word in words.Split(' '))
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

        text.Append('\n');
    }
}
