using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Sequence;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The full answer to a question: the decision and its explanation.</summary>
public sealed record Answer
{
    /// <summary>The decision; equal to that of <see cref="FlushAdvisor.Decide(in Question)"/>.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The instruction to the caller in one sentence.</summary>
    public required AddressedText Summary { get; init; }

    /// <summary>The old value, decoded.</summary>
    public required Descriptor Old { get; init; }

    /// <summary>The new value, decoded.</summary>
    public required Descriptor New { get; init; }

    /// <summary>The fields that differ.</summary>
    public required IReadOnlyList<FieldChange> Changes { get; init; }

    /// <summary>The rules of the manual that decided.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>The instruction sequence (RULES.md section 5).</summary>
    public required IReadOnlyList<Step> Sequence { get; init; }

    /// <summary>The registers that the assembly of <see cref="Sequence"/> names.</summary>
    public required IReadOnlyList<Register> Registers { get; init; }

    /// <summary>The store that claims the entry, and whether the store can fail.</summary>
    public required Update Update { get; init; }

    /// <summary>Conditions of the answer that the engine cannot check.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>Events that may happen even if the sequence is followed.</summary>
    public required IReadOnlyList<Hazard> Hazards { get; init; }

    /// <summary>The disputed rules that affect the answer.</summary>
    public required IReadOnlyList<Dispute> Disputes { get; init; }

    /// <summary>Other correct choices, the fewest instructions first.</summary>
    public required IReadOnlyList<Alternative> Alternatives { get; init; }

    /// <summary>The matching kernel helper.</summary>
    public required LinuxHelper Linux { get; init; }

    /// <summary>Reserved bits and encodings that are set.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>Members with default values on which the answer depends.</summary>
    public required IReadOnlyList<Assumption> Assumptions { get; init; }
}

/// <summary>A difference in one field.</summary>
/// <param name="Field">Arm's name of the field.</param>
/// <param name="Bits">The bits in Arm's notation: <c>54:53</c>.</param>
/// <param name="Old">The old value, right-aligned.</param>
/// <param name="OldText">The old value in words.</param>
/// <param name="New">The new value, right-aligned.</param>
/// <param name="NewText">The new value in words.</param>
/// <param name="Effect">The effect of the difference.</param>
/// <param name="Rules">Ids of the triggered rows of the rule book that the field contributes to.</param>
/// <param name="Phrase">The difference as a clause of a sentence, with the marks of <see cref="AddressedText"/> for addresses.</param>
public readonly record struct FieldChange(
    string Field, string Bits, ulong Old, string OldText, ulong New, string NewText, string Effect, IReadOnlyList<string> Rules, string Phrase);

/// <summary>A rule of the Arm manual that decided.</summary>
/// <param name="Rule">Arm's rule id, such as <c>RWHZWS</c>, or the id of an erratum.</param>
/// <param name="Section">Section of the manual.</param>
/// <param name="Clause">The row of the rule book that cites the rule: id and title.</param>
/// <param name="Text">What changes, the reason of the row, and the content of the rule in our words.</param>
/// <param name="Changes">Names of the changed fields that triggered the row.</param>
public readonly record struct Reason(string Rule, string Section, string Clause, AddressedText Text, IReadOnlyList<string> Changes);

/// <summary>An event that may happen even if the answer is followed (RULES.md section 5).</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Text">The event.</param>
/// <param name="Recovery">The measure to take.</param>
public readonly record struct Hazard(string Code, string Text, string Recovery);

/// <summary>A disputed rule that affects the answer (RULES.md section 2).</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Rule">The row or section of RULES.md.</param>
/// <param name="Text">The matter of the dispute.</param>
/// <param name="Reading">The reading of this rule in the answer.</param>
/// <param name="Other">The decision with the other reading of this rule alone.</param>
/// <param name="SameAnswer">The other reading gives the same requirement and operations.</param>
public readonly record struct Dispute(string Code, string Rule, string Text, Reading Reading, Decision Other, bool SameAnswer);

/// <summary>Another correct choice of TLBI.</summary>
/// <param name="Ops">Mnemonics in order, with a DSB between two.</param>
/// <param name="Instructions">Total number of TLBI instructions.</param>
/// <param name="Features">Arm's names of the features that the choice needs.</param>
/// <param name="Text">Description and cost.</param>
public readonly record struct Alternative(IReadOnlyList<string> Ops, int Instructions, IReadOnlyList<string> Features, string Text);

/// <summary>The matching Linux helper, if there is one.</summary>
/// <param name="Call">The call, or <c>none</c>.</param>
/// <param name="Text">A comparison with the answer, or the reason why there is no helper.</param>
public readonly record struct LinuxHelper(string Call, string Text);

/// <summary>A reserved bit or encoding in the old or the new value (RULES.md 1.7).</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Text">The warning as a sentence.</param>
/// <param name="Bits">The bits in Arm's notation: <c>54:53</c>; empty if the warning is about no bits.</param>
public readonly record struct Warning(string Code, string Text, string Bits);
