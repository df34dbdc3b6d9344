using System.Collections.Immutable;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>A field of an ID register, 4 bits wide.</summary>
/// <param name="Register">The register.</param>
/// <param name="Name">Arm's name of the field.</param>
/// <param name="Low">Its lowest bit.</param>
/// <param name="Title">What it tells.</param>
/// <param name="Signed">Values 8 to 15 are negative and mean that it is not supported (the manual's principles of the ID scheme).</param>
/// <param name="Values">The values that are not reserved, rising.</param>
public sealed record IdField(IdRegister Register, string Name, int Low, string Title, bool Signed, ImmutableArray<IdValue> Values)
{
    /// <summary>Its highest bit.</summary>
    public int High => Low + 3;

    /// <summary>The field's value in a register.</summary>
    public int Extract(ulong register) => (int)Bits.Extract(register, High, Low);

    /// <summary>
    /// What a register says here. By the ID scheme a larger value has everything that a smaller one has, so a reserved value
    /// counts as the next smaller one that is defined, and implied features add up.
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
/// <param name="Meaning">What it means.</param>
/// <param name="Implies">Features that this value adds.</param>
public readonly record struct IdValue(int Value, string Meaning, Features Implies = Features.None);

/// <summary>What a register says in one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">0 to 15.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Reserved">The value is reserved.</param>
/// <param name="Implies">Features that are implemented.</param>
public readonly record struct IdFieldValue(IdField Field, int Value, string Meaning, bool Reserved, Features Implies);
