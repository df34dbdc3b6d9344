using System.Text.Json;

namespace WhichFlush.Api.Contract;

/// <summary>The names of an enumeration's values as the contract has them, in camelCase.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly string[] Names = Array.ConvertAll(Enum.GetNames<T>(), JsonNamingPolicy.CamelCase.ConvertName);

    /// <summary>The name of a value.</summary>
    public static string Of(T value) => Names[Array.IndexOf(Values, value)];

    /// <summary>The value with a name; <c>null</c> if there is none.</summary>
    public static T? Find(string? name) => Array.IndexOf(Names, name) is >= 0 and int index ? Values[index] : null;
}
