using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using WhichFlush.Api.Platform.Compression;

namespace WhichFlush.Api.Page;

/// <summary>The files of the page, from the resources of this assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";
    private const string IndexName = "index.html";

    private static readonly FrozenDictionary<string, StoredContent> Files = ReadAll();

    /// <summary>The HTML of the page.</summary>
    public static StoredContent Index => Files[IndexName];

    /// <summary>A file by its name, or <c>null</c>. The HTML is not among them, since its only address is <c>/</c>.</summary>
    public static StoredContent? Find(string name) => name == IndexName ? null : Files.GetValueOrDefault(name);

    private static FrozenDictionary<string, StoredContent> ReadAll()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Prefix.Length..], resource => Read(assembly, resource), StringComparer.Ordinal);
    }

    private static StoredContent Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        string text = reader.ReadToEnd();
        string name = resource[Prefix.Length..];
        return new StoredContent(Encoding.UTF8.GetBytes(name == IndexName ? MemberFields.Fill(text) : text), TypeOf(name));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"The page has a file without a media type: {name}."),
    };
}
