using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using WhichFlush.Rules;
using WhichFlush.TlbModel;
using Architecture = ArchUnitNET.Domain.Architecture;

namespace WhichFlush.Api.Tests;

/// <summary>A folder (a namespace) uses only the folders above it in this list, so no circle is possible (src/README.md).</summary>
public sealed class LayerTests
{
    /// <summary>The root of a project comes last: it composes the folders.</summary>
    private const string Root = "";

    private static readonly Dictionary<string, string[]> Orders = new(StringComparer.Ordinal)
    {
        ["WhichFlush.Rules"] =
        [
            "Architecture", "Requirements", "Capabilities", "Changes", "RuleBook", "Tlbi", "Sequence", "Explanation", "HighPerformance", Root,
        ],
        ["WhichFlush.TlbModel"] = ["Questions", "Steps", "Machine", "Exploration", "Narration", Root],
        ["WhichFlush.Api"] =
        [
            "Contract", "Platform.Configuration", "Platform.Lifetime", "Platform.Negotiation", "Platform.Compression", "Platform.Caching",
            "Platform.Problems", "Platform.Metrics", "Platform.Limits", "Platform", "Questions", "HighPerformance",
            "Flush", "Check", "Decode", "Tlbi", "Cpus", "Rules", "Batch", "Page", "OpenApi",
        ],
    };

    private static readonly Architecture Loaded = new ArchLoader()
        .LoadAssemblies(typeof(FlushAdvisor).Assembly, typeof(ModelCheck).Assembly, typeof(Program).Assembly)
        .Build();

    public static TheoryData<string> Projects => [.. Orders.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_folders_above_it(string project)
    {
        string[] order = Orders[project];
        string[] wrong = [.. Arrows(project)
            .Where(arrow => Array.IndexOf(order, arrow.To) >= Array.IndexOf(order, arrow.From))
            .Select(arrow => $"{arrow.From} -> {arrow.To}: {arrow.Origin} uses {arrow.Target}")
            .Order(StringComparer.Ordinal)];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Take(40)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_place_in_the_order(string project) => Assert.Equal(
        Orders[project].Order(StringComparer.Ordinal),
        Loaded.Types.Where(type => InProject(type, project)).Select(type => Folder(type, project)).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The test sees uses inside method bodies; else it would pass for the wrong reason.</summary>
    [Fact]
    public void Uses_inside_methods_are_seen() =>
        Assert.Contains(Arrows("WhichFlush.Rules"), arrow => arrow is { From: "Explanation", To: "RuleBook" });

    [Fact]
    public void The_model_uses_nothing_of_the_engine_but_its_architecture() => Assert.Equal(
        ["Architecture"],
        Uses("WhichFlush.TlbModel").Where(use => InProject(use.Target, "WhichFlush.Rules")).Select(use => Folder(use.Target, "WhichFlush.Rules")).Distinct());

    [Fact]
    public void No_file_has_a_global_using()
    {
        string source = WhichFlush.Tests.Repository.PathOf("src");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")),
            file => File.ReadLines(file).Any(line => line.StartsWith("global using", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string From, string To, string Origin, string Target)> Arrows(string project) => Uses(project)
        .Where(use => InProject(use.Target, project))
        .Select(use => (From: Folder(use.Origin, project), To: Folder(use.Target, project), use.Origin.FullName, use.Target.FullName))
        .Where(arrow => arrow.From != arrow.To)
        .Distinct();

    private static IEnumerable<(IType Origin, IType Target)> Uses(string project) => Loaded.Types
        .Where(type => InProject(type, project))
        .SelectMany(type => type.Dependencies.Select(dependency => (dependency.Origin, dependency.Target)))
        .Where(use => !IsTypeParameter(use.Target));

    /// <summary>The loader takes type parameters of one name for the same; their names contain the method's, after <c>::</c>.</summary>
    private static bool IsTypeParameter(IType type) => type is GenericParameter || type.FullName.Contains("::", StringComparison.Ordinal);

    private static bool InProject(IType type, string project) => NamespaceOf(type) is { } name
        && (name == project || name.StartsWith(project + '.', StringComparison.Ordinal));

    private static string Folder(IType type, string project) => NamespaceOf(type)![project.Length..].TrimStart('.');

    /// <summary>A nested type belongs to the folder of the type around it.</summary>
    private static string? NamespaceOf(IType type) => type.Namespace?.FullName;
}
