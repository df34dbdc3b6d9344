using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace WhichFlush.Api.Page;

/// <summary>A file of the page.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Of its content.</param>
internal sealed record PageFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag);

/// <summary>The files of the page, out of this assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";
    private const string IndexName = "index.html";

    private static readonly FrozenDictionary<string, PageFile> Files = ReadAll();

    /// <summary>The page itself.</summary>
    public static PageFile Index => Files[IndexName];

    /// <summary>A file by its name, or <c>null</c>. The page itself is not among them: it has one address.</summary>
    public static PageFile? Find(string name) => name == IndexName ? null : Files.GetValueOrDefault(name);

    private static FrozenDictionary<string, PageFile> ReadAll()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(Prefix, StringComparison.Ordinal))
            {
                string name = resource[Prefix.Length..];
                files[name] = Read(assembly, resource, name);
            }
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static PageFile Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        string text = reader.ReadToEnd();
        byte[] content = Encoding.UTF8.GetBytes(name == IndexName ? MemberFields.Fill(text) : text);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        return new PageFile(content, TypeOf(name), new EntityTagHeaderValue($"\"{hash}\""));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"The page has a file of a type without a name: {name}."),
    };
}
