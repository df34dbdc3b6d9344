using System.Globalization;
using System.Text;

namespace WhichFlush.Api.Platform.Metrics;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4, with OpenTelemetry's names as Prometheus spells them:
/// <c>http_server_request_duration_seconds</c>. OpenTelemetry's own exporter for Prometheus is still a beta.
/// </summary>
internal static class PrometheusText
{
    /// <summary>The format's media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes all instruments that have a series.</summary>
    public static string Write(IReadOnlyList<MetricFamily> families)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (IGrouping<string, MetricFamily> named in families.GroupBy(NameOf, StringComparer.Ordinal))
        {
            Write(text, named.Key, [.. named]);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, List<MetricFamily> families)
    {
        if (!families.Exists(family => family.Series.Any()))
        {
            return;
        }

        if (families[0].Instrument.Description is { Length: > 0 } description)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(Escape(description)).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(families[0].Kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (MetricFamily family in families)
        {
            foreach (MetricSeries series in family.Series)
            {
                Write(text, name, family, series);
            }
        }
    }

    private static void Write(StringBuilder text, string name, MetricFamily family, MetricSeries series)
    {
        string labels = LabelsOf(series);
        (double sum, long[]? buckets, long count) = series.Read();
        if (family.Bounds is not { } bounds)
        {
            Line(text, name, labels, sum);
            return;
        }

        long below = 0;
        for (int i = 0; i < buckets.Length; i++)
        {
            below += buckets[i];
            string bound = i < bounds.Length ? Number(bounds[i]) : "+Inf";
            Line(text, $"{name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", below);
        }

        Line(text, $"{name}_sum", labels, sum);
        Line(text, $"{name}_count", labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string LabelsOf(MetricSeries series) =>
        string.Join(',', series.Labels.Select(label => $"{Identifier(label.Key)}=\"{Escape(Text(label.Value))}\""));

    private static string NameOf(MetricFamily family)
    {
        string name = Identifier(family.Instrument.Name);
        string unit = UnitOf(family.Instrument.Unit);
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal))
        {
            name += unit;
        }

        return family.Kind == MetricKind.Counter ? $"{name}_total" : name;
    }

    /// <summary>The suffix of a unit. A unit in braces names the counted objects and gives no suffix.</summary>
    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        _ => "",
    };

    private static string Identifier(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
