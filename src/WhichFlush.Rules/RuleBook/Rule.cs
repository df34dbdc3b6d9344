using System.Collections.Immutable;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.RuleBook;

/// <summary>How firm a rule is.</summary>
public enum Basis : byte
{
    /// <summary>Architecture text.</summary>
    Architecture,

    /// <summary>Inferred from the architecture text.</summary>
    Inferred,

    /// <summary>Disputed or ambiguous: the reading decides.</summary>
    Disputed,
}

/// <summary>What a rule asks for when one of its changes is found.</summary>
internal delegate Requirement Requires(in Transition transition);

/// <summary>One row of RULES.md section 2.</summary>
public sealed class Rule
{
    internal Rule(
        string id, string title, ImmutableArray<string> cites, Basis basis, Change on, string asks, Requires requires, string why)
    {
        Id = id;
        Title = title;
        Cites = cites;
        Basis = basis;
        On = on;
        Asks = asks;
        Requires = requires;
        Why = why;
    }

    /// <summary>The row's number: <c>1</c> to <c>19</c>, with <c>4a</c>, <c>4b</c>, <c>9a</c>, <c>9b</c> and so on; <c>e</c> and its id for an erratum.</summary>
    public string Id { get; }

    /// <summary>The change, in a few words.</summary>
    public string Title { get; }

    /// <summary>Rule ids of the Arm manual (DDI 0487) that decide, the most decisive first.</summary>
    public ImmutableArray<string> Cites { get; }

    /// <summary>How firm the rule is.</summary>
    public Basis Basis { get; }

    /// <summary>The changes that trigger the rule; one suffices.</summary>
    public Change On { get; }

    /// <summary>What the rule asks for, in words.</summary>
    public string Asks { get; }

    /// <summary>Why.</summary>
    public string Why { get; }

    /// <summary>What it asks for.</summary>
    internal Requires Requires { get; }
}
