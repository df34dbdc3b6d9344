using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WhichFlush.Tests;

namespace WhichFlush.TlbModel.Tests;

/// <summary>The model shares the architecture with the engine, and no decision; otherwise it could share the mistakes of the engine.</summary>
public sealed class References
{
    private const string Allowed = "WhichFlush.Rules.Architecture";

    [Fact]
    public void Of_the_sources_name_the_architecture_only()
    {
        string[] other = [.. Directory.EnumerateFiles(Repository.PathOf("src", "WhichFlush.TlbModel"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("using WhichFlush.Rules", StringComparison.Ordinal) && line != $"using {Allowed};")];

        Assert.Empty(other);
    }

    [Fact]
    public void Of_the_assembly_go_to_the_architecture_only()
    {
        using var file = File.OpenRead(typeof(ModelCheck).Assembly.Location);
        using var assembly = new PEReader(file);
        MetadataReader reader = assembly.GetMetadataReader();
        string[] used = [.. reader.TypeReferences.Select(reader.GetTypeReference)
            .Select(type => reader.GetString(type.Namespace))
            .Where(space => space.StartsWith("WhichFlush.Rules", StringComparison.Ordinal))
            .Distinct()];

        Assert.Equal([Allowed], used);
    }
}
