using System.Collections.Frozen;

namespace WhichFlush.Api.Questions;

/// <summary>The members that a request may give: reads them, and lists them in error messages and in the OpenAPI document.</summary>
/// <typeparam name="T">The request that holds the values.</typeparam>
internal sealed class MemberTable<T>
    where T : RequestBinder
{
    private readonly FrozenDictionary<string, Member<T>> _byName;

    /// <summary>Members by the length of their names: a few comparisons find one faster than a hash of the name.</summary>
    private readonly Member<T>[][] _byLength;

    /// <summary>A table of members, those without an index numbered by position.</summary>
    /// <param name="members">The members, in the order of the contract.</param>
    /// <param name="required">Names of the members that a request must give.</param>
    public MemberTable(IEnumerable<Member<T>> members, params IReadOnlyCollection<string> required)
    {
        All = [.. members.Select((member, i) => member.Index < 0 ? member with { Index = i } : member)];
        _byName = All.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);
        _byLength = [.. Enumerable.Range(0, All.Select(member => member.Utf8Name.Length + 1).DefaultIfEmpty().Max()).Select(length => All.Where(member => member.Utf8Name.Length == length).ToArray())];
        Names = All.Count == 0 ? "none" : string.Join(", ", All.Select(member => member.Name));
        Required = [.. required.Select(name => _byName[name])];
        RequiredMask = Required.Aggregate(0UL, (mask, member) => mask | member.Bit);
    }

    /// <summary>Every member.</summary>
    public IReadOnlyList<Member<T>> All { get; }

    /// <summary>The names of all members, for messages.</summary>
    public string Names { get; }

    /// <summary>The members that a request must give.</summary>
    public IReadOnlyList<Member<T>> Required { get; }

    /// <summary><see cref="Required"/> as bits.</summary>
    public ulong RequiredMask { get; }

    /// <summary>Finds a member by its name, which is case-sensitive; <c>null</c> if there is none.</summary>
    public Member<T>? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds a member by its name in UTF-8; <c>null</c> if there is none.</summary>
    public Member<T>? Find(ReadOnlySpan<byte> utf8)
    {
        foreach (Member<T> member in utf8.Length < _byLength.Length ? _byLength[utf8.Length] : [])
        {
            if (utf8.SequenceEqual(member.Utf8Name))
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>A table with one more member, which is required.</summary>
    public MemberTable<T> WithRequired(Member<T> member) => new([.. All, member], [.. Required.Select(one => one.Name), member.Name]);

    /// <summary>A table with one more member.</summary>
    public MemberTable<T> With(Member<T> member) => new([.. All, member], [.. Required.Select(one => one.Name)]);
}
