using WhichFlush.Rules.Architecture;
using WhichFlush.TlbModel.Questions;
using static WhichFlush.TlbModel.Tests.ModelQuestions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Lost updates, operations that are UNDEFINED, walks that are not coherent, and what is missing or benign.</summary>
public sealed class StepViolationTests
{
    private const ulong Dbm = 1UL << 51, ReadOnly = 1UL << 7, Af = 1UL << 10, Uxn = 1UL << 54, Pxn = 1UL << 53;

    /// <summary>A compare-and-swap is due for AF = 0 with HA, for a writable-clean leaf with HA and HD, for a shared walk, and nowhere else.</summary>
    [Theory]
    [InlineData(0, false, false, false, false)]
    [InlineData(0, true, false, false, false)]
    [InlineData(0, true, true, false, false)]
    [InlineData(0, false, false, true, true)]
    [InlineData(Af, false, false, false, false)]
    [InlineData(Af, true, false, false, true)]
    [InlineData(Dbm | ReadOnly, false, false, false, false)]
    [InlineData(Dbm | ReadOnly, true, false, false, false)]
    [InlineData(Dbm | ReadOnly, false, true, false, false)]
    [InlineData(Dbm | ReadOnly, true, true, false, true)]
    [InlineData(Dbm, true, true, false, false)]
    [InlineData(ReadOnly, true, true, false, false)]
    public void A_plain_store_loses_an_update(ulong differs, bool ha, bool hd, bool sharedWalk, bool due)
    {
        TranslationContext context = Stage1 with { Ha = ha, Hd = hd, SharedWalk = sharedWalk };
        foreach (ulong @new in new[] { 0UL, OtherPage })
        {
            string[] rest = ["DSB ISH", "TLBI VALE1IS", "DSB ISH", "STLR new", "DSB ISHST", "ISB"];
            ModelResult plain = ModelCheck.Run(Ask(Page ^ differs, @new, context, ["STR invalid", .. rest]));
            ModelResult swap = ModelCheck.Run(Ask(Page ^ differs, @new, context, ["CAS old, invalid", .. rest]));

            Assert.Equal(due, plain.Violations.Any(one => one.Property == Property.LostUpdate));
            Assert.Equal(!due, plain.Safe);
            Assert.True(swap.Safe, swap.Safe ? "" : swap.Violations[0].Text);
        }
    }

    [Fact]
    public void A_lost_update_says_who_else_stores()
    {
        Violation lost = Assert.Single(ModelCheck.Run(Ask(Page & ~Af, Page, Stage1 with { Ha = true }, "STR new", "DSB ISHST", "ISB")).Violations, one => one.Property == Property.LostUpdate);

        Assert.Contains("IBMRWH", lost.Text, StringComparison.Ordinal);
        Assert.Equal([Actor.P1, Actor.P0], lost.Interleaving.Select(one => one.Actor));
    }

    /// <summary>RULES.md 4.1, one operation of each kind.</summary>
    [Theory]
    [InlineData("VALE1IS", 1)]
    [InlineData("VMALLE1", 1)]
    [InlineData("ASIDE1OS", 1)]
    [InlineData("RVAAE1ISnXS", 1)]
    [InlineData("ALLE1IS", 2)]
    [InlineData("VMALLS12E1IS", 2)]
    [InlineData("VMALLWS2E1IS", 2)]
    [InlineData("IPAS2LE1IS", 2)]
    [InlineData("RIPAS2E1", 2)]
    [InlineData("VALE2IS", 2)]
    [InlineData("RVAE2OS", 2)]
    [InlineData("ALLE2", 2)]
    [InlineData("ALLE3IS", 3)]
    [InlineData("RVALE3", 3)]
    [InlineData("PAALL", 3)]
    [InlineData("RPALOS", 3)]
    public void An_operation_below_its_level_is_undefined_here(string operation, int lowest)
    {
        for (int level = 1; level <= 3; level++)
        {
            TranslationContext context = Stage1 with { RunsAt = (ExceptionLevel)level };
            ModelResult result = ModelCheck.Run(Ask(Page, 0, context, "STR new", "DSB ISHST", $"TLBI {operation}", "TLBI VMALLE1IS", "DSB OSH", "ISB"));

            Assert.Equal(level < lowest ? [Property.UndefinedHere] : [], result.Violations.Select(one => one.Property));
            Assert.Equal(level >= lowest, result.Safe);
        }
    }

    [Fact]
    public void A_cleared_Access_flag_is_benign_and_nothing_else_is()
    {
        ModelResult cleared = ModelCheck.Run(Ask(Page, Page & ~Af, Stage1, "STR new", "DSB ISHST", "ISB"));
        ModelResult byHardware = ModelCheck.Run(Ask(Page, Page & ~Af, Stage1 with { Ha = true }, "STR new", "DSB ISHST", "ISB"));
        ModelResult run = ModelCheck.Run(Ask(Page | 1UL << 52, (Page | 1UL << 52) & ~Af, Stage1 with { Ha = true }, "STR new", "DSB ISHST", "ISB"));
        ModelResult guest = ModelCheck.Run(Ask(0x408000077f, 0x408000037f, new() { Level = 3 }, "STR new", "DSB ISHST", "ISB"));
        ModelResult withRights = ModelCheck.Run(Ask(Page, (Page | ReadOnly) & ~Af, Stage1, "STR new", "DSB ISHST", "ISB"));
        ModelResult unmapped = ModelCheck.Run(Ask(Page, 0, Stage1, "STR new", "DSB ISHST", "ISB"));

        foreach (ModelResult result in new[] { cleared, byHardware, run, guest })
        {
            Violation stale = Assert.Single(result.Violations);
            Assert.Equal(Property.StaleAtEnd, stale.Property);
            Assert.True(stale.Benign);
            Assert.Contains("stays due", stale.Text, StringComparison.Ordinal);
        }

        Assert.False(Assert.Single(withRights.Violations).Benign);
        Assert.False(Assert.Single(unmapped.Violations).Benign);
    }

    /// <summary>RBLDZX: without FEAT_ETS2 always, with it only where a translation is executable.</summary>
    [Fact]
    public void The_missing_ISB_depends_on_ETS2_and_on_execute_rights()
    {
        TranslationContext ets2 = Stage1 with { Features = Features.FEAT_ETS2 };
        ulong noExecute = Page | Uxn | Pxn, executable = noExecute & ~Uxn;
        string[] steps = ["STR new", "DSB ISHST", "TLBI VALE1IS", "DSB ISH"];

        StepRemark without = Assert.Single(ModelCheck.Run(Ask(noExecute, 0, Stage1, steps)).Missing);
        StepRemark with = Assert.Single(ModelCheck.Run(Ask(executable, 0, ets2, steps)).Missing);

        Assert.Equal("ISB", without.Step);
        Assert.Contains("loads, stores and instruction fetches", without.Text, StringComparison.Ordinal);
        Assert.Equal("ISB", with.Step);
        Assert.Contains("instruction fetches", with.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("loads", with.Text, StringComparison.Ordinal);
        Assert.Empty(ModelCheck.Run(Ask(noExecute, 0, ets2, steps)).Missing);
        Assert.Single(ModelCheck.Run(Ask(noExecute, executable, ets2, steps)).Missing);
        Assert.Empty(ModelCheck.Run(Ask(0, noExecute, ets2, "STR new", "DSB ISHST")).Missing);
    }

    [Fact]
    public void Each_missing_DSB_is_told_once() =>
        Assert.Equal(["DSB ISHST", "DSB ISH", "ISB"], ModelCheck.Run(Ask(0, Page, Stage1, "STR new", "TLBI VAE1")).Missing.Select(one => one.Step));

    /// <summary>A clean counts if it reaches the Point of Coherency, names the entry or nothing, and a DSB for all accesses follows it.</summary>
    [Theory]
    [InlineData("DC CVAC entry; DSB ISH", true)]
    [InlineData("DC CIVAC, entry; DSB SY", true)]
    [InlineData("DC CVAC; DSB ISH", true)]
    [InlineData("DSB ISHST", false)]
    [InlineData("DC CVAC page; DSB ISH", false)]
    [InlineData("DC CVAC, X4; DSB ISH", false)]
    [InlineData("DC CVAU entry; DSB ISH", false)]
    [InlineData("IC IALLUIS; DSB ISH", false)]
    [InlineData("DSB ISH; DC CVAC entry", false)]
    [InlineData("DC CVAC entry; DSB ISHST", false)]
    [InlineData("DC CVAC entry; DSB NSH", false)]
    public void A_walker_that_is_not_coherent_sees_what_is_cleaned(string publish, bool seen)
    {
        string[] steps = ["STR invalid", .. publish.Split("; "), "TLBI VALE1IS", "DSB ISH", "ISB"];
        ModelResult result = ModelCheck.Run(Ask(Page, 0, Stage1 with { WalksCoherent = false }, steps));

        Assert.Equal(seen, result.Safe);
        Assert.True(seen || result.Violations.Any(one => one.Property == Property.StaleAtEnd));
    }

    [Fact]
    public void A_new_entry_that_is_not_cleaned_leaves_a_walker_stuck()
    {
        TranslationContext context = Stage1 with { WalksCoherent = false };
        Violation stuck = Assert.Single(ModelCheck.Run(Ask(0, Page, context, "STR new", "DSB ISH", "ISB")).Violations);

        Assert.Equal(Property.Stuck, stuck.Property);
        Assert.Contains("DC CVAC entry", stuck.Text, StringComparison.Ordinal);
        Assert.True(ModelCheck.Run(Ask(0, Page, context, "STR new", "DC CVAC entry", "DSB ISH", "ISB")).Safe);
    }
}
