using System.Globalization;
using System.Text;
using WhichFlush.Api.Contract;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Flush;

/// <summary>Writes the difference of two descriptors in a report: the bits of both in columns, then a table of the fields that differ.</summary>
internal static class TextDifference
{
    private const int Margin = 2;
    private const int Gap = 2;

    /// <summary>Writes the difference.</summary>
    /// <param name="text">Destination.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="width">Columns of the report.</param>
    public static void Write(StringBuilder text, FlushAnswer answer, int width)
    {
        ulong old = Parse(answer.Old.Raw), now = Parse(answer.New.Raw);
        text.Append($"\nold {answer.Old.Raw} ({answer.Old.Kind})\nnew {answer.New.Raw} ({answer.New.Kind})\n");
        if (old != now)
        {
            Bits(text, old, now);
        }

        if (answer.Changes.Count > 0)
        {
            Fields(text, answer.Changes, width);
        }
    }

    private static void Bits(StringBuilder text, ulong old, ulong now)
    {
        text.Append('\n');
        Line(text, "", Enumerable.Range(0, 8).Select(i => $"{63 - (8 * i)}".PadRight(8)));
        Line(text, "old", Bytes(old, '1', '0'));
        Line(text, "new", Bytes(now, '1', '0'));
        Line(text, "", Bytes(old ^ now, '^', ' '));
    }

    private static IEnumerable<string> Bytes(ulong value, char one, char zero) =>
        Enumerable.Range(0, 8).Select(i => string.Concat(Enumerable.Range(0, 8).Select(j => ((value >> (63 - (8 * i) - j)) & 1) == 1 ? one : zero)));

    private static void Line(StringBuilder text, string title, IEnumerable<string> bytes) =>
        text.Append($"{new string(' ', Margin)}{title,-3}  {string.Join(' ', bytes)}".TrimEnd()).Append('\n');

    /// <summary>One line for each field if the columns fit; else the effect, or the new value and the effect, go on lines below.</summary>
    private static void Fields(StringBuilder text, IReadOnlyList<ChangeAnswer> changes, int width)
    {
        string[][] rows =
        [
            ["Bits", "Field", "Old", "New", "What it means"],
            .. changes.Select(change => new[] { change.Bits, change.Field, Value(change.Old, change.Bits), Value(change.New, change.Bits), change.Effect }),
        ];
        int[] widths = [.. Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length))];
        int values = Margin + widths[0] + Gap + widths[1] + Gap;
        int newValue = values + widths[2] + Gap;
        int effect = newValue + widths[3] + Gap;
        text.Append('\n');
        foreach (string[] row in rows)
        {
            int column = 0;
            string lead = $"{new string(' ', Margin)}{row[0].PadRight(widths[0] + Gap)}{row[1].PadRight(widths[1] + Gap)}";
            Cell(text, ref column, 0, lead + row[2]);
            Cell(text, ref column, effect - Gap <= width ? newValue : values, row[3]);
            TextReport.Wrap(text, ref column, effect + widths[4] <= width ? effect : values, row[4]);
            text.Append('\n');
        }
    }

    /// <summary>Writes a cell at a column, on the next line if the current line is longer.</summary>
    private static void Cell(StringBuilder text, ref int column, int target, string words)
    {
        TextReport.GoTo(text, ref column, target);
        text.Append(words);
        column += words.Length;
    }

    /// <summary>Value of a field: up to 8 bits in binary, as the tables of the manual have them, and the text unless it repeats the number.</summary>
    private static string Value(FieldValue value, string bits)
    {
        int width = bits.Split(',').Sum(WidthOfRun);
        ulong number = Parse(value.Raw);
        string text = value.Text.ToString();
        string raw = width > 8 ? value.Raw.ToString() : Convert.ToString((long)number, 2).PadLeft(width, '0');
        return value.Text == value.Raw || text == $"{number}" ? raw : $"{raw} {text}";
    }

    private static int WidthOfRun(string run)
    {
        int[] ends = [.. run.Split(':').Select(end => int.Parse(end, CultureInfo.InvariantCulture))];
        return ends[0] - ends[^1] + 1;
    }

    private static ulong Parse(AddressText raw) => Hex64.TryParse(raw.Value, out ulong value) ? value : throw new FormatException();
}
