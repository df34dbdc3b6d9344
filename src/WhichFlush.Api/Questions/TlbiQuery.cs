using System.Collections.Immutable;
using System.Globalization;

namespace WhichFlush.Api.Questions;

/// <summary>Reads a query string by a table of its members, and gathers everything that is wrong with it.</summary>
internal sealed class TlbiQuery
{
    private readonly ImmutableArray<TlbiMember> _members;
    private readonly IQueryCollection _query;
    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public TlbiQuery(HttpRequest request, ImmutableArray<TlbiMember> members)
    {
        _members = members;
        _query = request.Query;
        foreach (var name in _query.Keys.Where(name => !members.Any(member => member.Name == name)))
        {
            AddError(name, $"There is no such member here. Accepted: {string.Join(", ", members.Select(member => member.Name))}.");
        }
    }

    /// <summary>What is wrong, by member; <c>null</c> if nothing is.</summary>
    public IDictionary<string, string[]>? Errors =>
        _errors.Count == 0 ? null : _errors.ToDictionary(error => error.Key, error => error.Value.ToArray(), StringComparer.Ordinal);

    public void AddError(string member, string message)
    {
        if (!_errors.TryGetValue(member, out var messages))
        {
            _errors[member] = messages = [];
        }

        messages.Add(message);
    }

    public ulong? Value(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        var hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (hexadecimal
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return value;
        }

        AddError(name, $"Given '{text}'. Accepted: an unsigned 64-bit value, 0x0 to 0xffffffffffffffff or decimal.");
        return null;
    }

    public int? Integer(string name)
    {
        var text = Text(name);
        var member = _members.First(each => each.Name == name);
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= member.Minimum && value <= member.Maximum)
        {
            return value;
        }

        AddError(name, $"Given '{text}'. Accepted: {member.Minimum} to {member.Maximum}.");
        return null;
    }

    public bool? Boolean(string name)
    {
        var text = Text(name);
        if (text is null or "true" or "false")
        {
            return text is null ? null : text == "true";
        }

        AddError(name, $"Given '{text}'. Accepted: true, false.");
        return null;
    }

    /// <summary>The index in <see cref="TlbiMember.Names"/> of what was given.</summary>
    public int? Name(string name)
    {
        var text = Text(name);
        var names = _members.First(each => each.Name == name).Names;
        if (text is null || names.Contains(text, StringComparer.Ordinal))
        {
            return text is null ? null : names.IndexOf(text);
        }

        AddError(name, $"Given '{text}'. Accepted: {string.Join(", ", names)}.");
        return null;
    }

    private string? Text(string name)
    {
        // The collection finds names in any case; a member has one only.
        if (!_query.Keys.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        var values = _query[name];
        if (values.Count == 1)
        {
            return values[0] ?? "";
        }

        AddError(name, $"Given {values.Count} times. Accepted: once.");
        return null;
    }
}
