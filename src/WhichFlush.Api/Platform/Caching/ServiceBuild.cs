using System.Reflection;
using WhichFlush.Rules.RuleBook;
using WhichFlush.TlbModel;

namespace WhichFlush.Api.Platform.Caching;

/// <summary>The build of the service, which ETags depend on: another build may give another answer.</summary>
internal static class ServiceBuild
{
    /// <summary>All assemblies that take part in an answer. A correction in one of them does not change the others.</summary>
    public static readonly IReadOnlyList<Assembly> Parts = [typeof(ServiceBuild).Assembly, typeof(RuleTable).Assembly, typeof(ModelCheck).Assembly];

    /// <summary>Differs from build to build. All replicas of one build have the same.</summary>
    public static string Id { get; } = string.Concat(Parts.Select(part => part.ManifestModule.ModuleVersionId.ToString("N")));
}
