namespace WhichFlush.Rules.Architecture;

/// <summary>Formats sizes.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>A number of bytes in the largest unit that divides it: <c>2 MiB</c>.</summary>
    public static string Text(ulong bytes)
    {
        int unit = 0;
        while (bytes >= 1024 && bytes % 1024 == 0 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return $"{bytes} {Units[unit]}";
    }
}
