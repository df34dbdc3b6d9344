namespace WhichFlush.Api.Contract;

/// <summary>Maps values of the engine's enumerations to those of the contract that have the same names.</summary>
/// <typeparam name="TTo">An enumeration of the contract.</typeparam>
internal static class EnumMap<TTo>
    where TTo : struct, Enum
{
    /// <summary>The value of the contract with the name of <paramref name="value"/>; allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The contract has no value of this name.</exception>
    public static TTo Of<TFrom>(TFrom value)
        where TFrom : struct, Enum
    {
        int index = Array.IndexOf(Table<TFrom>.From, value);
        return index >= 0 ? Table<TFrom>.To[index] : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(TTo).Name} has no such name.");
    }

    private static class Table<TFrom>
        where TFrom : struct, Enum
    {
        public static readonly TFrom[] From = [.. Enum.GetValues<TFrom>().Where(value => Enum.TryParse<TTo>(value.ToString(), out _))];
        public static readonly TTo[] To = [.. From.Select(value => Enum.Parse<TTo>(value.ToString()))];
    }
}
