using System.Reflection;
using WhichFlush.Rules.RuleBook;
using WhichFlush.TlbModel;

namespace WhichFlush.Api.Platform.Caching;

/// <summary>Which build of the service this is: another one may answer the same question otherwise.</summary>
internal static class ServiceBuild
{
    /// <summary>Everything that takes part in an answer. A correction in one of them leaves the others as they were.</summary>
    public static readonly IReadOnlyList<Assembly> Parts = [typeof(ServiceBuild).Assembly, typeof(RuleTable).Assembly, typeof(ModelCheck).Assembly];

    /// <summary>Differs from build to build, and is the same in every replica of one.</summary>
    public static string Id { get; } = string.Concat(Parts.Select(part => part.ManifestModule.ModuleVersionId.ToString("N")));
}
