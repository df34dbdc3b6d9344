using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>A field of an ID register, 4 bits wide.</summary>
/// <param name="Register">The register.</param>
/// <param name="Name">Arm's name of the field.</param>
/// <param name="Low">The lowest bit, a multiple of 4.</param>
/// <param name="Title">The subject of the field.</param>
/// <param name="Signed">Values 8 to 15 are negative and mean "not supported" (the manual's principles of the ID scheme).</param>
/// <param name="Values">The defined values, in ascending order; all others are reserved.</param>
public sealed record IdField(IdRegister Register, string Name, int Low, string Title, bool Signed, ImmutableArray<IdValue> Values)
{
    /// <summary>The highest bit.</summary>
    public int High => Low + 3;

    /// <summary>The field's value in a register value, 0 to 15.</summary>
    public int Extract(ulong register) => (int)Bits.Extract(register, High, Low);

    /// <summary>
    /// Decodes the field. By the ID scheme a larger value includes everything of a smaller one. A reserved value therefore
    /// counts as the next smaller defined one, and the features of all values up to it add up.
    /// </summary>
    public IdFieldValue Decode(ulong register)
    {
        int value = Extract(register);
        foreach (IdValue defined in Values)
        {
            if (defined.Value == value)
            {
                return new(this, value, defined.Meaning, false, Signed && value > 7 ? Features.None : Implied(value));
            }
        }

        return Signed && value > 7
            ? new(this, value, "reserved; taken as not supported", true, Features.None)
            : new(this, value, $"reserved; taken as at least: {Values.Last(defined => defined.Value < value && !(Signed && defined.Value > 7)).Meaning}", true, Implied(value));
    }

    private Features Implied(int value) => Values
        .Where(defined => defined.Value <= value)
        .Aggregate(Features.None, (all, defined) => all | defined.Implies);
}

/// <summary>A defined value of a field.</summary>
/// <param name="Value">0 to 15.</param>
/// <param name="Meaning">The meaning in words.</param>
/// <param name="Implies">Features that this value adds to the smaller ones.</param>
public readonly record struct IdValue(int Value, string Meaning, Features Implies = Features.None);

/// <summary>A decoded field of a register.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">0 to 15.</param>
/// <param name="Meaning">The meaning in words.</param>
/// <param name="Reserved">The value is reserved.</param>
/// <param name="Implies">Features that the value reports as implemented.</param>
public readonly record struct IdFieldValue(IdField Field, int Value, string Meaning, bool Reserved, Features Implies);
