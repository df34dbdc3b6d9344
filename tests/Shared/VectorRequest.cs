using System.Globalization;
using System.Text.Json;
using WhichFlush.Rules.Architecture;

namespace WhichFlush.Tests;

/// <summary>Reads the requests of vectors without the service's own reader.</summary>
internal static class VectorRequest
{
    /// <summary>The context of a request.</summary>
    public static TranslationContext ContextOf(JsonElement request)
    {
        var context = new TranslationContext();
        foreach (var member in request.EnumerateObject())
        {
            var value = member.Value;
            context = member.Name switch
            {
                "old" or "new" or "steps" => context,
                "level" => context with { Level = value.GetInt32() },
                "bbm" => context with { Bbm = value.GetInt32() },
                "stage" => context with { Stage = (Stage)value.GetInt32() },
                "regime" => context with { Regime = Enum.Parse<Regime>(value.GetString()!, ignoreCase: true) },
                "granule" => context with { Granule = Enum.Parse<Granule>("Size" + value.GetString(), ignoreCase: true) },
                "features" => context with { Features = value.EnumerateArray().Aggregate(Features.None, (all, one) => all | Enum.Parse<Features>(one.GetString()!)) },
                "address" => context with { Address = Value(value) },
                "mair" => context with { Mair = Value(value) },
                "asid" => context with { Asid = value.GetInt32() },
                "fwb" => context with { Fwb = value.GetBoolean() },
                "sharedWalk" => context with { SharedWalk = value.GetBoolean() },
                "sameContents" => context with { SameContents = value.GetBoolean() },
                _ => throw new InvalidOperationException($"No test reads the member {member.Name} of a vector."),
            };
        }

        return context;
    }

    /// <summary>A descriptor of a request: its member <c>old</c> or <c>new</c>.</summary>
    public static ulong DescriptorOf(JsonElement request, string member) => Value(request.GetProperty(member));

    private static ulong Value(JsonElement value) => ulong.Parse(value.GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
