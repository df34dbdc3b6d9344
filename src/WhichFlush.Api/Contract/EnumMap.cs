namespace WhichFlush.Api.Contract;

/// <summary>Maps values of the engine's enumerations to the values of the same names in the contract.</summary>
/// <typeparam name="TTo">An enumeration of the contract.</typeparam>
internal static class EnumMap<TTo>
    where TTo : struct, Enum
{
    private static readonly string[] Names = Enum.GetNames<TTo>();
    private static readonly TTo[] Values = Enum.GetValues<TTo>();

    /// <summary>The value of the contract with the name of <paramref name="value"/>; allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The contract has no such name.</exception>
    public static TTo Of<TFrom>(TFrom value)
        where TFrom : struct, Enum
    {
        int from = Array.IndexOf(Table<TFrom>.From, value);
        int to = from < 0 ? -1 : Table<TFrom>.To[from];
        return to < 0 ? throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(TTo).Name} has no such name.") : Values[to];
    }

    private static class Table<TFrom>
        where TFrom : struct, Enum
    {
        public static readonly TFrom[] From = Enum.GetValues<TFrom>();
        public static readonly int[] To = Array.ConvertAll(Enum.GetNames<TFrom>(), IndexOf);
    }

    private static int IndexOf(string name) => Array.IndexOf(Names, name);
}
