using System.Buffers;
using System.Text;

namespace WhichFlush.Api.Tests.Corpus;

/// <summary>
/// Lays a body out over lines. Nothing of it is lost: line breaks and indentation are added between the parts of JSON, and all
/// else stays as it came, escapes and the order of members included.
/// </summary>
internal static class BodyLayout
{
    /// <summary>JSON of at most this length stays on its line.</summary>
    private const int LongestLine = 120;

    private const int RecordSize = 32;

    private static readonly SearchValues<char> Structure = SearchValues.Create("\"{}[],");

    /// <summary>The layout that fits a content type.</summary>
    public static string Of(string contentType, ReadOnlySpan<byte> body)
    {
        if (contentType == "application/octet-stream")
        {
            return string.Join('\n', body.ToArray().Chunk(RecordSize).Select(Convert.ToHexStringLower));
        }

        string text = Printable(body);
        return contentType.Contains("json", StringComparison.Ordinal) ? Json(text) : text;
    }

    /// <summary>Bytes as text: what is no UTF-8, and controls other than line feeds, become <c>\xNN</c>.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int used);
            bool shown = status == OperationStatus.Done && (rune.Value == '\n' || (!Rune.IsControl(rune) && rune.Value != 0xfeff));
            text.Append(shown ? rune.ToString() : string.Concat(bytes[..used].ToArray().Select(value => $"\\x{value:x2}")));
            bytes = bytes[used..];
        }

        return text.ToString();
    }

    private static string Json(string json)
    {
        int[] ends = Ends(json);
        var text = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < json.Length; at++)
        {
            char next = json[at];
            if (ends[at] > 0 && (next == '"' || ends[at] - at < LongestLine))
            {
                text.Append(json, at, ends[at] + 1 - at);
                at = ends[at];
            }
            else if (next is '{' or '[')
            {
                Break(text.Append(next), ++depth);
            }
            else if (next is '}' or ']')
            {
                Break(text, --depth).Append(next);
            }
            else
            {
                text.Append(next);
                _ = next == ',' ? Break(text, depth) : text;
            }
        }

        return text.ToString();
    }

    private static StringBuilder Break(StringBuilder text, int depth) => text.Append('\n').Append(' ', 2 * Math.Max(0, depth));

    /// <summary>Where each string, object and array ends, by where it begins; 0 elsewhere.</summary>
    private static int[] Ends(string json)
    {
        int[] ends = new int[json.Length];
        var open = new Stack<int>();
        for (int at = 0; at < json.Length; at++)
        {
            int found = json.AsSpan(at).IndexOfAny(Structure);
            if (found < 0)
            {
                break;
            }

            at += found;
            if (json[at] == '"')
            {
                int start = at;
                for (at++; at < json.Length && json[at] != '"'; at++)
                {
                    at += json[at] == '\\' ? 1 : 0;
                }

                ends[start] = Math.Min(at, json.Length - 1);
            }
            else if (json[at] is '{' or '[')
            {
                open.Push(at);
            }
            else if (json[at] is '}' or ']' && open.TryPop(out int began))
            {
                ends[began] = at;
            }
        }

        return ends;
    }
}
