using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Capabilities;

/// <summary>The known capabilities of a machine, with the origin of each.</summary>
public sealed record CapabilityResult
{
    /// <summary>
    /// The BBM level of the PEs, 0 to 3, for <see cref="TranslationContext.Bbm"/>; <c>null</c> if no member gives a level, or the level
    /// of a named part is not known.
    /// </summary>
    public required int? Bbm { get; init; }

    /// <summary>The value for <see cref="TranslationContext.NoConflictAbort"/>; <c>null</c> if the level decides.</summary>
    public required bool? NoConflictAbort { get; init; }

    /// <summary>Features in effect: the given ones, and reported ones that need no enabling.</summary>
    public required Features Features { get; init; }

    /// <summary>Reported features that need enabling and were not given: the engine takes them as not in effect.</summary>
    public required Features Available { get; init; }

    /// <summary>Errata of all parts of the system, for <see cref="TranslationContext.Errata"/>.</summary>
    public required Errata Errata { get; init; }

    /// <summary>The list's entry for each named part, without the names that are errors.</summary>
    public required IReadOnlyList<CpuMatch> Cpus { get; init; }

    /// <summary>The origin of the level, the errata and the features.</summary>
    public required IReadOnlyList<CapabilityReason> Reasons { get; init; }

    /// <summary>Assumptions about unknown facts.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>Unknown names and contradictions; a contradiction is an error of both members.</summary>
    public required IReadOnlyList<MemberError> Errors { get; init; }

    /// <summary>The level that decides size changes, 0 to 3, with the errata and without an SMMU; <c>null</c> if <see cref="Bbm"/> is.</summary>
    public int? EffectiveLevel => Bbm is null ? null : ApplyTo(default(TranslationContext) with { Smmu = null }).SizeChangeLevel;

    /// <summary>The named parts whose level is needed and not known.</summary>
    public IEnumerable<CpuMatch> WithoutLevel => Bbm is null ? Cpus.Where(cpu => cpu.Level is null) : [];

    /// <summary>A copy of a context with these capabilities; the context's own level stays if <see cref="Bbm"/> is <c>null</c>.</summary>
    public TranslationContext ApplyTo(TranslationContext context) => context with
    {
        Bbm = Bbm ?? context.Bbm,
        NoConflictAbort = NoConflictAbort,
        Features = Features,
        Errata = Errata,
    };
}

/// <summary>The origin of a part of a capability.</summary>
/// <param name="Member">The member of the request that gave it: <c>cpu</c>, <c>idAa64mmfr2</c>, <c>bbm</c>.</param>
/// <param name="Subject">The part, register or erratum: <c>Cortex-X4 r0p2</c>, <c>ID_AA64MMFR2_EL1.BBM</c>, <c>3053180</c>.</param>
/// <param name="Text">The conclusion as a sentence.</param>
public readonly record struct CapabilityReason(string Member, string Subject, string Text);
