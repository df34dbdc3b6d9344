using System.Text;
using System.Text.Json.Nodes;

namespace WhichFlush.Api.Questions;

/// <summary>Takes a member's value into a request; false if the value is not accepted.</summary>
internal delegate bool TakeMember<in T>(T request, in MemberValue value);

/// <summary>The kind of schema that a member has in the OpenAPI document.</summary>
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

    /// <summary>A list of integers.</summary>
    Integers,

    /// <summary>Two lists of 64-bit values, <c>old</c> and <c>new</c>.</summary>
    Run,

    /// <summary>A string.</summary>
    Text,
}

/// <summary>A member of a request, as the contract, the page and error messages describe it.</summary>
internal abstract record Member
{
    private readonly string _name = "";

    /// <summary>Its name in queries and in JSON.</summary>
    public required string Name
    {
        get => _name;
        init => (_name, Utf8Name) = (value, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Its name in UTF-8.</summary>
    public byte[] Utf8Name { get; private init; } = [];

    /// <summary>Its number, 0 to 63, the same in every table; -1 before a table numbers the member.</summary>
    public int Index { get; init; } = -1;

    /// <summary>The bit of <see cref="Index"/> in a mask of members.</summary>
    public ulong Bit => 1UL << Index;

    /// <summary>Its meaning.</summary>
    public required string Description { get; init; }

    /// <summary>The accepted values, for messages: no full stop.</summary>
    public required string Accepted { get; init; }

    /// <summary>Its kind of schema.</summary>
    public required MemberSchema Schema { get; init; }

    /// <summary>Lowest integer.</summary>
    public int Minimum { get; init; }

    /// <summary>Highest integer.</summary>
    public int Maximum { get; init; }

    /// <summary>The strings of an enumeration or a list of names.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The default; <c>null</c> if the member is required or has none.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>An example.</summary>
    public required JsonNode Example { get; init; }

    /// <summary>True if a query string may give it.</summary>
    public bool InQuery { get; init; } = true;

    /// <summary>True if its value is a list.</summary>
    public bool IsList => Schema is MemberSchema.Names or MemberSchema.Strings or MemberSchema.Hex64List or MemberSchema.Integers;
}

/// <summary>A member with the code that reads it.</summary>
/// <typeparam name="T">The request that holds the value.</typeparam>
internal sealed record Member<T> : Member
    where T : RequestBinder
{
    /// <summary>Takes its value.</summary>
    public required TakeMember<T> Take { get; init; }

    /// <summary>Binds a value to the member of a request, or adds an error. A JSON <c>null</c> counts as not given.</summary>
    public void Bind(T request, in MemberValue value)
    {
        if (value.IsNull)
        {
            return;
        }

        if (request.MarkPresent(Bit) != 0)
        {
            request.AddError(Name, request.IsShared(this) ? Sentences.SharedAndItem : Sentences.Repeated);
        }
        else if (!Take(request, value))
        {
            request.AddError(Name, value.IsEmpty ? Sentences.Empty(Accepted) : Sentences.Wrong(value.Given, Accepted));
        }
    }
}
