using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>One instrument with all its series.</summary>
internal sealed class MetricFamily
{
    /// <summary>Labels come from code and not from requests, so this is never met; it bounds the memory all the same.</summary>
    private const int MostSeries = 2_000;

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly ConcurrentDictionary<int, MetricSeries> _series = new();
    private readonly Lock _adding = new();
    private int _count;

    /// <summary>The series of an instrument.</summary>
    public MetricFamily(Instrument instrument)
    {
        Instrument = instrument;
        Kind = KindOf(instrument);
        Bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : null;
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>What its numbers mean.</summary>
    public MetricKind Kind { get; }

    /// <summary>The upper bounds of a histogram's buckets, without the infinite one.</summary>
    public double[]? Bounds { get; }

    /// <summary>All series.</summary>
    public IEnumerable<MetricSeries> Series
    {
        get
        {
            foreach (var first in _series.Values)
            {
                for (var series = first; series is not null; series = series.Next)
                {
                    yield return series;
                }
            }
        }
    }

    /// <summary>Takes a measurement.</summary>
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
        foreach (var label in labels)
        {
            hash.Add(label.Value);
        }

        var key = hash.ToHashCode();
        _series.TryGetValue(key, out var first);
        return Among(first, labels) ?? AddSeries(key, labels);
    }

    private MetricSeries? AddSeries(int key, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_adding)
        {
            _series.TryGetValue(key, out var first);
            if (Among(first, labels) is { } raced)
            {
                return raced;
            }

            return ++_count > MostSeries ? null : _series[key] = new MetricSeries(labels.ToArray(), Bounds) { Next = first };
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

/// <summary>What the numbers of an instrument mean.</summary>
internal enum MetricKind
{
    /// <summary>It only grows.</summary>
    Counter,

    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>Values in buckets.</summary>
    Histogram,
}
