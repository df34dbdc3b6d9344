using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WhichFlush.Tests;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The model shares the decoder with the engine and nothing else, or it could share its mistakes, too.</summary>
public sealed class References
{
    private static readonly string[] Allowed = ["WhichFlush.Rules.Descriptors"];

    /// <summary>Plain data and its validation; no decision is in it.</summary>
    private static readonly string[] AllowedTypes = ["TranslationContext", "Question"];

    [Fact]
    public void Of_the_sources_name_the_descriptors_only()
    {
        string[] strange = [.. Directory.EnumerateFiles(Repository.PathOf("src", "WhichFlush.TlbModel"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("using WhichFlush.Rules", StringComparison.Ordinal))
            .Select(line => line["using ".Length..].TrimEnd(';'))
            .Where(used => used != "WhichFlush.Rules" && !Allowed.Contains(used))];

        Assert.Empty(strange);
    }

    [Fact]
    public void Of_the_assembly_go_to_the_descriptors_only()
    {
        using var file = File.OpenRead(typeof(ModelCheck).Assembly.Location);
        using var assembly = new PEReader(file);
        MetadataReader reader = assembly.GetMetadataReader();
        string[] used = [.. reader.TypeReferences.Select(reader.GetTypeReference)
            .Where(type => reader.GetString(type.Namespace).StartsWith("WhichFlush.Rules", StringComparison.Ordinal))
            .Select(type => (Space: reader.GetString(type.Namespace), Name: reader.GetString(type.Name)))
            .Where(type => !Allowed.Contains(type.Space) && !(type.Space == "WhichFlush.Rules" && AllowedTypes.Contains(type.Name)))
            .Select(type => $"{type.Space}.{type.Name}")];
        string[] members = [.. reader.MemberReferences.Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: reader.GetTypeReference((TypeReferenceHandle)member.Parent), Name: reader.GetString(member.Name)))
            .Where(member => reader.GetString(member.Type.Namespace) == "WhichFlush.Rules" && reader.GetString(member.Type.Name) != "TranslationContext")
            .Select(member => member.Name)];

        Assert.Empty(used);
        Assert.Empty(members);
    }
}
