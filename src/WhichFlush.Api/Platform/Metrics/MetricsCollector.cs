using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>Collects the measurements of the service, the server and the runtime.</summary>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>The meters that <c>/metrics</c> and OTLP report.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        ServiceMeters.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();

    /// <summary>Listens to static meters and to meters of this host, not to meters of other hosts in the same process.</summary>
    public MetricsCollector(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, factory)))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, key => new MetricFamily(key)));
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, labels, family) => ((MetricFamily)family!).Take(value, labels));
        _listener.SetMeasurementEventCallback<int>((_, value, labels, family) => ((MetricFamily)family!).Take(value, labels));
        _listener.SetMeasurementEventCallback<double>((_, value, labels, family) => ((MetricFamily)family!).Take(value, labels));
        _listener.Start();
    }

    /// <summary>All instruments with their present values, by name.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _families.Values.OrderBy(family => family.Instrument.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
