using System.Globalization;
using System.Net;

namespace WhichFlush.Api.Platform.Configuration;

/// <summary>Reads settings and collects errors. An error names the key, the given value and the accepted values.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    /// <summary>All errors so far.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>A whole number in a range.</summary>
    public int Number(string key, int fallback, int min, int max) =>
        Read(key) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max ? value
        : Fail(key, text, $"a whole number from {min} to {max}", fallback);

    /// <summary>A number of seconds; fractions are accepted.</summary>
    public TimeSpan Seconds(string key, double fallback, double min, double max)
    {
        if (Read(key) is not { } text)
        {
            return TimeSpan.FromSeconds(fallback);
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max
            ? TimeSpan.FromSeconds(value)
            : Fail(key, text, $"a number of seconds from {min} to {max}", default(TimeSpan));
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Boolean(string key, bool fallback) =>
        Read(key) is not { } text ? fallback : bool.TryParse(text, out bool value) ? value : Fail(key, text, "true or false", fallback);

    /// <summary>One of several words; the first is the default.</summary>
    public string OneOf(string key, params string[] words) =>
        Read(key) is not { } text ? words[0]
        : Array.Find(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? Fail(key, text, string.Join(" or ", words), words[0]);

    /// <summary>Addresses (<c>10.0.0.1</c>) and networks (<c>10.0.0.0/8</c>).</summary>
    public IReadOnlyList<IPNetwork> Networks(string key) => [.. List(key).Select(text => NetworkOf(key, text))];

    /// <summary>Origins (<c>https://ci.example.org</c>), or <c>*</c> alone.</summary>
    public IReadOnlyList<string> Origins(string key)
    {
        List<string> origins = List(key);
        foreach (string origin in origins)
        {
            bool whole = Uri.TryCreate(origin, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
                && origin.Equals(url!.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
            if (!whole && (origin != "*" || origins.Count > 1))
            {
                Fail(key, origin, "origins such as https://ci.example.org, without a path, or * alone", 0);
            }
        }

        return origins;
    }

    /// <summary>An http or https URL; <c>null</c> if not set.</summary>
    public Uri? HttpAddress(string key) =>
        Read(key) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? url
        : Fail(key, text, "an address such as http://collector:4317", (Uri?)null);

    /// <summary>Adds an error for every key of these sections that was not read, since a misspelt setting would have no effect.</summary>
    public void RejectUnknown(params ReadOnlySpan<string> sections)
    {
        foreach (string section in sections)
        {
            foreach (IConfigurationSection? child in configuration.GetSection(section).GetChildren().Where(child => !_known.Contains(child.Path)))
            {
                IEnumerable<string> accepted = _known.Where(key => key.StartsWith(section + ':', StringComparison.Ordinal));
                _errors.Add($"{child.Path}: there is no such setting. Accepted: {string.Join(", ", accepted)}.");
            }
        }
    }

    private string? Read(string key)
    {
        _known.Add(key);
        return configuration[key] is { Length: > 0 } text ? text.Trim() : null;
    }

    /// <summary>Reads a comma-separated value (an environment variable) or an array (a file).</summary>
    private List<string> List(string key)
    {
        string[] whole = Read(key)?.Split(',') ?? [];
        IEnumerable<string> parts = configuration.GetSection(key).GetChildren().Select(child => child.Value ?? "");
        return [.. whole.Concat(parts).Select(text => text.Trim()).Where(text => text.Length > 0)];
    }

    private IPNetwork NetworkOf(string key, string text) =>
        IPAddress.TryParse(text, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out IPNetwork network) ? network
        : Fail(key, text, "addresses such as 10.0.0.1 and networks such as 10.0.0.0/8, with commas between them", default(IPNetwork));

    private T Fail<T>(string key, string given, string accepted, T instead)
    {
        _errors.Add($"{key}: given '{given}'. Accepted: {accepted}.");
        return instead;
    }
}
