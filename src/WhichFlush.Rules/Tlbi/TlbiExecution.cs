using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Requirements;

namespace WhichFlush.Rules.Tlbi;

/// <summary>The Exception levels that may execute an operation, and the controls that trap or change it (RULES.md 4.1; manual C5.5).</summary>
public static class TlbiExecution
{
    private static readonly ExceptionLevel[] Levels = Enum.GetValues<ExceptionLevel>();

    /// <summary>Tells whether the operation is UNDEFINED at a level with every level implemented; at EL0 every operation is.</summary>
    /// <param name="family">The family; scope and nXS make no difference.</param>
    /// <param name="level">The Exception level that executes the operation.</param>
    public static bool IsUndefinedAt(this TlbiFamily family, ExceptionLevel level) => level < LowestLevel(family);

    /// <summary>The levels from EL1 up at which the operation is UNDEFINED, with every level implemented.</summary>
    public static IReadOnlyList<ExceptionLevel> UndefinedAt(this TlbiFamily family) => [.. Levels.Where(level => family.IsUndefinedAt(level))];

    /// <summary>Behaviour at EL3 where EL2 is not implemented or is disabled, in words; empty if EL2 makes no difference.</summary>
    public static string WithoutEl2(this TlbiFamily family) => family.ByAddress() switch
    {
        TlbiFamily.IPAS2E1 or TlbiFamily.IPAS2LE1 or TlbiFamily.VMALLWS2E1 => "does nothing",
        TlbiFamily.VMALLS12E1 => "acts as VMALLE1",
        TlbiFamily.ALLE2 or TlbiFamily.VAE2 or TlbiFamily.VALE2 => "UNDEFINED",
        _ => "",
    };

    /// <summary>The controls that trap the operation when EL1 executes it.</summary>
    public static IReadOnlyList<string> TrappedBy(TlbiOperation operation)
    {
        switch (LowestLevel(operation.Family))
        {
            case ExceptionLevel.El1:
                string fineGrained = $"HFGITR_EL2.TLBI{operation.Family.Mnemonic(operation.Scope)}" + (operation.NXs ? " if HCRX_EL2.FGTnXS is 0" : "");
                return operation.Scope switch
                {
                    Scope.Inner => ["HCR_EL2.TTLB", "HCR_EL2.TTLBIS", fineGrained],
                    Scope.Outer => ["HCR_EL2.TTLB", "HCR_EL2.TTLBOS", fineGrained],
                    _ => ["HCR_EL2.TTLB", fineGrained],
                };
            case ExceptionLevel.El2:
                return ["HCR_EL2.NV"];
            default:
                return [];
        }
    }

    /// <summary>The control that broadcasts a local operation of EL1 to the Inner Shareable domain; empty if there is none.</summary>
    public static IReadOnlyList<string> BroadenedBy(TlbiOperation operation) =>
        operation.Scope == Scope.Local && LowestLevel(operation.Family) == ExceptionLevel.El1 ? ["HCR_EL2.FB"] : [];

    /// <summary>The control that makes an operation of EL1 the nXS form; empty if there is none.</summary>
    public static IReadOnlyList<string> MadeNXsBy(TlbiOperation operation) =>
        !operation.NXs && LowestLevel(operation.Family) == ExceptionLevel.El1 ? ["HCRX_EL2.FnXS"] : [];

    /// <summary>The lowest Exception level where the operation is not UNDEFINED, on a PE that has every Exception level.</summary>
    internal static ExceptionLevel LowestLevel(this TlbiFamily family) => family.ByAddress() switch
    {
        TlbiFamily.VMALLE1 or TlbiFamily.ASIDE1 or TlbiFamily.VAE1 or TlbiFamily.VAAE1 or TlbiFamily.VALE1 or TlbiFamily.VAALE1 => ExceptionLevel.El1,
        TlbiFamily.ALLE3 or TlbiFamily.VAE3 or TlbiFamily.VALE3 or TlbiFamily.PAALL or TlbiFamily.RPA or TlbiFamily.RPAL => ExceptionLevel.El3,
        _ => ExceptionLevel.El2,
    };
}
