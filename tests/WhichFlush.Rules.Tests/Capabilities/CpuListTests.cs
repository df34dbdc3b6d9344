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
    public void Ends_1286807_after_r3p0_of_Cortex_A76_and_has_it_not_of_Neoverse_N1(string revision, bool affected)
    {
        Errata a76 = CpuList.Find($"Cortex-A76 {revision}")!.Errata, n1 = CpuList.Find($"Neoverse-N1 {revision}")!.Errata;

        Assert.Equal(affected, (a76 & Errata.E1286807) != 0);
        Assert.NotEqual(Errata.None, a76 & Errata.CVE_2025_10263);
        Assert.Equal(Errata.CVE_2025_10263, n1);
    }

    /// <summary>The borders of the ranges in Linux' errata tables, and in the build options of TF-A.</summary>
    [Theory]
    [InlineData("0x51cf804d", Errata.None)]
    [InlineData("0x51cf804e", Errata.E1286807)]
    [InlineData("0x51df8040", Errata.E1286807)]
    [InlineData("0x51ff804e", Errata.E1286807)]
    [InlineData("0x51ff804f", Errata.None)]
    [InlineData("0x51df805d", Errata.None)]
    [InlineData("0x51df805e", Errata.E1530923)]
    [InlineData("0x51df805f", Errata.None)]
    [InlineData("0x510f8000", Errata.E1009)]
    [InlineData("0x510f8001", Errata.None)]
    [InlineData("0x51af8014", Errata.None)]
    [InlineData("0x510f1ff0", Errata.None)]
    [InlineData("0x510f2000", Errata.E1009)]
    [InlineData("0x511f2115", Errata.E1009)]
    [InlineData("0x51ff2fff", Errata.E1009)]
    [InlineData("0x510f3000", Errata.None)]
    [InlineData("0x510fc000", Errata.None)]
    [InlineData("0x410fd050", Errata.E2441007 | Errata.E1530923)]
    [InlineData("0x412fd050", Errata.E2441007 | Errata.E1530923)]
    [InlineData("0x412fd051", Errata.E2441007)]
    [InlineData("0x410fd460", Errata.E2441009)]
    [InlineData("0x411fd461", Errata.E2441009)]
    [InlineData("0x411fd462", Errata.None)]
    [InlineData("0x410fd070", Errata.E813419 | Errata.E1319537)]
    [InlineData("0x410fd071", Errata.E1319537)]
    [InlineData("0x410fd083", Errata.E1319367)]
    [InlineData("0x412fd0b0", Errata.CVE_2025_10263 | Errata.E1286807 | Errata.E1165522)]
    [InlineData("0x412fd0b1", Errata.CVE_2025_10263 | Errata.E1286807)]
    [InlineData("0x414fd0b0", Errata.CVE_2025_10263)]
    [InlineData("0x411fd8b2", Errata.E4193714)]
    [InlineData("0x411fd8b3", Errata.None)]
    [InlineData("0x411fd4d0", Errata.E2645198)]
    [InlineData("0x4e0f0040", Errata.CarmelCnp)]
    [InlineData("0x480fd020", Errata.E162100125)]
    [InlineData("0x6d0fd490", Errata.CVE_2025_10263)]
    [InlineData("0x4e0f0100", Errata.CVE_2025_10263)]
    public void Knows_the_errata_at_the_borders_of_their_ranges(string midr, Errata expected) => Assert.Equal(expected, CpuList.Find(midr)!.Errata);

    [Theory]
    [InlineData("Kryo 4xx Gold rcpe", "r12p14", true)]
    [InlineData("Qualcomm Kryo 4xx Gold RFPE", "r15p14", true)]
    [InlineData("Kryo 4xx Gold r12p13", "r12p13", false)]
    [InlineData("Kryo 4xx Gold rfpf", "r15p15", false)]
    public void Reads_revisions_in_Qualcomms_notation(string given, string revision, bool affected)
    {
        CpuMatch match = CpuList.Find(given)!;

        Assert.Equal((revision, affected), ($"{match.Revision}", (match.Errata & Errata.E1286807) != 0));
    }

    [Theory]
    [InlineData("r1p2", 1, 2)]
    [InlineData("r15P0", 15, 0)]
    [InlineData("RaPf", 10, 15)]
    [InlineData("r16p0", null, null)]
    [InlineData("rgp0", null, null)]
    [InlineData("rap", null, null)]
    [InlineData("rabp0", null, null)]
    [InlineData("rp1", null, null)]
    public void Parses_revisions(string text, int? variant, int? patch)
    {
        Assert.Equal(variant is not null, Revision.TryParse(text, out Revision revision));
        Assert.Equal((variant ?? 0, patch ?? 0), (revision.Variant, revision.Patch));
    }

    [Theory]
    [InlineData("Kryo", 0x200, 1)]
    [InlineData("Falkor v1", 0x800, 1)]
    [InlineData("Kryo 2xx Gold", 0x800, 1)]
    [InlineData("Kryo 4xx Gold", 0x804, 3)]
    [InlineData("Apple M2", 0x032, 1)]
    public void A_name_stands_for_its_own_rows(string name, int part, int rows)
    {
        CpuMatch match = CpuList.Find(name)!;

        Assert.Equal((part, rows), (match.Part, match.Rows.Length));
        Assert.Equal(name == "Kryo 4xx Gold", match.RevisionMatters);
        Assert.Equal(name is "Kryo" or "Falkor v1", (match.Errata & Errata.E1009) != 0);
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
    [InlineData("Cortex-A54")]
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
    [InlineData("Cortex-A55", true)]
    [InlineData("Cortex-A57", true)]
    [InlineData("Cortex-A510", true)]
    [InlineData("Neoverse-N1", false)]
    [InlineData("C1-Pro", true)]
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
        CpuMatch match = CpuList.Find("0x410f0000")!;

        Assert.False(match.Known);
        Assert.Equal((0, LevelBasis.Unknown, Errata.None), (match.Level, match.Basis, match.Errata));
    }

    [Fact]
    public void Answers_a_part_whose_level_no_source_tells_without_a_level()
    {
        CpuMatch match = CpuList.Find("0x410fd034")!;

        Assert.True(match.Known);
        Assert.Equal((null, LevelBasis.Unknown, Errata.None), (match.Level, match.Basis, match.Errata));
    }

    private static int? LevelOf(int implementer, int part, string revision)
    {
        Assert.True(Revision.TryParse(revision, out Revision parsed));
        return CpuList.OfMidr(Midr.Of(implementer, part, parsed)).Level;
    }
}
