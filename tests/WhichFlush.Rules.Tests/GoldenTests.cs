using WhichFlush.Rules.RuleBook;
using WhichFlush.Rules.Tlbi;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests;

/// <summary>
/// About 5,000 changes and their answers in tests/vectors/golden-changes.txt: a change of the rules appears as a diff for the
/// reviewer. The environment variable <c>WHICHFLUSH_GOLDEN=write</c> rewrites the file.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string File = Repository.PathOf("tests", "vectors", "golden-changes.txt");

    [Fact]
    public void The_answers_equal_the_golden_file()
    {
        string[] lines = [.. Corpus.Golden().Select(named => Line(named.Name, named.Question))];
        if (Environment.GetEnvironmentVariable("WHICHFLUSH_GOLDEN") == "write")
        {
            System.IO.File.WriteAllLines(File, lines);
        }

        string[] golden = System.IO.File.ReadAllLines(File);
        Assert.InRange(lines.Length, 4500, 5500);
        string[] differences = [.. lines.Zip(golden).Where(pair => pair.First != pair.Second).Select(pair => $"golden {pair.Second}\n   now {pair.First}").Take(10)];
        Assert.True(differences.Length == 0 && lines.Length == golden.Length, $"{lines.Length} answers, {golden.Length} golden:\n{string.Join('\n', differences)}");
    }

    private static string Line(string name, Question question)
    {
        Decision decision = FlushAdvisor.Decide(question);
        string rules = string.Join(' ', RuleTable.Rules.Where((_, i) => (decision.RuleMask >> i & 1) != 0).Select(rule => rule.Id));
        return $"{name} | 0x{question.Old:x} 0x{question.New:x} | {decision.Verdict} {decision.Requirement.Scope} | {decision.Ops()} | {rules}";
    }
}
