using WhichFlush.Rules.Architecture;

namespace WhichFlush.Rules.Capabilities;

/// <summary>
/// Values of ID registers. A feature that a register reports is implemented. The register does not report whether the feature
/// is enabled by its control.
/// </summary>
/// <param name="Values">The known registers.</param>
public readonly record struct IdRegisterValues(IReadOnlyDictionary<IdRegister, ulong> Values)
{
    /// <summary>Features in effect as soon as they are implemented: they have no control, or their control is a member of the question.</summary>
    public const Features InEffect =
        Features.FEAT_BTI | Features.FEAT_ETS2 | Features.FEAT_LPA | Features.FEAT_MTE2 | Features.FEAT_RME | Features.FEAT_TLBIOS
        | Features.FEAT_TLBIRANGE | Features.FEAT_TLBIW | Features.FEAT_TTL | Features.FEAT_XNX | Features.FEAT_XS;

    /// <summary>Every feature that a field of the table reports.</summary>
    public static Features Reportable { get; } = IdFieldTable.Fields.SelectMany(field => field.Values).Aggregate(Features.None, (all, value) => all | value.Implies);

    /// <summary>Every field of the known registers, decoded.</summary>
    public IEnumerable<IdFieldValue> Fields()
    {
        IReadOnlyDictionary<IdRegister, ulong> values = Values;
        return IdFieldTable.Fields.Where(field => values.ContainsKey(field.Register)).Select(field => field.Decode(values[field.Register]));
    }

    /// <summary>Features that the known registers report as implemented.</summary>
    public Features Implemented => Fields().Aggregate(Features.None, static (all, read) => all | read.Implies);

    /// <summary>ID_AA64MMFR2_EL1.BBM, 0 to 3; <c>null</c> if the register is not known.</summary>
    public int? Bbm => Read(IdFieldTable.Bbm) is int bbm ? Math.Min(bbm, 3) : null;

    /// <summary>The registers of the table that report a feature.</summary>
    public static IReadOnlyList<IdRegister> ReportersOf(Features feature) =>
        [.. IdFieldTable.Fields.Where(field => field.Values.Any(value => (value.Implies & feature) != 0)).Select(field => field.Register).Distinct()];

    /// <summary>The value of a field, 0 to 15; <c>null</c> if the register is not known.</summary>
    public int? Read(IdField field) => Values.TryGetValue(field.Register, out ulong value) ? field.Extract(value) : null;

    /// <summary>Whether a granule is supported at a stage; <c>null</c> if ID_AA64MMFR0_EL1 is not known.</summary>
    public bool? Supports(Granule granule, Stage stage)
    {
        if (!Values.TryGetValue(IdRegister.ID_AA64MMFR0_EL1, out ulong value))
        {
            return null;
        }

        (IdField one, IdField two) = FieldsOf(granule);
        int first = one.Extract(value), second = two.Extract(value);
        return stage == Stage.Two && second != 0 ? second >= 2 : one.Signed ? first <= 7 : first >= 1;
    }

    /// <summary>Whether 52-bit addresses (DS = 1) are supported with a granule at a stage; <c>null</c> with 64K, or if ID_AA64MMFR0_EL1 is not known.</summary>
    public bool? Supports52Bits(Granule granule, Stage stage)
    {
        if (granule == Granule.Size64K || !Values.TryGetValue(IdRegister.ID_AA64MMFR0_EL1, out ulong value))
        {
            return null;
        }

        (IdField one, IdField two) = FieldsOf(granule);
        IdField decides = stage == Stage.Two && two.Extract(value) != 0 ? two : one;
        return (decides.Decode(value).Implies & Features.FEAT_LPA2) != 0;
    }

    /// <summary>The fields that report a granule at stage 1 and at stage 2.</summary>
    internal static (IdField StageOne, IdField StageTwo) FieldsOf(Granule granule) => granule switch
    {
        Granule.Size4K => (IdFieldTable.TGran4, IdFieldTable.TGran4Stage2),
        Granule.Size16K => (IdFieldTable.TGran16, IdFieldTable.TGran16Stage2),
        _ => (IdFieldTable.TGran64, IdFieldTable.TGran64Stage2),
    };
}
