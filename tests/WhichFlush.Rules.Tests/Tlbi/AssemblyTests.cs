using System.Diagnostics;
using System.Globalization;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>llvm-mc-19 (Debian's llvm-19) assembles every line of the engine, and each TLBI to the encoding of the catalogue.</summary>
public sealed class AssemblyTests
{
    [Fact]
    public void Every_operation_has_the_encoding_that_llvm_gives_it() => AssembleAsListed(
        TlbiCatalogue.Operations.Select(operation => operation.OperandKind == OperandKind.None ? $"TLBI {operation.Name}" : $"TLBI {operation.Name}, X21"));

    [Fact]
    public void Every_line_of_every_sequence_assembles()
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in TlbiQuestions.OfVectors().Concat(TlbiQuestions.Product()))
        {
            var answer = FlushAdvisor.Explain(question);
            lines.UnionWith(answer.Sequence.Select(step => step.Assembly));
            Assert.All(answer.Alternatives.SelectMany(alternative => alternative.Ops), op => Assert.NotNull(TlbiCatalogue.Find(op)));
        }

        // At least 60 different lines: the questions cover all columns of RULES.md 4.2.
        Assert.True(lines.Count(line => line.StartsWith("TLBI", StringComparison.Ordinal)) >= 60, string.Join('\n', lines.Order(StringComparer.Ordinal)));
        AssembleAsListed(lines);
    }

    private static void AssembleAsListed(IEnumerable<string> lines)
    {
        string[] given = lines.Order(StringComparer.Ordinal).ToArray();
        var words = Assemble(given);
        Assert.Equal(given.Length, words.Count);
        foreach (var (line, word) in given.Zip(words).Where(pair => pair.First.StartsWith("TLBI", StringComparison.Ordinal)))
        {
            string[] parts = line["TLBI ".Length..].Split(", X");
            int register = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 31;
            Assert.Equal($"{line} {TlbiCatalogue.Find(parts[0])?.Encoding.Word(register):x8}", $"{line} {word:x8}");
        }
    }

    /// <summary>Assembles the lines with one run of the assembler; the 32-bit words have the order of the lines.</summary>
    private static List<uint> Assemble(string[] lines)
    {
        using var assembler = Process.Start(new ProcessStartInfo("llvm-mc-19", ["-triple=aarch64", "-mattr=+all", "-show-encoding"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = assembler.StandardError.ReadToEndAsync();
        var output = assembler.StandardOutput.ReadToEndAsync();
        assembler.StandardInput.WriteLine(string.Join('\n', lines));
        assembler.StandardInput.Close();
        assembler.WaitForExit();
        Assert.True(assembler.ExitCode == 0, errors.Result);

        const string Mark = "encoding: [";
        return [.. output.Result.Split('\n')
            .Where(line => line.Contains(Mark, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..line.LastIndexOf(']')].Split(','))
            .Select(bytes => bytes.Reverse().Aggregate(0u, (word, each) => (word << 8) | Convert.ToUInt32(each, 16)))];
    }
}
