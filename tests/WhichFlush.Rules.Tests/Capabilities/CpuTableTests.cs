using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests.Capabilities;

/// <summary>The table in the code against tests/vectors/cpus.csv, every row and column.</summary>
public sealed class CpuTableTests
{
    private static readonly List<string[]> Csv = ReadCsv();

    [Fact]
    public void Has_the_rows_of_the_list_in_their_order()
    {
        Assert.Equal(39, Csv.Count);
        Assert.Equal(Csv.Select(row => (row[0], row[3], row[4])), CpuList.Rows.Select(cpu => (cpu.Name, $"{cpu.Revisions.First}", $"{cpu.Revisions.Last}")));
    }

    public static TheoryData<int> EveryRow => [.. Enumerable.Range(0, 39)];

    [Theory]
    [MemberData(nameof(EveryRow))]
    public void Says_what_the_list_says(int index)
    {
        string[] row = Csv[index];
        Cpu cpu = CpuList.Rows[index];

        Assert.Equal(Convert.ToInt32(row[1], 16), cpu.Implementer);
        Assert.Equal(Convert.ToInt32(row[2], 16), cpu.Part);
        Assert.Equal(RegisterOf(row[5]), cpu.Register);
        Assert.Equal(row[6] switch { "yes" => true, "no" => false, _ => (bool?)null }, cpu.NoConflictAbort);
        Assert.Equal(row[8], cpu.Source);

        // The ids are those of the row; all that is left of the column is a note.
        foreach (Erratum erratum in ErrataBook.All)
        {
            Assert.Equal(Names(row[7], erratum.Id), (cpu.Errata & erratum.Flag) != 0);
        }

        Assert.Equal(cpu.Errata == Errata.None ? row[7] : "", cpu.Note);
    }

    [Theory]
    [MemberData(nameof(EveryRow))]
    public void Answers_each_row_as_the_issue_says(int index)
    {
        string[] row = Csv[index];
        Revision revision = CpuList.Rows[index].Revisions.First ?? CpuList.Rows[index].Revisions.Last ?? new(0, 0);
        CpuMatch match = CpuList.OfMidr(Midr.Of(Convert.ToInt32(row[1], 16), Convert.ToInt32(row[2], 16), revision));

        Assert.Equal(row[0], match.Name);
        Assert.Equal(CpuList.Rows[index], Assert.Single(match.Rows));
        Assert.Equal(row[6] == "yes" ? 3 : row[5].StartsWith('2') ? 2 : 0, match.Level);
        Assert.Equal(row[6] == "yes", match.NoConflictAbort);
        Assert.Equal(row[6] == "yes", match.Basis == LevelBasis.NoConflictAbort);
    }

    [Fact]
    public void Names_21_cores_of_the_CVE()
    {
        Assert.Equal(21, CpuList.Rows.Where(cpu => (cpu.Errata & Errata.CVE_2025_10263) != 0).DistinctBy(cpu => cpu.Part).Count());
    }

    [Fact]
    public void Covers_every_revision_of_a_part_exactly_once()
    {
        foreach (Cpu cpu in CpuList.Rows)
        {
            for (int order = 0; order < 256; order++)
            {
                Assert.Single(CpuList.OfMidr(Midr.Of(cpu.Implementer, cpu.Part, new(order >> 4, order & 15))).Rows);
            }
        }
    }

    /// <summary>The list's words for the BBM field of the ID register.</summary>
    private static RegisterBbm RegisterOf(string words) => words switch
    {
        "" => default,
        "0" => new(0),
        "2" => new(2),
        "0 (seen inside a VM; may be masked)" => new(0, MayBeMasked: true),
        "not advertised" => new(null, IsUnderstated: true),
        _ => throw new InvalidDataException($"The list has a new description of the register: '{words}'."),
    };

    private static bool Names(string column, string id) => column.StartsWith(id, StringComparison.Ordinal) || column.Contains($"; {id}", StringComparison.Ordinal);

    private static List<string[]> ReadCsv() =>
        [.. File.ReadLines(Repository.PathOf("tests", "vectors", "cpus.csv")).Skip(1).Where(line => line.Length > 0).Select(Split)];

    private static string[] Split(string line)
    {
        var cells = new List<string>();
        bool quoted = false;
        int start = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            quoted ^= i < line.Length && line[i] == '"';
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                cells.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
        }

        return [.. cells];
    }
}
