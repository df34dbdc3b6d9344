using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Rules.Tests.Capabilities;

public sealed class CpuListTests
{
    /// <summary>Linux's cpu_supports_bbml3(): each part's first revision that counts as level 3, and the last before it.</summary>
    [Theory]
    [InlineData(0x41, 0xd82, "r0p3", "r0p2")]
    [InlineData(0x41, 0xd84, "r0p2", "r0p1")]
    [InlineData(0x41, 0xd83, "r0p2", "r0p1")]
    [InlineData(0x41, 0xd8c, "r1p1", "r1p0")]
    [InlineData(0x41, 0xd90, "r1p1", "r1p0")]
    [InlineData(0x4e, 0x010, "r0p0", null)]
    [InlineData(0xc0, 0xac3, "r0p0", null)]
    [InlineData(0xc0, 0xac4, "r0p0", null)]
    [InlineData(0x41, 0xd88, "r0p0", null)]
    [InlineData(0x41, 0xd4d, "r0p0", null)]
    [InlineData(0x41, 0xd89, "r0p0", null)]
    [InlineData(0x41, 0xd87, "r0p0", null)]
    [InlineData(0x41, 0xd8e, "r0p0", null)]
    [InlineData(0x41, 0xd8a, "r0p0", null)]
    [InlineData(0x41, 0xd8b, "r0p0", null)]
    public void Counts_as_level_3_what_Linux_does(int implementer, int part, string first, string? lastWithout)
    {
        Assert.Equal(3, LevelOf(implementer, part, first));
        Assert.Equal(3, LevelOf(implementer, part, "r0p15"[..2] == first[..2] ? "r0p15" : "r15p15"));
        if (lastWithout is not null)
        {
            Assert.Equal(0, LevelOf(implementer, part, lastWithout));
            Assert.Equal(0, LevelOf(implementer, part, "r0p0"));
        }
    }

    [Fact]
    public void Counts_nothing_else_as_level_3() =>
        Assert.Equal(15, CpuList.Rows.Where(cpu => cpu.Level == 3).DistinctBy(cpu => (cpu.Implementer, cpu.Part)).Count());

    [Theory]
    [InlineData("r0p0", true)]
    [InlineData("r2p15", true)]
    [InlineData("r3p0", true)]
    [InlineData("r3p1", false)]
    [InlineData("r4p0", false)]
    public void Ends_1286807_after_r3p0(string revision, bool affected)
    {
        foreach (string name in new[] { "Cortex-A76", "Neoverse-N1" })
        {
            Assert.Equal(affected, (CpuList.Find($"{name} {revision}")!.Errata & Errata.E1286807) != 0);
            Assert.NotEqual(Errata.None, CpuList.Find($"{name} {revision}")!.Errata & Errata.CVE_2025_10263);
        }
    }

    [Theory]
    [InlineData("cortex-x4 R0P3")]
    [InlineData("Arm Cortex X4 r0p3")]
    [InlineData("X4@r0p3")]
    [InlineData("CORTEX_X4_r0p3")]
    [InlineData("0x410FD823")]
    [InlineData("0x410fd823")]
    [InlineData("1091557411")]
    public void Finds_one_part_by_many_names(string given)
    {
        CpuMatch match = CpuList.Find(given)!;

        Assert.Equal("Cortex-X4", match.Name);
        Assert.Equal(0x410fd823u, match.Midr!.Value.Value);
        Assert.Equal("r0p3", match.Revision.ToString());
    }

    [Theory]
    [InlineData("AMPERE1", 0xac3)]
    [InlineData("AmpereOne", 0xac3)]
    [InlineData("AmpereOne (AMPERE1)", 0xac3)]
    [InlineData("ampere1a", 0xac4)]
    [InlineData("Olympus", 0x010)]
    [InlineData("Cortex-A76AE", 0xd0e)]
    [InlineData("neoverse n1", 0xd0c)]
    public void Knows_aliases(string given, int part) => Assert.Equal(part, CpuList.Find(given)!.Part);

    [Theory]
    [InlineData("")]
    [InlineData("Cortex-A53")]
    [InlineData("0xzz")]
    [InlineData("0x1410fd823")]
    [InlineData("Cortex-X4 r0p16")]
    public void Has_no_such_name(string given)
    {
        Assert.Null(CpuList.Find(given));
        Assert.Equal(3, CpuList.Nearest(given).Count);
    }

    [Theory]
    [InlineData("cortexA7155", "Cortex-A715")]
    [InlineData("Cortex-A751", "Cortex-A715")]
    [InlineData("Cortex-A176", "Cortex-A76")]
    [InlineData("Neovesre-V3AE", "Neoverse-V3AE")]
    [InlineData("4X", "Cortex-X4")]
    [InlineData("Cortex-X44 r0p3", "Cortex-X4")]
    public void Suggests_the_nearest_name_first(string given, string nearest) => Assert.Equal(nearest, CpuList.Nearest(given)[0]);

    [Fact]
    public void Suggests_every_name_for_itself() =>
        Assert.All(CpuList.Rows, cpu => Assert.All(cpu.Aliases.Prepend(cpu.Name), name => Assert.Equal(cpu.Name, CpuList.Nearest(name)[0])));

    [Theory]
    [InlineData("Cortex-A72", false)]
    [InlineData("Cortex-A77", false)]
    [InlineData("Cortex-A76", true)]
    [InlineData("C1-Ultra", true)]
    [InlineData("Cortex-X4 r0p3", false)]
    [InlineData("0x410fd034", false)]
    public void A_revision_matters_if_rows_or_errata_differ_by_revision(string given, bool matters) =>
        Assert.Equal(matters, CpuList.Find(given)!.RevisionMatters);

    [Fact]
    public void An_erratum_has_one_range_of_revisions_for_a_part() =>
        Assert.All(ErrataBook.All, erratum => Assert.Distinct(erratum.Affected.Select(affected => (affected.Implementer, affected.Part))));

    [Fact]
    public void Takes_the_weakest_row_of_a_name_without_a_revision()
    {
        CpuMatch match = CpuList.Find("Cortex-X4")!;

        Assert.Equal(0, match.Level);
        Assert.False(match.NoConflictAbort);
        Assert.Equal(Errata.E3053180 | Errata.CVE_2025_10263, match.Errata);
        Assert.True(match.RevisionMatters);
        Assert.Equal(2, match.Rows.Length);
    }

    [Fact]
    public void Decodes_a_MIDR()
    {
        Assert.True(Midr.TryParse("0x413fd0c1", out Midr midr));

        Assert.Equal((0x41, 3, 0xf, 0xd0c, new Revision(3, 1)), (midr.Implementer, midr.Variant, midr.Architecture, midr.Part, midr.Revision));
        Assert.Equal(midr, Midr.Of(0x41, 0xd0c, new(3, 1)));
    }

    [Fact]
    public void Answers_an_unknown_MIDR_as_unknown()
    {
        CpuMatch match = CpuList.Find("0x410fd034")!;

        Assert.False(match.Known);
        Assert.Equal((0, LevelBasis.Unknown, Errata.None), (match.Level, match.Basis, match.Errata));
    }

    private static int LevelOf(int implementer, int part, string revision)
    {
        Assert.True(Revision.TryParse(revision, out Revision parsed));
        return CpuList.OfMidr(Midr.Of(implementer, part, parsed)).Level;
    }
}
