using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>An instrument with all its series: one for each set of labels.</summary>
internal sealed class MetricFamily
{
    /// <summary>Maximum series of an instrument; further ones are dropped. Labels come from code, so the limit only guards the memory against a bug.</summary>
    private const int MaxSeries = 2_000;

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly ConcurrentDictionary<int, MetricSeries> _series = new();
    private readonly Lock _adding = new();
    private int _count;

    /// <summary>Makes the family of an instrument, without series.</summary>
    public MetricFamily(Instrument instrument)
    {
        Instrument = instrument;
        Kind = KindOf(instrument);
        Bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : null;
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>The meaning of its numbers.</summary>
    public MetricKind Kind { get; }

    /// <summary>The upper bounds of a histogram's buckets, without +Inf; <c>null</c> for other kinds.</summary>
    public double[]? Bounds { get; }

    /// <summary>All series.</summary>
    public IEnumerable<MetricSeries> Series
    {
        get
        {
            foreach (MetricSeries first in _series.Values)
            {
                for (MetricSeries? series = first; series is not null; series = series.Next)
                {
                    yield return series;
                }
            }
        }
    }

    /// <summary>Adds a measurement to its series.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (Find(labels) is not { } series)
        {
            return;
        }

        if (Kind == MetricKind.Histogram)
        {
            series.Record(value);
        }
        else if (Instrument.IsObservable || Kind == MetricKind.Gauge && !IsUpDown(Instrument))
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var hash = new HashCode();
        foreach (KeyValuePair<string, object?> label in labels)
        {
            hash.Add(label.Value);
        }

        int key = hash.ToHashCode();
        _series.TryGetValue(key, out MetricSeries? first);
        return Among(first, labels) ?? AddSeries(key, labels);
    }

    private MetricSeries? AddSeries(int key, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_adding)
        {
            _series.TryGetValue(key, out MetricSeries? first);
            if (Among(first, labels) is { } raced)
            {
                return raced;
            }

            return ++_count > MaxSeries ? null : _series[key] = new MetricSeries(labels.ToArray(), Bounds) { Next = first };
        }
    }

    private static MetricSeries? Among(MetricSeries? series, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        while (series is not null && !series.Has(labels))
        {
            series = series.Next;
        }

        return series;
    }

    private static MetricKind KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" or "ObservableCounter`1" => MetricKind.Counter,
        "Histogram`1" => MetricKind.Histogram,
        _ => MetricKind.Gauge,
    };

    private static bool IsUpDown(Instrument instrument) => instrument.GetType().Name == "UpDownCounter`1";

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => DefaultBounds,
    };
}

/// <summary>The meaning of an instrument's numbers.</summary>
internal enum MetricKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>Counts of values by bucket.</summary>
    Histogram,
}
