using WhichFlush.Tests;
using WhichFlush.TlbModel.Exploration;
using WhichFlush.TlbModel.Machine;
using WhichFlush.TlbModel.Questions;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The model agrees with herd7, run with Arm's model, and with casemate on the sequences of the vectors.</summary>
public sealed class SequenceVectors
{
    [Fact]
    public void Agree()
    {
        IReadOnlyList<Vector> vectors = Vectors.ReadExpecting("sequences");
        var failures = new List<string>();
        foreach (Vector vector in vectors)
        {
            bool expected = vector.Expect.GetProperty("breakBeforeMake").GetBoolean();
            ModelResult result = ModelCheck.Run(ModelQuestions.Of(vector));
            if (result.Bounded is not null || result.Safe != expected)
            {
                failures.Add($"{vector.Id} {vector.Request}: expected {expected}, got {result.Safe} ({result.Bounded}) ({vector.Note})");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {vectors.Count} cases disagree:\n{string.Join('\n', failures)}");
    }

    /// <summary>The reduced search finds the same violations as the search that leaves out no move.</summary>
    [Fact]
    public void Are_judged_alike_by_the_reduced_search_and_by_the_full_one()
    {
        foreach (Vector vector in Vectors.ReadExpecting("sequences"))
        {
            ModelQuestion question = ModelQuestions.Of(vector);
            ModelResult result = ModelCheck.Run(question);
            var bounds = new Bounds(5_000_000, default);
            var all = PathSearch.All(new CompiledSequence(question, ModelSwitches.None), bounds);

            Assert.Null(bounds.Reached);
            Assert.True(all.Violated.Count == 0 == result.Safe, vector.Id);
            Assert.Equal(
                all.Violated.Order(),
                result.Violations.Select(violation => violation.Property).Where(property => property != Property.Refilled).Order());
        }
    }
}
