using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;
using static WhichFlush.TlbModel.Tests.ModelQuestions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Sequences for tables that are walked under one ASID, several, or all.</summary>
public sealed class AsidTests
{
    private const ulong Table = 0x1004003, NotGlobal = 1UL << 11;

    private static readonly TranslationContext AtLevel2 = Stage1 with { Level = 2, Address = 0x200000, Features = Features.FEAT_TLBIRANGE };
    private static readonly ulong[] Empty = new ulong[512], User = [.. Enumerable.Range(0, 512).Select(i => Page + ((ulong)i << 12))];

    [Fact]
    public void One_ASID_of_several_left_out_is_stale()
    {
        TranslationContext three = Stage1 with { AsidList = [1, 2, 7] };

        Assert.True(Safe(Page, 0, three, "TLBI VALE1IS, 0x1000000000010", "TLBI VALE1IS, 0x2000000000010", "TLBI VALE1IS, 0x7000000000010"));
        Assert.True(Safe(Page, 0, three, "TLBI VAALE1IS"));
        Assert.True(Safe(Page, 0, three with { Asid = null }, "TLBI VALE1IS, 0x1000000000010", "TLBI VALE1IS, 0x2000000000010", "TLBI VALE1IS, 0x7000000000010"));
        Assert.False(Safe(Page, 0, three, "TLBI VALE1IS"));
        Assert.False(Safe(Page, 0, three, "TLBI VALE1IS, 0x1000000000010", "TLBI VALE1IS, 0x2000000000010"));
        Assert.False(Safe(Page, 0, three, "TLBI ASIDE1IS, 0x1000000000000", "TLBI VALE1IS, 0x7000000000010"));
        Assert.False(Safe(Page, 0, Stage1 with { AsidList = [2] }, "TLBI VALE1IS"));
        Assert.True(Safe(Page, 0, Stage1 with { AsidList = [1] }, "TLBI VALE1IS"));
        Assert.True(Safe(Page & ~NotGlobal, 0, three, "TLBI VALE1IS"));
    }

    [Fact]
    public void The_ASID_is_named_and_no_operation_for_another_is_removable()
    {
        TranslationContext two = Stage1 with { AsidList = [1, 2] };
        ModelResult stale = ModelCheck.Run(Ask(Page, 0, two, "STR new", "DSB ISHST", "TLBI VALE1IS", "DSB ISH", "ISB"));
        ModelResult both = ModelCheck.Run(Ask(Page, 0, two, "STR new", "DSB ISHST", "TLBI VALE1IS", "TLBI VALE1IS, 0x2000000000010", "DSB ISH", "ISB"));

        Assert.Contains("ASID 2", Assert.Single(stale.Violations).Text, StringComparison.Ordinal);
        Assert.True(both.Safe);
        Assert.Empty(both.Removable);
        Assert.Empty(both.Missing);
    }

    /// <summary>Any-level forms for one ASID remove a user table's walk entries and leaves (RVMSWQ); last-level ones leave the walk entries.</summary>
    [Theory]
    [InlineData("TLBI RVAE1IS", true)]
    [InlineData("TLBI VAE1IS * 512", true)]
    [InlineData("TLBI RVALE1IS", false)]
    [InlineData("TLBI ASIDE1IS", false)]
    public void A_user_table_is_freed_under_its_one_ASID(string operation, bool safe)
    {
        Assert.Equal(safe, Safe(Table, 0, AtLevel2 with { AsidList = [1] }, operation));
        Assert.Equal(safe, SafeWith(User, AtLevel2, operation));
        Assert.False(Safe(Table, 0, AtLevel2, operation));
        Assert.False(SafeWith([.. User[..511], Page & ~NotGlobal], AtLevel2, operation));
        Assert.False(SafeWith(User[..511], AtLevel2, operation));
        Assert.False(Safe(Table, 0, AtLevel2 with { AsidList = [1, 2] }, operation));
    }

    [Fact]
    public void An_empty_table_needs_one_operation_for_each_ASID()
    {
        Assert.True(SafeWith(Empty, AtLevel2, "TLBI VAE1IS"));
        Assert.False(SafeWith(Empty, AtLevel2, "TLBI VALE1IS"));
        Assert.False(SafeWith(Empty, AtLevel2 with { AsidList = [1, 3] }, "TLBI VAE1IS"));
    }

    /// <summary>RSCBSR: one ASID serves both halves, so a kernel table is walked under every ASID.</summary>
    [Fact]
    public void In_the_upper_half_one_ASID_is_not_enough()
    {
        TranslationContext upper = Stage1 with { Address = 0xffff800000010000 };

        Assert.False(Safe(Page, 0, upper, "TLBI VALE1IS"));
        Assert.True(Safe(Page, 0, upper, "TLBI VAALE1IS"));
        Assert.True(Safe(Page, 0, upper with { AsidList = [1] }, "TLBI VALE1IS"));
        Assert.False(SafeWith(User, AtLevel2 with { Address = 0xffff800000200000 }, "TLBI RVAE1IS"));
        Assert.True(SafeWith(User, AtLevel2 with { Address = 0xffff800000200000 }, "TLBI RVAAE1IS"));
    }

    [Fact]
    public void Forms_by_ASID_and_VA_leave_combined_entries_of_a_guest()
    {
        foreach (string operation in new[] { "ASIDE1IS", "VAE1IS", "VAAE1IS", "RVAALE1IS" })
        {
            ModelResult result = ModelCheck.Run(Ask(0x40800007ff, 0, new() { Level = 3 }, "STR new", "DSB ISHST", "TLBI IPAS2LE1IS", "DSB ISH", $"TLBI {operation}", "DSB ISH", "ISB"));
            Assert.False(result.Safe, operation);
        }
    }

    /// <summary>Upper-half VAs are told with all their bits, and nothing is told of an address that was not given.</summary>
    [Fact]
    public void Addresses_are_told_as_they_are()
    {
        string[] steps = ["STR new", "DSB ISHST", "ISB"];
        string upper = Assert.Single(ModelCheck.Run(Ask(Page, 0, Stage1 with { Address = 0xffff800000010000 }, steps)).Violations).Text;
        string el2 = Assert.Single(ModelCheck.Run(Ask(Page, 0, Stage1 with { Regime = Regime.El2, Address = 0x80000000010000 }, steps)).Violations).Text;
        string none = Assert.Single(ModelCheck.Run(Ask(Page, 0, Stage1 with { Address = null }, steps)).Violations).Text;
        string table = Assert.Single(ModelCheck.Run(Ask(Table, 0, AtLevel2 with { Address = null }, "STR new", "DSB ISHST", "TLBI VAAE1IS", "DSB ISH", "ISB")).Violations).Text;

        Assert.Contains("at 0xffff800000010000 ", upper, StringComparison.Ordinal);
        Assert.Contains("at 0x80000000010000 ", el2, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", none, StringComparison.Ordinal);
        Assert.Contains("at +0x1ff000 (not given)", table, StringComparison.Ordinal);
        Assert.DoesNotContain("OA 0x0", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_right_is_told_by_its_own_access()
    {
        string[] steps = ["STR new", "DSB ISHST", "ISB"];
        ulong executable = Page & ~(1UL << 54);
        string execute = Assert.Single(ModelCheck.Run(Ask(executable, Page | 1UL << 54, Stage1, steps)).Violations).Text;
        string write = Assert.Single(ModelCheck.Run(Ask(executable, executable | 1UL << 7, Stage1, steps)).Violations).Text;
        string read = Assert.Single(ModelCheck.Run(Ask(executable | 1UL << 7, 0, Stage1, steps)).Violations).Text;

        Assert.Contains("still fetches instructions from", execute, StringComparison.Ordinal);
        Assert.Contains("still writes to", write, StringComparison.Ordinal);
        Assert.Contains("still reads from", read, StringComparison.Ordinal);
    }

    private static bool Safe(ulong old, ulong @new, TranslationContext context, params string[] operations) =>
        ModelCheck.Run(Ask(old, @new, context, ["STR new", "DSB ISHST", .. operations, "DSB ISH", "ISB"])).Safe;

    private static bool SafeWith(ulong[] children, TranslationContext context, string operation) =>
        ModelCheck.Run(Ask(Table, 0, context, "STR new", "DSB ISHST", operation, "DSB ISH", "ISB") with { Children = children }).Safe;
}
