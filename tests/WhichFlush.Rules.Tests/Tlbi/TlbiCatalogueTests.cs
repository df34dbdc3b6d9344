using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>The catalogue agrees with tests/vectors/tlbi-ops.csv, a list from the manual by another project.</summary>
public sealed class TlbiCatalogueTests
{
    [Fact]
    public void Holds_every_operation_of_the_list_and_no_other()
    {
        var listed = Listed().Select(row => row["mnemonic"]).ToList();

        Assert.Equal(166, listed.Count);
        Assert.Equal(listed.Order(StringComparer.Ordinal), TlbiCatalogue.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Agrees_with_every_row_of_the_list()
    {
        foreach (var row in Listed())
        {
            var operation = TlbiCatalogue.Find(row["mnemonic"])!;
            var encoding = operation.Encoding;
            Assert.Equal(
                (row["op0"], row["op1"], row["CRn"], row["CRm"], row["op2"]),
                ($"{encoding.Op0}", $"{encoding.Op1}", $"{encoding.CRn}", $"{encoding.CRm}", $"{encoding.Op2}"));
            Assert.Equal(row["scope"], operation.Scope switch { Scope.Local => "local", Scope.Inner => "IS", _ => "OS" });
            Assert.Equal(row["feature"], operation.FeatureNames.Count == 0 ? "base" : string.Join('+', operation.FeatureNames));
            Assert.Equal(row["has_tlbip_form"], operation.HasTlbip ? "1" : "0");
            Assert.Equal(row["operand"], operation.OperandKind switch
            {
                OperandKind.None => "no",
                OperandKind.Range or OperandKind.IpaRange or OperandKind.Physical => "range",
                _ => "yes",
            });
        }
    }

    [Fact]
    public void Describes_the_effect_of_every_operation() => Assert.All(TlbiCatalogue.Operations, operation =>
    {
        Assert.NotEmpty(operation.Regime);
        Assert.EndsWith(".", operation.Removes, StringComparison.Ordinal);
        Assert.Same(operation, TlbiCatalogue.Find(operation.Family, operation.Scope, operation.NXs));
    });

    [Fact]
    public void Finds_in_any_case() => Assert.Equal("VAE1ISNXS", TlbiCatalogue.Find("vae1isNxs")?.Name);

    [Theory]
    [InlineData("VAE1SI", "VAE1IS")]
    [InlineData("vaeis", "VAE1IS")]
    [InlineData("IPAS2E1LIS", "IPAS2LE1IS")]
    [InlineData("VMALLE", "VMALLE1")]
    public void Suggests_the_intended_name(string given, string intended)
    {
        Assert.Null(TlbiCatalogue.Find(given));
        Assert.Contains(intended, TlbiCatalogue.Nearest(given));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a name that is a good deal longer than any mnemonic of any architecture that there is")]
    public void Has_suggestions_for_any_text(string given) => Assert.Equal(5, TlbiCatalogue.Nearest(given).Count);

    private static IEnumerable<Dictionary<string, string>> Listed()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("tests", "vectors", "tlbi-ops.csv"));
        string[] names = lines[0].Split(',');
        return lines.Skip(1).Select(line => names.Zip(Cells(line)).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal));
    }

    /// <summary>The cells of a line; a cell in quotes may hold commas.</summary>
    private static string[] Cells(string line)
    {
        string[] parts = line.Split('"');
        return [.. parts.SelectMany((part, index) => index % 2 == 1 ? [part] : part.Trim(',').Split(',')).Where(cell => cell.Length > 0)];
    }
}
