using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The whole answer to a question: the decision, and everything that a reviewer would ask about it.</summary>
public sealed record Answer
{
    /// <summary>The decision itself; equal to what <see cref="FlushAdvisor.Decide(in Question)"/> says.</summary>
    public required Decision Decision { get; init; }

    /// <summary>One sentence that a person can act on.</summary>
    public required string Summary { get; init; }

    /// <summary>The old value, decoded.</summary>
    public required Descriptor Old { get; init; }

    /// <summary>The new value, decoded.</summary>
    public required Descriptor New { get; init; }

    /// <summary>Fields that differ.</summary>
    public required IReadOnlyList<FieldChange> Changes { get; init; }

    /// <summary>The manual's rules that decided.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>The instruction sequence.</summary>
    public required IReadOnlyList<Step> Sequence { get; init; }

    /// <summary>How the store is done, and who may fail.</summary>
    public required Update Update { get; init; }

    /// <summary>What must hold for the answer and was not known.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>What may still happen.</summary>
    public required IReadOnlyList<Hazard> Hazards { get; init; }

    /// <summary>Disputed rules that were met.</summary>
    public required IReadOnlyList<Dispute> Disputes { get; init; }

    /// <summary>Other correct choices, the fewest instructions first.</summary>
    public required IReadOnlyList<Alternative> Alternatives { get; init; }

    /// <summary>The matching kernel helper.</summary>
    public required LinuxHelper Linux { get; init; }

    /// <summary>Reserved bits and encodings that are set.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>Members that have their defaults and on which the answer depends.</summary>
    public required IReadOnlyList<Assumption> Assumptions { get; init; }
}

/// <summary>A field that differs.</summary>
/// <param name="Field">Arm's name of the field.</param>
/// <param name="Bits">Its bits, <c>54:53</c>.</param>
/// <param name="Old">Its old value, right-aligned.</param>
/// <param name="OldText">The old value in words.</param>
/// <param name="New">Its new value, right-aligned.</param>
/// <param name="NewText">The new value in words.</param>
/// <param name="Effect">What the difference means.</param>
/// <param name="Rules">The rows of the rule book that the field may trigger.</param>
public readonly record struct FieldChange(
    string Field, string Bits, ulong Old, string OldText, ulong New, string NewText, string Effect, IReadOnlyList<string> Rules);

/// <summary>A rule of the Arm manual that decided.</summary>
/// <param name="Rule">Arm's rule id, <c>RWHZWS</c>.</param>
/// <param name="Section">Section of the manual.</param>
/// <param name="Clause">The row of the rule book that cites it: its number and title.</param>
/// <param name="Text">What follows from it here, in our words.</param>
/// <param name="Changes">The names of the changed fields that it was applied to.</param>
public readonly record struct Reason(string Rule, string Section, string Clause, string Text, IReadOnlyList<string> Changes);

/// <summary>What may still happen though the answer is followed.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Text">What may happen.</param>
/// <param name="Recovery">What to do about it.</param>
public readonly record struct Hazard(string Code, string Text, string Recovery);

/// <summary>A disputed rule that was met.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Rule">The row or section of RULES.md.</param>
/// <param name="Text">What is disputed.</param>
/// <param name="Reading">The reading used.</param>
/// <param name="Other">What the other reading of this one rule would answer.</param>
/// <param name="SameAnswer">The other reading comes to the same verdict and operations.</param>
public readonly record struct Dispute(string Code, string Rule, string Text, Reading Reading, Decision Other, bool SameAnswer);

/// <summary>Another correct choice.</summary>
/// <param name="Ops">Mnemonics in order; a DSB stands between two.</param>
/// <param name="Instructions">TLBI instructions in all.</param>
/// <param name="Features">Features that it needs.</param>
/// <param name="Text">What it is and what it costs.</param>
public readonly record struct Alternative(IReadOnlyList<string> Ops, int Instructions, IReadOnlyList<string> Features, string Text);

/// <summary>The matching Linux helper.</summary>
/// <param name="Call">The call, or <c>none</c>.</param>
/// <param name="Text">How it compares, or why there is none.</param>
public readonly record struct LinuxHelper(string Call, string Text);

/// <summary>Reserved bits or encodings that are set.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Text">What is odd about them.</param>
/// <param name="Bits">The bits, <c>54:53</c>.</param>
public readonly record struct Warning(string Code, string Text, string Bits);
