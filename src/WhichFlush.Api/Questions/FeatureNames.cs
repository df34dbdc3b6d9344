using System.Collections.Frozen;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Api.Questions;

/// <summary>Arm's names of features, as the member <c>features</c> takes them.</summary>
internal static class FeatureNames
{
    /// <summary>Features that change no answer. They are accepted so that a list read from a part can be given as it is.</summary>
    private static readonly string[] Inert =
    [
        "FEAT_ASID2", "FEAT_E0PD", "FEAT_E2H0", "FEAT_HAFDBS", "FEAT_HPDS", "FEAT_LVA", "FEAT_LVA3", "FEAT_MTE",
        "FEAT_MTE3", "FEAT_MTE4", "FEAT_NV", "FEAT_NV2", "FEAT_PAN", "FEAT_PAN2", "FEAT_PAN3", "FEAT_S2FWB", "FEAT_SEL2", "FEAT_TCR2",
        "FEAT_TTCNP", "FEAT_TTST", "FEAT_VHE", "FEAT_VMID16",
    ];

    private static readonly FrozenDictionary<string, Features>.AlternateLookup<ReadOnlySpan<char>> ByName = Enum.GetValues<Features>()
        .Where(feature => feature != Features.None)
        .Select(feature => KeyValuePair.Create(feature.ToString(), feature))
        .Concat(Inert.Select(name => KeyValuePair.Create(name, Features.None)))
        .ToFrozenDictionary(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every name, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByName.Dictionary.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a list of names without allocating; false if one is unknown or the value is no list.</summary>
    public static bool TryRead(in MemberValue value, out Features features)
    {
        features = Features.None;
        if (!value.IsList)
        {
            return false;
        }

        Span<char> name = stackalloc char[32];
        foreach (MemberValue item in value)
        {
            if (!item.TryText(name, out int length) || !ByName.TryGetValue(name[..length], out Features feature))
            {
                return false;
            }

            features |= feature;
        }

        return true;
    }
}
