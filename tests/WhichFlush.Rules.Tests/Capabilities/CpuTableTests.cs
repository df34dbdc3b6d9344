using System.Text.RegularExpressions;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;
using WhichFlush.Tests;

namespace WhichFlush.Rules.Tests.Capabilities;

/// <summary>The table in the code against tests/vectors/cpus.csv and cpus-more.csv, every row and column.</summary>
public sealed class CpuTableTests
{
    /// <summary>Rows of the list that is given, and rows that were added to it.</summary>
    private const int Given = 48, Added = 38;

    private static readonly List<string[]> Csv = [.. ReadCsv("cpus.csv"), .. ReadCsv("cpus-more.csv")];

    [Fact]
    public void Has_the_rows_of_the_lists()
    {
        Assert.Equal((Given, Added), (ReadCsv("cpus.csv").Count, ReadCsv("cpus-more.csv").Count));
        Assert.Equal(
            Csv.Select(row => (row[0], $"{RangeOf(row)}")).Order(),
            CpuList.Rows.Select(cpu => (cpu.Name, $"{cpu.Revisions}")).Order());
    }

    [Fact]
    public void Is_sorted_by_implementer_part_and_revision()
    {
        var keys = CpuList.Rows.Select(cpu => (cpu.Implementer, cpu.Part, cpu.Revisions.First?.Order ?? 0)).ToList();

        Assert.Equal(keys.Order(), keys);
    }

    public static TheoryData<int> EveryRow => [.. Enumerable.Range(0, Given + Added)];

    [Theory]
    [MemberData(nameof(EveryRow))]
    public void Says_what_the_list_says(int index)
    {
        string[] row = Csv[index];
        Cpu cpu = RowOf(row);

        Assert.Equal(Convert.ToInt32(row[1], 16), cpu.Implementer);
        Assert.Equal(PartsOf(row[2]), (cpu.Part, cpu.LastPart));
        Assert.Equal(RegisterOf(row[5]), cpu.Register);
        Assert.Equal(row[6] switch { "yes" => true, "no" => false, _ => (bool?)null }, cpu.NoConflictAbort);
        Assert.Equal(row[8], cpu.Source);

        // The ids are those of the row; all that is left of the column is a note.
        foreach (Erratum erratum in ErrataBook.All)
        {
            Assert.Equal(Names(row[7], erratum), (cpu.Errata & erratum.Flag) != 0);
        }

        Assert.Equal(cpu.Errata == Errata.None ? row[7] : "", cpu.Note);
    }

    [Theory]
    [MemberData(nameof(EveryRow))]
    public void Says_the_revisions_and_ids_that_the_list_says(int index)
    {
        string[] row = Csv[index];
        (int implementer, (int part, int _)) = (Convert.ToInt32(row[1], 16), PartsOf(row[2]));

        // The whole part, where a row names "1286807 (r0p0..r3p0)", "4193714 (..., up to r1p2)" or a maker's id.
        foreach (Match match in Regex.Matches(row[7], @"(?<id>[\dE]+) \(([^()]*, )?(?<first>r\wp\w|up to)(\.\.| ?)(?<last>r\wp\w)?\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture))
        {
            Erratum erratum = Assert.Single(ErrataBook.All, erratum => erratum.Id == match.Groups["id"].Value);
            Revision? first = Revision.TryParse(match.Groups["first"].Value, out Revision low) ? low : null;
            Revision? last = Revision.TryParse(match.Groups["last"].Value, out Revision high) ? high : first;
            Assert.Equal(new RevisionRange(first, last), erratum.RevisionsOf(implementer, part));
        }

        string? makersId = Regex.Match(row[7], @"after stage 1 invalidation \((NVIDIA )?(?<id>[^)]+)\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture) is { Success: true } own ? own.Groups["id"].Value : null;
        Assert.Equal(makersId, ErrataBook.In(Errata.CVE_2025_10263).Single().MakersIdOf(implementer, part));
    }

    [Theory]
    [MemberData(nameof(EveryRow))]
    public void Answers_each_row_by_its_MIDR(int index)
    {
        string[] row = Csv[index];
        Cpu cpu = RowOf(row);
        Revision revision = cpu.Revisions.First ?? cpu.Revisions.Last ?? new(0, 0);
        (int first, int last) = PartsOf(row[2]);
        for (int part = first; part <= last; part++)
        {
            CpuMatch match = CpuList.OfMidr(Midr.Of(cpu.Implementer, part, revision));

            Assert.Equal(row[0], match.Name);
            Assert.Same(cpu, Assert.Single(match.Rows));
            Assert.Equal(LevelOf(row), match.Level);
            Assert.Equal(row[6] == "yes", match.NoConflictAbort);
            Assert.Equal(row[6] == "yes", match.Basis == LevelBasis.NoConflictAbort);
        }
    }

    [Theory]
    [MemberData(nameof(EveryRow))]
    public void Answers_each_row_by_its_name(int index)
    {
        string[] row = Csv[index];
        CpuMatch match = CpuList.Find(row[0])!;

        Assert.Contains(RowOf(row), match.Rows);
        Assert.Equal(RowOf(row).Errata, RowOf(row).Errata & match.Errata);
        Assert.All(match.Rows, found => Assert.Equal(row[0], found.Name));
    }

    [Fact]
    public void Names_23_cores_of_the_CVE()
    {
        Assert.Equal(23, CpuList.Rows.Where(cpu => (cpu.Errata & Errata.CVE_2025_10263) != 0).DistinctBy(cpu => (cpu.Implementer, cpu.Part)).Count());
    }

    [Fact]
    public void Covers_every_revision_of_a_part_exactly_once()
    {
        foreach (Cpu cpu in CpuList.Rows)
        {
            for (int order = 0; order < 256; order++)
            {
                Assert.Single(CpuList.OfMidr(Midr.Of(cpu.Implementer, cpu.Part, new(order >> 4, order & 15))).Rows);
                Assert.Single(CpuList.OfMidr(Midr.Of(cpu.Implementer, cpu.LastPart, new(order >> 4, order & 15))).Rows);
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

    /// <summary>The level that the columns of the register, of conflict aborts and of errata give together.</summary>
    private static int? LevelOf(string[] row) =>
        row[7].Contains("3053180", StringComparison.Ordinal) || row[7].Contains("3683289", StringComparison.Ordinal) ? 0
        : row[6] == "yes" ? 3
        : row[5].StartsWith('2') ? 2
        : row[5].StartsWith('0') ? 0
        : null;

    /// <summary>Part numbers: <c>0xd0b</c>, <c>0x2xx</c>, <c>0x032..0x033</c>.</summary>
    private static (int First, int Last) PartsOf(string words)
    {
        string[] ends = words.EndsWith("xx", StringComparison.Ordinal)
            ? [words[..^2] + "00", words[..^2] + "ff"]
            : words.Split("..");
        return (Convert.ToInt32(ends[0], 16), Convert.ToInt32(ends[^1], 16));
    }

    private static RevisionRange RangeOf(string[] row)
    {
        Assert.Equal(row[3].Length != 0, Revision.TryParse(row[3], out Revision first));
        Assert.Equal(row[4].Length != 0, Revision.TryParse(row[4], out Revision last));
        return new(row[3].Length != 0 ? first : null, row[4].Length != 0 ? last : null);
    }

    private static Cpu RowOf(string[] row) => Assert.Single(CpuList.Rows, cpu => cpu.Name == row[0] && cpu.Revisions == RangeOf(row));

    /// <summary>The column names the erratum; the erratum of Carmel has no number.</summary>
    private static bool Names(string column, Erratum erratum) => erratum.Flag == Errata.CarmelCnp
        ? column == "CnP unusable"
        : column.StartsWith(erratum.Id, StringComparison.Ordinal) || column.Contains($"; {erratum.Id}", StringComparison.Ordinal);

    private static List<string[]> ReadCsv(string file) =>
        [.. File.ReadLines(Repository.PathOf("tests", "vectors", file)).Skip(1).Where(line => line.Length > 0).Select(Split)];

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
