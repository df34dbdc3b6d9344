using System.Collections.Immutable;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.RuleBook;

/// <summary>Basis of a rule in the manual (the marks of RULES.md).</summary>
public enum Basis : byte
{
    /// <summary>[A]: the architecture text says so.</summary>
    Architecture,

    /// <summary>[I]: inferred from the architecture text.</summary>
    Inferred,

    /// <summary>[D]: disputed or ambiguous; the reading decides.</summary>
    Disputed,
}

/// <summary>Computes the requirement of a rule that one of its changes triggered.</summary>
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

    /// <summary>Row id: <c>1</c> to <c>19</c>, with variants such as <c>4a</c> and <c>9t</c>; <c>e</c> and the id for an erratum.</summary>
    public string Id { get; }

    /// <summary>The change, in a few words.</summary>
    public string Title { get; }

    /// <summary>Rule ids of the Arm manual (DDI 0487) that decide, the most decisive first; the id of the erratum for an erratum.</summary>
    public ImmutableArray<string> Cites { get; }

    /// <summary>Basis of the rule in the manual.</summary>
    public Basis Basis { get; }

    /// <summary>The changes that trigger the rule; one is enough.</summary>
    public Change On { get; }

    /// <summary>The requirement in words.</summary>
    public string Asks { get; }

    /// <summary>The reason for the rule, one or two sentences.</summary>
    public string Why { get; }

    /// <summary>The rule comes from an erratum of a part, not from the architecture.</summary>
    public bool IsErratum => Id.StartsWith('e');

    /// <summary>The requirement as code.</summary>
    internal Requires Requires { get; }
}
