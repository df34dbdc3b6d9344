using WhichFlush.Rules.Explanation;
using WhichFlush.Rules.RuleBook;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>Answers name the sections of the manual that RULES.md section 7 lists.</summary>
public sealed class CitationTests
{
    [Fact]
    public void Sections_are_those_of_RULES_md()
    {
        Dictionary<string, string> sections = Sections();
        foreach (string id in RuleTable.Rules.SelectMany(rule => rule.Cites).Where(id => char.IsLetter(id[0]) && !id.StartsWith("CVE", StringComparison.Ordinal)).Distinct())
        {
            Assert.Equal((id, sections.GetValueOrDefault(id)), (id, Citation.Of(id).Section));
        }
    }

    /// <summary>A row has several sections, and behind the bar as many groups of ids with semicolons in between.</summary>
    private static Dictionary<string, string> Sections()
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = File.ReadAllLines(Repository.PathOf("src", "WhichFlush.Rules", "RULES.md"));
        foreach (string line in lines.SkipWhile(line => !line.StartsWith("## 7.", StringComparison.Ordinal)).Where(line => line.StartsWith("| D", StringComparison.Ordinal)))
        {
            string[] columns = line.Split('|', StringSplitOptions.TrimEntries);
            string[] names = columns[1].Split(", "), groups = columns[2].Split("; ");
            Assert.Equal(names.Length, groups.Length);
            foreach ((string name, string group) in names.Zip(groups))
            {
                foreach (string id in group.Split(", "))
                {
                    sections.Add(id.TrimEnd('*', '\\'), name);
                }
            }
        }

        return sections;
    }
}
