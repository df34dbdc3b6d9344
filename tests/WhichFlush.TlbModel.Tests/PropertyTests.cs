using WhichFlush.Tests;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>Incorrect sequences violate the expected properties, correct ones violate none, and each part of the model is needed.</summary>
public sealed class PropertyTests(ITestOutputHelper output)
{
    [Fact]
    public void Are_violated_by_the_wrong_sequences_and_by_no_right_one()
    {
        string[] failures = [.. NamedCases.All
            .Select(one => (one.Name, Expected: Text(one.Expected), Got: Text(ModelCheck.Run(one.Question).Violations.Select(violation => violation.Property))))
            .Where(one => one.Expected != one.Got)
            .Select(one => $"{one.Name}: expected [{one.Expected}], got [{one.Got}]")];

        Assert.True(failures.Length == 0, string.Join('\n', failures));
        Assert.Equal(Enum.GetValues<Property>(), NamedCases.All.SelectMany(one => one.Expected).Distinct().Order());
    }

    [Fact]
    public void A_remap_without_TLBI_lets_one_PE_go_on_writing_to_the_old_page()
    {
        ModelResult result = ModelCheck.Run(NamedCases.Find("guest remap at BBM level 2").Question);

        Violation stale = result.Violations.Single(violation => violation.Property == Property.StaleAtEnd);
        foreach (InterleavingEvent one in stale.Interleaving)
        {
            output.WriteLine($"{one.Actor}: {one.Text} P0 [{string.Join("; ", one.P0)}] P1 [{string.Join("; ", one.P1)}]");
        }

        output.WriteLine(stale.Text);
        Assert.False(result.Safe);
        Assert.Contains("still writes to OA 0x4080000000", stale.Text, StringComparison.Ordinal);
        Assert.StartsWith("After the last step P1", stale.Text, StringComparison.Ordinal);
        Assert.Equal(2, stale.Interleaving.Count);
        Assert.NotEmpty(stale.Interleaving[^1].P0.Concat(stale.Interleaving[^1].P1));
    }

    [Fact]
    public void A_violation_between_PEs_says_what_each_does()
    {
        Violation violation = ModelCheck.Run(NamedCases.Find("remap without TLBI").Question).Violations
            .Single(one => one.Property == Property.TwoTruthsInSystem);

        Assert.Contains("P0 still writes to OA", violation.Text, StringComparison.Ordinal);
        Assert.Contains("while P1 still writes to OA", violation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_change_at_level_2_risks_a_conflict_abort_and_at_level_3_does_not()
    {
        Assert.Equal(["tlbConflictAbort"], ModelCheck.Run(NamedCases.Find("guest split at level 2").Question).Hazards);
        Assert.Empty(ModelCheck.Run(NamedCases.Find("guest split at level 3, no TLBI").Question).Hazards);
    }

    [Fact]
    public void What_the_manual_asks_for_beyond_safety_is_missing_and_what_it_does_not_is_removable()
    {
        ModelResult bare = ModelCheck.Run(NamedCases.Find("becomes global").Question);
        ModelResult ample = ModelCheck.Run(ModelQuestions.Ask(ModelQuestions.Page, ModelQuestions.OtherPage, ModelQuestions.Stage1,
            "STR invalid", "DSB ISH", "DMB ISH", "TLBI VALE1IS", "TLBI VALE1IS", "DSB ISH", "STR new", "DSB ISHST", "ISB"));

        Assert.Equal(["DSB ISHST", "ISB"], bare.Missing.Select(one => one.Step));
        Assert.Empty(ModelCheck.Run(NamedCases.Find("remap").Question).Removable);
        Assert.Equal([2, 3, 4], ample.Removable.Select(one => one.Index));
        Assert.Empty(ample.Missing);
        Assert.Contains(ModelCheck.Run(NamedCases.Find("guest split at level 3, no TLBI").Question).Missing, one => one.Step == "TLBI");
    }

    [Fact]
    public void Every_part_of_the_model_is_needed()
    {
        (ModelQuestion Question, bool Safe)[] vectors = [.. Vectors.ReadExpecting("sequences")
            .Select(vector => (ModelQuestions.Of(vector), vector.Expect.GetProperty("breakBeforeMake").GetBoolean()))];
        var survivors = new List<ModelSwitches>();
        foreach (ModelSwitches one in Enum.GetValues<ModelSwitches>().Where(one => one is not (ModelSwitches.None or ModelSwitches.NoRefilled)))
        {
            int byVectors = vectors.Count(vector => vector.Safe != (ModelCheck.Violated(vector.Question, one).Count == 0));
            string[] byNames = [.. NamedCases.All
                .Where(named => !ModelCheck.Violated(named.Question, one).SetEquals(named.Expected.Where(property => property != Property.Refilled)))
                .Select(named => named.Name)];
            output.WriteLine($"{one}: caught by {byVectors} vectors and {byNames.Length} named cases{(byNames.Length > 0 ? ", such as " + byNames[0] : "")}");
            if (byVectors + byNames.Length == 0)
            {
                survivors.Add(one);
            }
        }

        Assert.Empty(survivors);
        Assert.DoesNotContain(
            ModelCheck.Run(NamedCases.Find("guest remap, no DSB between").Question, ModelSwitches.NoRefilled, ModelCheck.MaxStates, default).Violations,
            violation => violation.Property == Property.Refilled);
    }

    private static string Text(IEnumerable<Property> properties) => string.Join(", ", properties.Order());
}
