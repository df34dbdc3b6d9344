namespace WhichFlush.Api.Platform.Metrics;

/// <summary>The number or the histogram of an instrument for one set of labels.</summary>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] labels, double[]? bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = bounds is null ? [] : new long[bounds.Length + 1];
    private double _sum;
    private long _count;

    /// <summary>The labels.</summary>
    public KeyValuePair<string, object?>[] Labels => labels;

    /// <summary>The next series of the same hash.</summary>
    public MetricSeries? Next { get; init; }

    /// <summary>Adds to the number.</summary>
    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
        }
    }

    /// <summary>Sets the number.</summary>
    public void Set(double value)
    {
        lock (_lock)
        {
            _sum = value;
        }
    }

    /// <summary>Counts a value in its bucket.</summary>
    public void Record(double value)
    {
        int found = Array.BinarySearch(bounds!, value);
        lock (_lock)
        {
            _buckets[found < 0 ? ~found : found]++;
            _count++;
            _sum += value;
        }
    }

    /// <summary>The number, or a histogram's sum, the count of each bucket (not cumulative) and the total count.</summary>
    public (double Sum, long[] Buckets, long Count) Read()
    {
        lock (_lock)
        {
            return (_sum, [.. _buckets], _count);
        }
    }

    /// <summary>True if the labels are equal.</summary>
    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != labels.Length)
        {
            return false;
        }

        for (int i = 0; i < others.Length; i++)
        {
            if (others[i].Key != labels[i].Key || !Equals(others[i].Value, labels[i].Value))
            {
                return false;
            }
        }

        return true;
    }
}
