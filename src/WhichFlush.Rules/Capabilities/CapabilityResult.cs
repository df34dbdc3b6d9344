using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Capabilities;

/// <summary>What a machine can do, as far as is known, with where each piece of it is from.</summary>
public sealed record CapabilityResult
{
    /// <summary>The BBM level of the PEs, 0 to 3, for <see cref="TranslationContext.Bbm"/>; <c>null</c> if nothing gives one.</summary>
    public required int? Bbm { get; init; }

    /// <summary>For <see cref="TranslationContext.NoConflictAbort"/>; <c>null</c> leaves it to the level.</summary>
    public required bool? NoConflictAbort { get; init; }

    /// <summary>Features in effect: those given, and those that registers report and that need no enabling.</summary>
    public required Architecture.Features Features { get; init; }

    /// <summary>Features that registers report as implemented and that need enabling, but were not given: not taken as in effect.</summary>
    public required Architecture.Features Available { get; init; }

    /// <summary>Errata of any part of the system, for <see cref="TranslationContext.Errata"/>.</summary>
    public required Errata Errata { get; init; }

    /// <summary>What the list says of each part that was named; parts with an error are left out.</summary>
    public required IReadOnlyList<CpuMatch> Cpus { get; init; }

    /// <summary>Where level, errata and features are from.</summary>
    public required IReadOnlyList<CapabilityReason> Reasons { get; init; }

    /// <summary>What was not known and is taken on trust.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>What cannot be, by member: unknown names and contradictions, under both of the members that contradict each other.</summary>
    public required IReadOnlyList<MemberError> Errors { get; init; }

    /// <summary>The level that decides size changes, errata included and without an SMMU, 0 to 3.</summary>
    public int EffectiveLevel => ApplyTo(default(TranslationContext) with { Smmu = null }).SizeChangeLevel;

    /// <summary>A context with these capabilities in place of its own; its level stays if nothing gives one.</summary>
    public TranslationContext ApplyTo(TranslationContext context) => context with
    {
        Bbm = Bbm ?? context.Bbm,
        NoConflictAbort = NoConflictAbort,
        Features = Features,
        Errata = Errata,
    };
}

/// <summary>Where a piece of a capability is from.</summary>
/// <param name="Member">The member of the request that gave it: <c>cpu</c>, <c>idAa64mmfr2</c>, <c>bbm</c>.</param>
/// <param name="Subject">The part, register or erratum: <c>Cortex-X4 r0p2</c>, <c>ID_AA64MMFR2_EL1.BBM</c>, <c>3053180</c>.</param>
/// <param name="Text">What follows from it.</param>
public readonly record struct CapabilityReason(string Member, string Subject, string Text);
