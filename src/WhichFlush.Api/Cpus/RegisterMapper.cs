using WhichFlush.Api.Contract;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Cpus;

/// <summary>Maps decoded ID registers to the contract.</summary>
internal static class RegisterMapper
{
    /// <summary>Decodes a register and maps it.</summary>
    public static RegisterAnswer Map(IdRegister register, ulong value)
    {
        var values = new IdRegisterValues(new Dictionary<IdRegister, ulong> { [register] = value });
        return new()
        {
            Name = register.ToString(),
            Member = register.Member(),
            Value = Hex64.ToText(value),
            Fields = [.. values.Fields().Select(Map)],
            Features = NamesOf(values.Implemented),
            Bbm = values.Bbm,
            Granules = [.. new[] { Stage.One, Stage.Two }.SelectMany(stage => Enum.GetValues<Granule>().SelectMany(granule => Map(values, granule, stage)))],
        };
    }

    private static RegisterField Map(IdFieldValue read) => new()
    {
        Name = read.Field.Name,
        Bits = $"{read.Field.High}:{read.Field.Low}",
        Value = read.Value,
        Title = read.Field.Title,
        Meaning = read.Meaning,
        Reserved = read.Reserved,
        Features = NamesOf(read.Implies),
    };

    /// <summary>Nothing if ID_AA64MMFR0_EL1 is not known.</summary>
    private static IEnumerable<RegisterGranule> Map(IdRegisterValues values, Granule granule, Stage stage)
    {
        if (values.Supports(granule, stage) is bool supported)
        {
            yield return new()
            {
                Granule = EnumMap<RegisterGranuleSize>.Of(granule),
                Stage = (int)stage,
                Supported = supported,
                Wide = values.Supports52Bits(granule, stage),
            };
        }
    }

    private static string[] NamesOf(Features features) =>
        [.. Enum.GetValues<Features>().Where(feature => feature != Features.None && (features & feature) != 0).Select(feature => feature.ToString())];
}
