using System.Text.Json.Nodes;

namespace WhichFlush.Api.Questions;

/// <summary>Takes a member's value into a draft; false if it is not what is accepted.</summary>
internal delegate bool TakeMember(FlushDraft draft, in MemberValue value);

/// <summary>What kind of schema a member has in the OpenAPI document.</summary>
internal enum MemberSchema
{
    /// <summary>A 64-bit value.</summary>
    Hex64,

    /// <summary>An integer in a range.</summary>
    Integer,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>One of a few strings.</summary>
    Enumeration,

    /// <summary>A list of a few strings.</summary>
    Names,

    /// <summary>A list of strings.</summary>
    Strings,

    /// <summary>A list of 64-bit values.</summary>
    Hex64List,
}

/// <summary>A member of a <c>/v1/flush</c> question: how it is read, and how the contract describes it.</summary>
internal sealed record FlushMember
{
    /// <summary>Its name in queries and in JSON.</summary>
    public required string Name { get; init; }

    /// <summary>Its name in UTF-8.</summary>
    public byte[] Utf8Name { get; init; } = [];

    /// <summary>Its place in <see cref="FlushMembers.All"/>, 0 to 63.</summary>
    public int Index { get; init; }

    /// <summary>What it means.</summary>
    public required string Description { get; init; }

    /// <summary>What is accepted, for messages: no full stop.</summary>
    public required string Accepted { get; init; }

    /// <summary>Its kind of schema.</summary>
    public required MemberSchema Schema { get; init; }

    /// <summary>Lowest integer.</summary>
    public int Minimum { get; init; }

    /// <summary>Highest integer.</summary>
    public int Maximum { get; init; }

    /// <summary>The strings of an enumeration or a list of names.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The default; <c>null</c> if the member is required or simply absent.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>An example.</summary>
    public required JsonNode Example { get; init; }

    /// <summary>Whether it may stand in a query string.</summary>
    public bool InQuery { get; init; } = true;

    /// <summary>Reads it.</summary>
    public required TakeMember Take { get; init; }
}
