namespace WhichFlush.Tests;

/// <summary>The files of the repository that tests read where they are.</summary>
internal static class Repository
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The full path of a file or folder, from its path below the repository's root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([LazyRoot.Value, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WhichFlush.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds WhichFlush.slnx.");
    }
}
