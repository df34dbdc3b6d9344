using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Tests.Tlbi;

/// <summary>Each column and each row of the table in RULES.md 4.2.</summary>
public sealed class TlbiChoiceTests
{
    private const Features Ranges = Features.FEAT_TLBIRANGE;

    public static TheoryData<string, string, bool, string> Cells() => new()
    {
        // Column, removed entry, range operations, expected operations.
        { "EL1&0 nG", "leaf", false, "VALE1IS" },
        { "EL1&0 nG", "run", false, "16 VALE1IS" },
        { "EL1&0 nG", "run", true, "RVALE1IS" },
        { "EL1&0 nG", "table", false, "VMALLE1IS" },
        { "EL1&0 nG", "table", true, "RVAAE1IS" },
        { "EL1&0 nG", "empty table", false, "VAAE1IS" },
        { "EL1&0 global", "leaf", false, "VAALE1IS" },
        { "EL1&0 global", "run", false, "16 VAALE1IS" },
        { "EL1&0 global", "run", true, "RVAALE1IS" },
        { "EL1&0 global", "table", true, "RVAAE1IS" },
        { "EL2&0 TGE nG", "leaf", false, "VALE1IS" },
        { "EL2&0 TGE global", "leaf", false, "VAALE1IS" },
        { "EL2&0 TGE nG", "table", false, "VMALLE1IS" },
        { "EL2&0 nG", "leaf", false, "VALE2IS" },
        { "EL2&0 nG", "run", false, "16 VALE2IS" },
        { "EL2&0 nG", "run", true, "RVALE2IS" },
        { "EL2&0 nG", "table", true, "ALLE2IS" },
        { "EL2&0 nG", "empty table", true, "ALLE2IS" },
        { "EL2&0 global", "leaf", false, "VALE2IS" },
        { "EL2&0 global", "run", true, "RVALE2IS" },
        { "EL2", "leaf", false, "VALE2IS" },
        { "EL2", "run", false, "16 VALE2IS" },
        { "EL2", "run", true, "RVALE2IS" },
        { "EL2", "table", false, "ALLE2IS" },
        { "EL2", "table", true, "RVAE2IS" },
        { "EL2", "empty table", false, "VAE2IS" },
        { "EL3", "leaf", false, "VALE3IS" },
        { "EL3", "run", false, "16 VALE3IS" },
        { "EL3", "run", true, "RVALE3IS" },
        { "EL3", "table", false, "ALLE3IS" },
        { "EL3", "table", true, "RVAE3IS" },
        { "EL3", "empty table", false, "VAE3IS" },
        { "stage 2", "leaf", false, "IPAS2LE1IS; DSB; VMALLE1IS" },
        { "stage 2", "run", false, "16 IPAS2LE1IS; DSB; VMALLE1IS" },
        { "stage 2", "run", true, "RIPAS2LE1IS; DSB; VMALLE1IS" },
        { "stage 2", "table", false, "VMALLS12E1IS" },
        { "stage 2", "table", true, "RIPAS2E1IS; DSB; VMALLE1IS" },
        { "stage 2", "empty table", false, "IPAS2E1IS; DSB; VMALLE1IS" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Chooses_the_operations_of_the_table(string column, string removed, bool ranges, string expected) =>
        Assert.Equal(expected, Text(FlushAdvisor.Decide(Removal(column, removed, ranges ? Ranges : Features.None))));

    [Theory]
    [InlineData(Sharing.Single, Features.None, "VALE1")]
    [InlineData(Sharing.Inner, Features.FEAT_TLBIOS, "VALE1IS")]
    [InlineData(Sharing.Outer, Features.FEAT_TLBIOS, "VALE1OS")]
    public void Reaches_the_PEs_that_share_the_table(Sharing sharing, Features features, string expected)
    {
        var question = Removal("EL1&0 nG", "leaf", features);

        Assert.Equal(expected, Text(FlushAdvisor.Decide(question with { Context = question.Context with { Sharing = sharing } })));
    }

    [Theory]
    [InlineData(Granule.Size4K, 3, false, 0b0111)]
    [InlineData(Granule.Size4K, 2, false, 0b0110)]
    [InlineData(Granule.Size4K, 1, false, 0b0101)]
    [InlineData(Granule.Size4K, 0, true, 0b0100)]
    [InlineData(Granule.Size16K, 3, false, 0b1011)]
    [InlineData(Granule.Size16K, 2, false, 0b1010)]
    [InlineData(Granule.Size16K, 1, true, 0b1001)]
    [InlineData(Granule.Size64K, 3, false, 0b1111)]
    [InlineData(Granule.Size64K, 2, false, 0b1110)]
    public void Hints_at_the_level_of_a_leaf_with_FEAT_TTL_only(Granule granule, int level, bool ds, int ttl)
    {
        var question = new Question
        {
            Old = TlbiQuestions.NonGlobal | (level == 3 ? TlbiQuestions.Page : 0),
            New = 0,
            Context = new TranslationContext { Stage = Stage.One, Granule = granule, Level = level, Ds = ds, Features = Features.FEAT_TTL },
        };

        Assert.Equal(ttl, FlushAdvisor.Decide(question).Tlbi.First.Ttl);
        Assert.Equal(0, FlushAdvisor.Decide(question with { Context = question.Context with { Features = Features.None } }).Tlbi.First.Ttl);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("empty table")]
    public void Never_hints_after_the_removal_of_a_Table(string removed) =>
        Assert.Equal(0, FlushAdvisor.Decide(Removal("EL1&0 nG", removed, Ranges | Features.FEAT_TTL)).Tlbi.First.Ttl);

    /// <summary>
    /// The longest Contiguous run, 128 entries, is a loop; the smallest table, 512 pages, is context-wide. Linux limits a loop to
    /// 512 (4K), 2048 (16K) or 8192 (64K) operations: no run is above the limit, and no table is below it.
    /// </summary>
    [Theory]
    [InlineData(Granule.Size4K, 16, 512)]
    [InlineData(Granule.Size16K, 128, 2048)]
    [InlineData(Granule.Size64K, 32, 8192)]
    public void Loops_over_a_run_and_not_over_a_table_as_Linux_does(Granule granule, int run, int maxOperations)
    {
        var context = new TranslationContext { Stage = Stage.One, Granule = granule, Level = 3 };
        var removedRun = FlushAdvisor.Decide(new Question { Old = TlbiQuestions.NonGlobal | TlbiQuestions.Page | TlbiQuestions.Contiguous, New = 0, Context = context });
        var table = new Question { Old = TlbiQuestions.Table, New = 0, Context = context with { Level = 2 } };

        Assert.Equal((run, true), (removedRun.Tlbi.First.Count, run < maxOperations));
        Assert.Equal(TlbiFamily.VMALLE1, FlushAdvisor.Decide(table).Tlbi.First.Family);
        Assert.Contains(FlushAdvisor.Explain(table).Alternatives, alternative => alternative.Instructions == maxOperations);
    }

    [Theory]
    [InlineData(Granule.Size4K, 1, 1)]
    [InlineData(Granule.Size16K, 1, 2)]
    [InlineData(Granule.Size64K, 2, 1)]
    [InlineData(Granule.Size4K, 0, 0)]
    [InlineData(Granule.Size64K, 1, 0)]
    public void Splits_a_span_into_few_range_operations_but_not_into_many(Granule granule, int level, int count)
    {
        var context = new TranslationContext { Stage = Stage.One, Granule = granule, Level = level, Features = Ranges };
        var first = FlushAdvisor.Decide(new Question { Old = TlbiQuestions.Table, New = 0, Context = context }).Tlbi.First;

        Assert.Equal(count == 0 ? TlbiFamily.VMALLE1 : TlbiFamily.RVAAE1, first.Family);
        Assert.Equal(Math.Max(count, 1), first.Count);
        Assert.True(count == 0 || (ulong)count * (first.Range.Granules << (int)granule) == first.Span);
    }

    /// <summary>RULES.md 4.3, disputed: with DS = 1, 4K and no hint the manual wants a base that is aligned to 512 GiB.</summary>
    [Theory]
    [InlineData(Reading.Strict, "VMALLE1IS")]
    [InlineData(Reading.Permissive, "RVAAE1IS")]
    public void Avoids_a_disputed_range_base_unless_read_permissively(Reading reading, string expected)
    {
        var question = Removal("EL1&0 nG", "table", Ranges);

        Assert.Equal(expected, Text(FlushAdvisor.Decide(question with { Context = question.Context with { Ds = true, Reading = reading } })));
    }

    [Theory]
    [InlineData(0x700, true)]
    [InlineData(0xf00, false)]
    public void Offers_nXS_forms_only_if_the_old_mapping_has_XS_0(int attributes, bool xs)
    {
        // At stage 2 bit 11 is FnXS, which is 1 for XS = 0.
        var question = new Question
        {
            Old = (ulong)attributes | 0xff,
            New = 0,
            Context = new TranslationContext { Level = 3, Features = Features.FEAT_XS },
        };

        Assert.Equal(!xs, FlushAdvisor.Explain(question).Alternatives.Any(alternative => alternative.Ops.Contains("IPAS2LE1ISNXS")));
    }

    [Fact]
    public void Choosing_and_encoding_allocate_nothing()
    {
        var questions = TlbiQuestions.Product().Select(question => question with { Context = question.Context with { Address = 0, Asid = 7 } }).ToArray();
        Decide(questions);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Decide(questions);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static ulong Decide(Question[] questions)
        {
            ulong sum = 0;
            foreach (var question in questions)
            {
                var decision = FlushAdvisor.Decide(question);
                sum += decision.Tlbi.Length > 0 ? TlbiOperand.Value(decision.Tlbi.First, question.Context) ?? 0 : 0;
            }

            return sum;
        }
    }

    private static Question Removal(string column, string removed, Features features)
    {
        var stage = column == "stage 2" ? Stage.Two : Stage.One;
        ulong leaf = stage == Stage.Two ? TlbiQuestions.Stage2Leaf : column.EndsWith("nG", StringComparison.Ordinal) ? TlbiQuestions.NonGlobal : TlbiQuestions.Global;
        bool table = removed.EndsWith("table", StringComparison.Ordinal);
        return new Question
        {
            Old = table ? TlbiQuestions.Table : leaf | TlbiQuestions.Page | (removed == "run" ? TlbiQuestions.Contiguous : 0),
            New = 0,
            Children = removed == "empty table" ? new ulong[512] : default,
            Context = new TranslationContext
            {
                Stage = stage,
                Regime = column.StartsWith("EL2&0", StringComparison.Ordinal) ? Regime.El20
                    : column.StartsWith("EL2", StringComparison.Ordinal) ? Regime.El2
                    : column == "EL3" ? Regime.El3
                    : Regime.El10,
                Tge = column.Contains("TGE", StringComparison.Ordinal),
                Level = table ? 2 : 3,
                Features = features,
            },
        };
    }

    private static string Text(in Decision decision)
    {
        var uses = new List<string>();
        for (int i = 0; i < decision.Tlbi.Length; i++)
        {
            var use = decision.Tlbi[i];
            uses.Add((use.Count > 1 ? $"{use.Count} " : "") + use.Op + (use.BarrierAfter ? "; DSB" : ""));
        }

        return string.Join("; ", uses);
    }
}
