using System.Text.Json;

namespace WhichFlush.Api.Contract;

/// <summary>The words of an enumeration as the contract writes them, made once.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    /// <summary>By value: the enumerations of the contract count from 0.</summary>
    public static readonly string[] Of = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
}
