using System.Text;
using System.Text.Encodings.Web;
using WhichFlush.Api.Questions;

namespace WhichFlush.Api.Page;

/// <summary>
/// Writes the form fields of the members that the HTML of the page does not name. They come from the table of members, so that
/// the page can ask every question that the service can answer.
/// </summary>
internal static class MemberFields
{
    private const string Mark = "<!-- members -->";

    /// <summary>Members without a generated field. The page always asks for the witness.</summary>
    private static readonly string[] NamedByPage = ["old", "new", "level", "bbm", "stage", "granule", "witness"];

    /// <summary>Inserts the fields into the HTML.</summary>
    public static string Fill(string page)
    {
        var html = new StringBuilder();
        foreach (Member member in QuestionMembers.All.Where(member => !NamedByPage.Contains(member.Name)))
        {
            Field(html, member);
        }

        return page.Replace(Mark, html.ToString(), StringComparison.Ordinal);
    }

    private static void Field(StringBuilder html, Member member)
    {
        string name = Escape(member.Name);
        bool wide = member.Schema is MemberSchema.Names or MemberSchema.Hex64List or MemberSchema.Run;
        string attributes = $"id=\"{name}\" name=\"{name}\" data-schema=\"{SchemaOf(member)}\" aria-describedby=\"{name}-error {name}-help\"";
        html.Append($"<div class=\"field{(wide ? " wide" : "")}\">\n");
        html.Append($"<label for=\"{name}\">{name}</label>\n");
        switch (member.Schema)
        {
            case MemberSchema.Boolean when member.Default is null:
                Choice(html, attributes, "not known", ["true", "false"]);
                break;
            case MemberSchema.Boolean:
                bool fallback = member.Default.GetValue<bool>();
                Choice(html, attributes, fallback ? "true" : "false", [fallback ? "false" : "true"]);
                break;
            case MemberSchema.Enumeration when member.Default is not null:
                string given = member.Default.GetValue<string>();
                Choice(html, attributes, given, member.Values.Where(value => value != given));
                break;
            case MemberSchema.Enumeration:
                Choice(html, attributes, "not given", member.Values);
                break;
            case MemberSchema.Integer when member.Maximum - member.Minimum < 10:
                Choice(html, attributes, "none", Enumerable.Range(member.Minimum, member.Maximum - member.Minimum + 1).Select(value => $"{value}"));
                break;
            case MemberSchema.Hex64List or MemberSchema.Run:
                html.Append($"<textarea {attributes} rows=\"2\" spellcheck=\"false\" autocomplete=\"off\"></textarea>\n");
                break;
            default:
                html.Append($"<input {attributes} type=\"text\" spellcheck=\"false\" autocomplete=\"off\" autocapitalize=\"off\">\n");
                break;
        }

        html.Append($"<p class=\"error\" id=\"{name}-error\" hidden></p>\n");
        html.Append($"<p class=\"help\" id=\"{name}-help\">{Escape(Help(member))}</p>\n");
        if (member.Schema == MemberSchema.Names && member.Values.Count > 0)
        {
            Names(html, member);
        }

        html.Append("</div>\n");
    }

    private static void Choice(StringBuilder html, string attributes, string absent, IEnumerable<string> values)
    {
        html.Append($"<select {attributes}>\n<option value=\"\">{Escape(absent)}</option>\n");
        foreach (string value in values)
        {
            html.Append($"<option value=\"{Escape(value)}\">{Escape(value)}</option>\n");
        }

        html.Append("</select>\n");
    }

    /// <summary>A checkbox for each accepted name. The page's script synchronizes them with the text field.</summary>
    private static void Names(StringBuilder html, Member member)
    {
        html.Append($"<details class=\"names\" data-names-of=\"{Escape(member.Name)}\">\n<summary>Choose from {member.Values.Count} names</summary>\n<div>\n");
        foreach (string value in member.Values)
        {
            html.Append($"<label><input type=\"checkbox\" value=\"{Escape(value)}\"> {Escape(value)}</label>\n");
        }

        html.Append("</div>\n</details>\n");
    }

    private static string Help(Member member) => member.Schema switch
    {
        MemberSchema.Integer when member.Maximum - member.Minimum >= 10 => $"{member.Description} {member.Minimum} to {member.Maximum}.",
        MemberSchema.Hex64List => $"{member.Description.Replace(" In POST bodies only.", "", StringComparison.Ordinal)} One a line, or with commas in between.",
        MemberSchema.Run => $"{member.Description.Replace(" In POST bodies only.", "", StringComparison.Ordinal)} One member a line: its old and its new value.",
        MemberSchema.Names or MemberSchema.Strings or MemberSchema.Integers => $"{member.Description} With commas in between.",
        _ => member.Description,
    };

    private static string SchemaOf(Member member) => char.ToLowerInvariant($"{member.Schema}"[0]) + $"{member.Schema}"[1..];

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
