using System.Diagnostics.Metrics;
using WhichFlush.Api.Contract;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>The service's own metrics. No label holds a value of a request.</summary>
internal static class ServiceMeters
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "WhichFlush";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> DecisionCount =
        Meter.CreateCounter<long>("whichflush.decisions", "{decision}", "Answers given, in batches, too, by verdict.");

    private static readonly Counter<long> RuleCount =
        Meter.CreateCounter<long>("whichflush.decision.rules", "{decision}", "Answers that a rule took part in, by rule; brief ones in batches are not among them.");

    private static readonly Histogram<long> BatchSize = Meter.CreateHistogram(
        "whichflush.batch.items", "{item}", "Items of a batch.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] });

    private static readonly Histogram<long> ModelSize = Meter.CreateHistogram(
        "whichflush.model.states", "{state}", "States that the TLB model searched for an answer.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [10, 100, 1_000, 10_000, 100_000, 1_000_000] });

    /// <summary>Counts an answer by its verdict and by each rule that decided it.</summary>
    public static void CountDecision(Verdict verdict, string[] rules)
    {
        CountDecision(verdict);
        if (RuleCount.Enabled)
        {
            foreach (string rule in rules)
            {
                CountRule(rule);
            }
        }
    }

    /// <summary>Counts answers by their verdict.</summary>
    public static void CountDecision(Verdict verdict, long answers = 1) => DecisionCount.Add(answers, new KeyValuePair<string, object?>("verdict", Words<Verdict>.Of(verdict)));

    /// <summary>Counts an answer by a rule that decided it.</summary>
    public static void CountRule(string rule) => RuleCount.Add(1, new KeyValuePair<string, object?>("rule", rule));

    /// <summary>Records the number of items of a batch by its media type.</summary>
    public static void RecordBatch(long items, string mediaType) => BatchSize.Record(items, new KeyValuePair<string, object?>("media_type", mediaType));

    /// <summary>Records the number of states that the TLB model searched.</summary>
    public static void RecordModel(long states) => ModelSize.Record(states);
}
